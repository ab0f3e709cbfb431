import { counted } from "../../shared/text.js";
import {
  type EmployeeKey,
  linkByPerson,
  NOTHING_SEEN,
  replacedBy,
  seeAgain,
} from "../../sync/identity/index.js";
import type { Link, Member, PersonDecision, StateStore } from "../../sync/model/index.js";
import type { PlannedEntity, PlannedInFull } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import { decide } from "../people/record.js";
import type { Prompter } from "../prompts/prompter.js";
import { personLabel } from "./value-labels.js";

/** An employee and a member of whom a person has to say whether they are one person. */
interface Pair {
  readonly employeeId: string;
  readonly memberId: string;
  readonly name: string;
  /** Found by the e-mail, under another name; else by what only one sign tells. */
  readonly isOtherName: boolean;
}

/** What was answered about one of them. */
export interface IdentityAnswer extends Pair {
  readonly isSame: boolean;
}

const WHY = "Answered in configure.";

/** Everybody of a plan about whom `configure` asks, in the order of the plan. */
function openPairs({ plan, employees }: PlannedEntity): readonly Pair[] {
  const names = new Map(
    employees.map(({ id, firstName, lastName }) => [id, [firstName, lastName].join(" ").trim()]),
  );
  const otherNames = [...plan.changes, ...plan.unchanged].flatMap(({ employeeId, memberId, warnings }) =>
    memberId !== null && warnings.some(({ code }) => code === "other_name")
      ? [{ employeeId, memberId, name: names.get(employeeId) ?? employeeId, isOtherName: true }]
      : [],
  );
  const unclear = plan.notes.flatMap(({ employeeId, candidateMemberId, name }) =>
    employeeId !== null && candidateMemberId !== undefined
      ? [{ employeeId, memberId: candidateMemberId, name, isOtherName: false }]
      : [],
  );
  return [...otherNames, ...unclear];
}

/**
 * Settles in one go who is who: people found by their e-mail under another name as a group, the others
 * one by one. Whoever is left out stays as the plan has it.
 */
export async function askIdentities(
  planned: PlannedInFull,
  prompter: Prompter,
): Promise<readonly IdentityAnswer[]> {
  const members = new Map(planned.members.map((member) => [member.id, member]));
  const employees = new Map(planned.employees.map((employee) => [employee.id, employee]));
  const label = ({ employeeId, name, memberId }: Pair) => {
    const employee = employees.get(employeeId);
    const inTool = employee ? personLabel(employee) : name;
    return `${inTool} in the HR tool, ${memberLabel(members.get(memberId), memberId)} in Spendesk`;
  };
  const pairs = openPairs(planned);
  const otherNames = pairs.filter(({ isOtherName }) => isOtherName);
  return [
    ...(await askGroup(otherNames, label, prompter)),
    ...(await askSingly(
      pairs.filter(({ isOtherName }) => !isOtherName),
      label,
      prompter,
    )),
  ];
}

async function askGroup(
  pairs: readonly Pair[],
  label: (pair: Pair) => string,
  prompter: Prompter,
): Promise<readonly IdentityAnswer[]> {
  if (pairs.length === 0) return [];
  const same = await prompter.checkbox(
    `${counted(pairs.length, "person has", "people have")} the same e-mail in Spendesk under another name. Who of them is the same person?`,
    pairs.map((pair) => ({ value: pair.employeeId, label: label(pair), checked: true })),
    { required: false },
  );
  return pairs.map((pair) => ({ ...pair, isSame: same.includes(pair.employeeId) }));
}

async function askSingly(
  pairs: readonly Pair[],
  label: (pair: Pair) => string,
  prompter: Prompter,
): Promise<readonly IdentityAnswer[]> {
  const answers: IdentityAnswer[] = [];
  for (const [index, pair] of pairs.entries()) {
    const answer = await prompter.select(`Same person (${index + 1} of ${pairs.length})? ${label(pair)}`, [
      { value: "later", label: "Decide later" },
      { value: "same", label: "Yes, the same person" },
      { value: "other", label: "No, somebody else" },
    ]);
    if (answer !== "later") answers.push({ ...pair, isSame: answer === "same" });
  }
  return answers;
}

