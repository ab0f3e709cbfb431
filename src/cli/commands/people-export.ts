import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { EntityConfig } from "../../config/load.js";
import { hasCode } from "../../shared/errors.js";
import { isInForce, linksOf } from "../../sync/identity/index.js";
import {
  dayInZone,
  type PersonDecision,
  Problem,
  type Seen,
  type StateStore,
} from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { type FiledDecision, PEOPLE_FORMAT, PEOPLE_VERSION } from "../people/file.js";
import { VERSION } from "../version.js";
import { withWorkspace } from "../workspace.js";

/** `people export`: the decisions in force, for another machine or a lost state. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const now = context.process.clock.now();
  const shown = input.arguments[0] ?? `spendesk-hr-people-${now.toISOString().slice(0, 10)}.json`;
  const path = resolve(context.process.cwd, shown);
  const decisions = await withWorkspace(context, async ({ entities, state }) => {
    const found = await Promise.all(entities.map((entity) => decisionsOf(entity, state, now)));
    return found.flat();
  });
  const head = { format: PEOPLE_FORMAT, schemaVersion: PEOPLE_VERSION };
  const content = { ...head, exportedAt: now.toISOString(), tool: VERSION, decisions };
  await writeNew(path, shown, `${JSON.stringify(content, null, 2)}\n`);
  const count = decisions.length === 1 ? "1 decision" : `${decisions.length} decisions`;
  return {
    exitCode: 0,
    document: { file: path, decisions: decisions.length },
    text: () =>
      `✔ ${count} in force written to ${shown}. It names people: keep it where only you can read it.\nNext: run \`spendesk-hr people import ${shown}\` on the other machine.`,
  };
}

/** Oldest first: the order in which they are imported. */
async function decisionsOf(
  { id, timezone }: EntityConfig,
  state: StateStore,
  now: Date,
): Promise<readonly FiledDecision[]> {
  const today = dayInZone(now, timezone);
  const links = await state.links(id);
  const inForce = (await state.personDecisions(id)).filter((decision) => isInForce(decision, today));
  return inForce.toReversed().map((decision) => {
    const { employee: key, memberId } = decision;
    const link = key && linksOf(key, links).find((one) => one.memberId === memberId);
    return filed(decision, link?.seen ?? null);
  });
}

function filed({ endedAt: _endedAt, ...decision }: PersonDecision, seen: Seen | null): FiledDecision {
  const { kind, employee, memberId, ...rest } = decision;
  if (kind === "ignore") return { ...rest, kind, employee, memberId };
  if (employee === null || memberId === null) throw new Error(`decision ${decision.id} names no pair`);
  const pair = { ...rest, employee, memberId, until: null };
  return kind === "link" ? { ...pair, kind, seen } : { ...pair, kind };
}

/** For its owner only, and never over another file. */
async function writeNew(path: string, shown: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    const exists = hasCode(cause, "EEXIST");
    throw new Problem(
      {
        kind: exists ? "usage" : "configuration",
        code: exists ? "file_exists" : "people_file_not_writable",
        what: exists ? `${shown} is there already; nothing was written.` : `${shown} can't be written.`,
        why: exists
          ? "It may be the only copy of other decisions."
          : cause instanceof Error
            ? cause.message
            : String(cause),
        next: "Run the command with the name of a new file, in a folder that you may write to.",
      },
      { cause },
    );
  }
}
