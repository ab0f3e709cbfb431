import { enumerated, listed } from "../../shared/text.js";
import { Problem } from "../model/index.js";
import type { EntityResult, PlannedEntity } from "../run/index.js";
import { flagOf, flagsOf, type SafetyOverrides } from "../safety/index.js";

/** How the command of this run is typed once more, for a part of its entities. */
export interface CommandWords {
  /** Flags of this run that decide about its plan and where it goes, such as `--no-archive`. */
  readonly flags: readonly string[];
  /**
   * Flags that choose these entities and no others, none for all of them; null when it would take too many.
   * @param besides entities that may be chosen along
   */
  entityFlags(entities: readonly string[], besides?: readonly string[]): readonly string[] | null;
}

/** Entities that are named, in the reasons as in one command, and reasons that are given. */
const MOST_NAMED = 5;
/** Nobody types more, one after the other. */
const MOST_COMMANDS = 3;

/**
 * All entities are checked before the first write: limits concern the run as a whole, so one entity over
 * its limit stops all. Numbers and overrides are in the message: people meet it in a mail from cron. What is
 * wrong with other entities is their own problem, told beside this one.
 */
export async function refusalOf(
  results: readonly EntityResult[],
  overrides: SafetyOverrides,
  wordsOf: () => Promise<CommandWords>,
): Promise<Problem | null> {
  const stopping = results.flatMap((result) => (stopsRun(result) ? [result.planned] : []));
  const [first] = stopping.flatMap(({ safety }) => safety.violations);
  if (!first) return null;
  const words = await wordsOf();
  return new Problem({
    kind: "safety",
    code: first.code,
    what: "Nothing was written: the plan is not safe to apply as it is.",
    why: reasons(stopping, words).join("\n"),
    next: wayOut(stopping, results, overrides, words),
  });
}

/** Whether an entity is over a limit, or not confirmed, so that nothing is written for any. */
export function stopsRun(result: EntityResult): result is Extract<EntityResult, { ok: true }> {
  return result.ok && !result.planned.safety.ok;
}

/** A line for each reason, with the entities that have it. */
function reasons(stopping: readonly PlannedEntity[], words: CommandWords): readonly string[] {
  const byText = grouped(stopping, ({ safety }) => safety.violations.map(({ text }) => text).join(" "));
  const lines = byText.map(([text, planned]) => `${listed(idsOf(planned), MOST_NAMED)}: ${text}`);
  if (lines.length <= MOST_NAMED) return lines;
  const others = byText.slice(MOST_NAMED).flatMap(([, planned]) => planned);
  return [
    ...lines.slice(0, MOST_NAMED),
    `${others.length} more: \`${typed("preview", words.entityFlags(idsOf(others)) ?? [], ["--summary"])}\` says why.`,
  ];
}

/**
 * The exact commands that let these plans pass. An override is for one number, so entities share a
 * command only where they need the very same.
 */
function wayOut(
  stopping: readonly PlannedEntity[],
  results: readonly EntityResult[],
  given: SafetyOverrides,
  words: CommandWords,
): string {
  const ids = results.map(({ entity }) => entity);
  const all = words.entityFlags(ids);
  const hopeless = stopping.filter(({ safety }) =>
    safety.violations.some(({ code, override }) => override === null && code !== "override_mismatch"),
  );
  if (hopeless.length > 0) {
    const preview = typed("preview", words.entityFlags(idsOf(hopeless)) ?? all ?? []);
    return `Run \`${preview}\` and look at what the HR tool returned; nothing can be applied until that is right.`;
  }
  const needing = stopping.filter(({ safety }) =>
    safety.violations.some(({ override }) => override !== null),
  );
  if (needing.length === 0) return "Run `spendesk-hr apply` again without that flag.";
  const bySet = grouped(needing, (planned) => neededFlags(planned, given).join(" "));
  const commands = bySet.flatMap(([flags, planned]) =>
    choicesOf(idsOf(planned), flags === flagOf("acceptConfig") ? ids : null, words).map(
      ({ count, chosen }) => ({
        count,
        text: `\`${typed("apply", chosen, [...words.flags, flags])}\``,
      }),
    ),
  );
  const texts = commands.slice(0, MOST_COMMANDS).map(({ text }) => text);
  const left = commands.slice(MOST_COMMANDS).reduce((sum, { count }) => sum + count, 0);
  const run = `Look at \`${typed("preview", all ?? [])}\`. If it is right, run`;
  if (left === 0) return `${run} ${enumerated(texts, "and")}.`;
  const summary = typed("preview", all ?? [], ["--summary"]);
  return `${run} ${texts.join(", ")} and so on: \`${summary}\` names the flags for the other ${left} entities.`;
}

/**
 * How entities are chosen that need the same flags: together, else several times a few of them.
 * @param run every entity of the run, where the flags say nothing to those that don't need them: they may be
 *   chosen along, since `apply` shows every plan and asks
 */
function choicesOf(
  ids: readonly string[],
  run: readonly string[] | null,
  words: CommandWords,
): readonly { readonly count: number; readonly chosen: readonly string[] }[] {
  const together = words.entityFlags(ids) ?? (run && (words.entityFlags(ids, run) ?? words.entityFlags(run)));
  if (together) return [{ count: ids.length, chosen: together }];
  return Array.from({ length: Math.ceil(ids.length / MOST_NAMED) }, (_, index) => {
    const part = ids.slice(index * MOST_NAMED, (index + 1) * MOST_NAMED);
    return { count: part.length, chosen: part.map((id) => `--entity ${id}`) };
  });
}

/** What lets one plan pass: what was given already, and what is missing. */
function neededFlags({ safety }: PlannedEntity, given: SafetyOverrides): readonly string[] {
  const isMismatched = safety.violations.some(({ code }) => code === "override_mismatch");
  const kept = isMismatched ? [] : flagsOf(given);
  return [...new Set([...kept, ...safety.violations.flatMap(({ override }) => override ?? [])])];
}

function typed(command: string, ...flags: readonly (readonly string[])[]): string {
  return ["spendesk-hr", command, ...flags.flat()].join(" ");
}

function idsOf(planned: readonly PlannedEntity[]): readonly string[] {
  return planned.map(({ task }) => task.entity);
}

function grouped(
  planned: readonly PlannedEntity[],
  keyOf: (one: PlannedEntity) => string,
): readonly (readonly [string, readonly PlannedEntity[]])[] {
  const groups = new Map<string, PlannedEntity[]>();
  for (const one of planned) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups];
}
