import { decisionsAbout, isInForce } from "../../sync/identity/index.js";
import { dayInZone, exitCodeFor, type PersonDecision, type Problem } from "../../sync/model/index.js";
import {
  type Explanation,
  explainPerson,
  type FailedEntity,
  type PlannedInFull,
  planTasksInFull,
} from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf, TextStyle } from "../command.js";
import { allAttributes } from "../connection.js";
import { openTasks } from "../open-tasks.js";
import { absentText, appears, explanationDocument, explanationText } from "../output/explanation-text.js";
import { failedDocument } from "../output/plan-document.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { employeeCandidates, goneCandidates, memberCandidates } from "../people/candidates.js";
import { ambiguous, type Candidate, findAll, findByPart, unknown } from "../people/find.js";
import { decidedBy } from "../people/record.js";
import { type Workspace, withWorkspace } from "../workspace.js";
import type { EXPLAIN_FLAGS } from "./look-flags.js";

type Input = InputOf<typeof EXPLAIN_FLAGS>;

interface Explained {
  readonly ok: true;
  readonly explanation: Explanation;
  /** What people decided about this person, and is in force. */
  readonly decided: readonly PersonDecision[];
  readonly safety: readonly string[];
}

/** `explain`: why one person is created, unchanged, skipped or archived, in every entity. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const who = (input.arguments[0] ?? "").trim();
  const { results, nobody, show } = await withWorkspace(context, async (workspace) => {
    const { tasks, dependencies } = await openTasks(workspace, context, { keeps: allAttributes });
    const planned = await planTasksInFull(tasks, dependencies, { overrides: {}, noArchive: false });
    const { idsOf, nobody } = whoIsMeant(
      who,
      planned.flatMap((result) => (result.ok ? [result.planned] : [])),
    );
    const results: (Explained | FailedEntity)[] = [];
    for (const result of planned) {
      if (!result.ok) {
        results.push(result);
        continue;
      }
      const safety = result.planned.safety.violations.map((violation) => violation.text);
      for (const id of idsOf(result.planned)) {
        for (const explanation of await explainPerson(result.planned, id, dependencies)) {
          const decided = await decisionsInForce(explanation, workspace, context);
          results.push({ ok: true, explanation, decided, safety });
        }
      }
    }
    return { results, nobody, show: showsTimes(workspace.entities, context.process.clock.now()) };
  });
  const explained = results.flatMap((result) => (result.ok ? [result] : []));
  const problems = results.flatMap((result) => (result.ok ? [] : [result.problem]));
  const all = [...problems, ...(nobody === null ? [] : [nobody])];
  return {
    exitCode: exitCodeFor(all),
    document: {
      who,
      entities: results.map((result) => (result.ok ? documentOf(result) : failedDocument(result))),
    },
    problems: all,
    text: (style) => explainedText(who, explained, show, style),
  };
}

function documentOf({ explanation, decided, safety }: Explained): object {
  return { ...explanationDocument(explanation, safety), decisions: decided };
}

/** Each entity where the person is; the others in one line, unless there is only one to speak of. */
function explainedText(
  who: string,
  explained: readonly Explained[],
  show: ShowTime,
  style: TextStyle,
): string {
  const isThere = ({ explanation, decided }: Explained) => appears(explanation) || decided.length > 0;
  const whole = explained.length === 1 ? explained : explained.filter(isThere);
  const absent = explained.filter((one) => !whole.includes(one));
  const blocks = whole.map(({ explanation, decided, safety }) =>
    explanationText(who, explanation, { safety, decided: decided.map(decidedBy), show }, style),
  );
  return [
    ...blocks,
    ...(absent.length === 0
      ? []
      : [
          absentText(
            absent.map(({ explanation }) => explanation),
            style,
          ),
        ]),
  ].join("\n\n");
}

async function decisionsInForce(
  { entity, employee, link, member }: Explanation,
  { entities, state }: Workspace,
  { process }: CliContext,
): Promise<readonly PersonDecision[]> {
  const timezone = entities.find(({ id }) => id === entity)?.timezone ?? "UTC";
  const today = dayInZone(process.clock.now(), timezone);
  const who = {
    employeeId: employee?.id ?? link?.employeeId ?? null,
    memberId: member?.id ?? link?.memberId ?? null,
  };
  return decisionsAbout(await state.personDecisions(entity), who).filter((one) => isInForce(one, today));
}

interface Meant {
  /** What to explain in an entity: ids, or what was typed where nobody is meant. */
  readonly idsOf: (planned: PlannedInFull) => readonly string[];
  /** Said besides the explanations when nobody was found anywhere. */
  readonly nobody: Problem | null;
}

/**
 * Who is meant by an id, an e-mail, a name or a part of one, over all entities.
 * @throws Problem `ambiguous_person` when a part is of several people
 */
function whoIsMeant(typed: string, planned: readonly PlannedInFull[]): Meant {
  const peopleOf = new Map(planned.map((one) => [one, candidatesOf(one)]));
  const all = [...peopleOf.values()].flat();
  const place = { code: "person", name: "the HR tool and Spendesk", next: NEXT } as const;
  const exact = new Map([...peopleOf].map(([one, people]) => [one, findAll(typed, people)]));
  const isKnown = [...exact.values()].some((people) => people.length > 0);
  const found = isKnown
    ? exact
    : new Map([...peopleOf].map(([one, people]) => [one, findByPart(typed, people)]));
  const several = [...found.values()].find((people) => !isKnown && idsIn(people).length > 1);
  if (several) throw ambiguous(typed, several, place);
  const isNobody = [...found.values()].every((people) => people.length === 0);
  return {
    idsOf: (one) => {
      const ids = idsIn(found.get(one) ?? []);
      return ids.length > 0 ? ids : [typed];
    },
    nobody: isNobody && planned.length > 0 ? unknown(typed, all, place) : null,
  };
}

const NEXT = "Run the command with an id, a work e-mail, a name or a part of one.";

/** An employee and their member are one person, who is explained once. */
function idsIn(people: readonly Candidate<string>[]): readonly string[] {
  return [...new Set(people.map(({ person }) => person))];
}

function candidatesOf(planned: PlannedInFull): readonly Candidate<string>[] {
  const sides = { ...planned, accounts: planned.sources.accounts };
  const employees = [...employeeCandidates(sides), ...goneCandidates(sides)];
  const ids = new Set(employees.map(({ id }) => id));
  const holders = new Map(
    [...planned.plan.changes, ...planned.plan.unchanged, ...planned.plan.notes].flatMap((row) =>
      row.memberId !== null && row.employeeId !== null && ids.has(row.employeeId)
        ? [[row.memberId, row.employeeId] as const]
        : [],
    ),
  );
  return [
    ...employees.map((one) => ({ ...one, person: one.id })),
    ...memberCandidates(planned).map((one) => ({ ...one, person: holders.get(one.id) ?? one.id })),
  ];
}