function memberLabel(member: Member | undefined, id: string): string {
  const name = [member?.firstName, member?.lastName].filter(Boolean).join(" ");
  const state = member?.status === "archived" ? ", archived" : "";
  return `${[name, member?.email && `<${member.email}>`].filter(Boolean).join(" ") || id}${state}`;
}

/** The state as it will be with the answers, to plan with them before anything is stored. */
export async function stateWith(
  state: StateStore,
  answers: readonly IdentityAnswer[],
  planned: PlannedEntity,
  context: CliContext,
): Promise<StateStore> {
  const { task } = planned;
  const at = context.process.clock.now().toISOString();
  const apart = answers
    .filter(({ isSame }) => !isSame)
    .map(
      (answer): PersonDecision => ({
        ...aboutPair(answer, planned, "unlink"),
        id: "",
        who: "",
        at,
        endedAt: null,
      }),
    );
  const upsert = linksOf(answers, planned, await state.links(task.entity));
  return {
    ...state,
    personDecisions: async (entity) => [
      ...(entity === task.entity ? apart : []),
      ...(await state.personDecisions(entity)),
    ],
    links: async (entity) =>
      entity === task.entity ? withLinks(await state.links(entity), upsert) : await state.links(entity),
  };

  function withLinks(links: readonly Link[], added: readonly Link[]): readonly Link[] {
    const members = new Set(added.map(({ memberId }) => memberId));
    const people = new Set(added.map(({ account, employeeId }) => `${account} ${employeeId}`));
    const isReplaced = (link: Link) =>
      members.has(link.memberId) || people.has(`${link.account} ${link.employeeId}`);
    return [...links.filter((link) => !isReplaced(link)), ...added];
  }
}

/** Stores the answers, as `link` and `unlink` would. */
export async function storeAnswers(
  state: StateStore,
  answers: readonly IdentityAnswer[],
  planned: PlannedEntity,
  context: CliContext,
): Promise<void> {
  for (const answer of answers)
    await decide(state, context, aboutPair(answer, planned, answer.isSame ? "link" : "unlink"));
  const links = await state.links(planned.task.entity);
  const keyed = answers.filter(({ isSame }) => isSame).map((answer) => pairLink(answer, planned, links));
  await state.applyLinkChanges(planned.task.entity, {
    upsert: keyed.map(({ link }) => link),
    remove: keyed.flatMap(replacedBy),
  });
}

function linksOf(answers: readonly IdentityAnswer[], planned: PlannedEntity, links: readonly Link[]): Link[] {
  return answers.filter(({ isSame }) => isSame).map((answer) => pairLink(answer, planned, links).link);
}

function pairLink({ employeeId, memberId }: Pair, planned: PlannedEntity, links: readonly Link[]) {
  const { employees } = planned;
  const employee = employees.find(({ id }) => id === employeeId);
  if (!employee) throw new Error(`employee ${employeeId} is not in the read`);
  return linkByPerson(keyOf(employeeId, planned), memberId, links, (before) =>
    seeAgain(before?.seen ?? NOTHING_SEEN, employee),
  );
}

function aboutPair({ employeeId, memberId, name }: Pair, planned: PlannedEntity, kind: "link" | "unlink") {
  const employee = keyOf(employeeId, planned);
  return { entity: planned.task.entity, kind, employee, memberId, name, until: null, why: WHY };
}

function keyOf(id: string, { sources: { accounts } }: PlannedEntity): EmployeeKey {
  const account = accounts.ofId(id);
  if (!account) throw new Error(`employee ${id} is of no source that was read`);
  return { source: account.source, account: account.key, id };
}
