import type { EntityConfig } from "../../config/load.js";
import { dayInZone, type PersonDecision, Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, OptionsOf } from "../command.js";
import type { IGNORE_FLAGS } from "../commands/people-flags.js";
import { underLock } from "../under-lock.js";
import { type Workspace, withWorkspace } from "../workspace.js";
import { employeeCandidates, goneCandidates, memberCandidates } from "./candidates.js";
import { confirmDecision, lines } from "./consequences.js";
import { type Candidate, chooseEntity, findAll } from "./find.js";
import { decisionDocument, decisionSubject, decisionText } from "./record.js";
import { readSides, type Sides } from "./sides.js";

type Kind = Exclude<PersonDecision["kind"], "link">;

const WORDS: Record<Kind, string> = { ignore: "ignored", unlink: "kept apart from a member" };

/** `ignore --undo`, `unlink --undo`: a decision no longer holds, and the rules decide again. */
export async function takeBack(
  kind: Kind,
  input: CommandInput<Pick<OptionsOf<typeof IGNORE_FLAGS>, "yes">>,
  context: CliContext,
): Promise<CommandResult> {
  const words = input.arguments.flatMap((word) => (word?.trim() ? [word.trim()] : []));
  return withWorkspace(context, async (workspace) => {
    const { state } = workspace;
    const { clock } = context.process;
    const entity = await chooseEntity(workspace.entities, context);
    const decision = await findDecision(kind, words, entity, workspace, context);
    await confirmDecision(
      {
        question: "Take this decision back?",
        facts: [
          `${decisionSubject(decision)}: ${decisionText(decision)}, by ${decision.who} on ${decision.at.slice(0, 10)}: ${decision.why}`,
        ],
        yes: input.options.yes === true,
        command: [kind, ...words, "--undo", "--entity", entity.id],
      },
      context,
    );
    const now = clock.now();
    await underLock(state, [entity.id], clock, async () => {
      const still = (await state.personDecisions(entity.id)).find(({ id }) => id === decision.id);
      if (still?.endedAt === null) await state.endPersonDecision(decision.id, now);
    });
    const ended = { ...decision, endedAt: now.toISOString() };
    return {
      exitCode: 0,
      document: {
        entity: entity.id,
        changed: true,
        decision: decisionDocument(ended, dayInZone(now, entity.timezone)),
      },
      text: () =>
        lines([
          `✔ Taken back: ${decisionSubject(decision)} is no longer ${decisionText(decision)}.`,
          `Next: spendesk-hr preview --entity ${entity.id}`,
        ]),
    };
  });
}

/** By ids and name as they were stored; both sides are read only when that finds nobody. */
async function findDecision(
  kind: Kind,
  words: readonly string[],
  entity: EntityConfig,
  workspace: Workspace,
  context: CliContext,
): Promise<PersonDecision> {
  const stored = await workspace.state.personDecisions(entity.id);
  const candidates = stored.filter((one) => one.kind === kind && one.endedAt === null).map(candidateOf);
  if (candidates.length === 0) throw noDecision(kind, words, entity.id, []);
  const known = fitting(words, candidates, null);
  const found =
    known.length > 0 ? known : fitting(words, candidates, await readSides(entity, workspace, context));
  const [only, another] = found;
  if (!only) throw noDecision(kind, words, entity.id, candidates);
  if (another) throw severalDecisions(words, found);
  return only.person;
}

/** Each word must be about one of the decision's people. */
function fitting(
  words: readonly string[],
  candidates: readonly Candidate<PersonDecision>[],
  sides: Sides | null,
): readonly Candidate<PersonDecision>[] {
  let found = candidates;
  for (const word of words) {
    const ids = [word, ...(sides ? idsOf(word, sides) : [])];
    const isMeant = ({ person: { employee, memberId } }: Candidate<PersonDecision>) =>
      ids.includes(employee?.id ?? "") || ids.includes(memberId ?? "");
    const byId = found.filter(isMeant);
    found = byId.length > 0 ? byId : findAll(word, found);
  }
  return found;
}

function idsOf(word: string, sides: Sides): readonly string[] {
  const employees = [...employeeCandidates(sides), ...goneCandidates(sides)];
  return [...findAll(word, employees), ...findAll(word, memberCandidates(sides))].map(({ id }) => id);
}

function candidateOf(decision: PersonDecision): Candidate<PersonDecision> {
  return {
    person: decision,
    id: decision.id,
    emails: [],
    names: [decision.name],
    label: `${decisionSubject(decision)}, ${decisionText(decision)}`,
  };
}

function noDecision(
  kind: Kind,
  words: readonly string[],
  entity: string,
  others: readonly Candidate<PersonDecision>[],
): Problem {
  const labels = others.slice(0, 5).map(({ label }) => label);
  return new Problem({
    kind: "usage",
    code: "no_such_decision",
    what: `Nothing was taken back: ${words.join(" and ")} is not ${WORDS[kind]} in ${entity}.`,
    why: labels.length > 0 ? `Decided so far: ${labels.join("; ")}.` : `Nobody is ${WORDS[kind]} there.`,
    next: `Run \`spendesk-hr people list --entity ${entity}\` to see all decisions.`,
  });
}

function severalDecisions(words: readonly string[], found: readonly Candidate<PersonDecision>[]): Problem {
  return new Problem({
    kind: "usage",
    code: "ambiguous_decision",
    what: `Nothing was taken back: ${found.length} decisions are about ${words.join(" and ")}.`,
    why: `They are: ${found.map(({ label }) => label).join("; ")}.`,
    next: "Run the command with ids: of the employee and, for `unlink`, of the member, too.",
  });
}
