import {
  isInForce,
  isSameEmployee,
  linkByPerson,
  NOTHING_SEEN,
  replacedBy,
  seeAgain,
  takesPlaceOf,
} from "../../sync/identity/index.js";
import type { Employee, Link, Member, PersonDecision, StateStore } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { readWhy } from "../people/author.js";
import {
  type Comparison,
  compareSides,
  comparisonText,
  employeeCandidates,
  employeePlace,
  type FoundEmployee,
  memberCandidates,
  memberLabel,
  memberName,
  memberPlace,
  personLabel,
} from "../people/candidates.js";
import { confirmDecision, consequencesOfLink, lines, openHandOffs } from "../people/consequences.js";
import { chooseEntity, findAll, findOne } from "../people/find.js";
import {
  changedMeanwhile,
  decide,
  decidedBy,
  decisionDocument,
  decisionSubject,
  decisionText,
} from "../people/record.js";
import { readSides, type Sides } from "../people/sides.js";
import { underLock } from "../under-lock.js";
import { withWorkspace } from "../workspace.js";
import type { LINK_FLAGS } from "./people-flags.js";

type Input = InputOf<typeof LINK_FLAGS>;

interface Pair {
  readonly found: FoundEmployee;
  readonly employee: Employee;
  readonly member: Member;
}

interface Linked extends Pair {
  readonly entity: string;
  readonly changed: boolean;
  readonly decision: PersonDecision;
  readonly comparison: Comparison;
  readonly consequences: readonly string[];
  readonly today: string;
}

/** `link`: from now on this employee is this member. Nothing is sent to Spendesk. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const why = await readWhy(input, context);
  const linked = await withWorkspace(context, async (workspace) => {
    const entity = await chooseEntity(workspace.entities, context);
    const sides = await readSides(entity, workspace, context);
    const pair = findPair(input, sides);
    return await link(pair, sides, workspace.state, { why, yes: input.options.yes === true }, context);
  });
  return resultOf(linked);
}

function findPair(input: Input, sides: Sides): Pair {
  const [wantedEmployee = "", wantedMember = ""] = input.arguments.map((word) => (word ?? "").trim());
  const employees = employeeCandidates(sides);
  const members = memberCandidates(sides);
  const isSwapped =
    findAll(wantedEmployee, employees).length === 0 &&
    findAll(wantedEmployee, members).length > 0 &&
    findAll(wantedMember, employees).length > 0;
  const order = "The employee comes first: `spendesk-hr link <employee> <member>`.";
  const place = employeePlace(sides);
  const { person: found } = findOne(wantedEmployee, employees, isSwapped ? { ...place, next: order } : place);
  const { person: member } = findOne(wantedMember, members, memberPlace(sides));
  if (!found.employee) throw new Error("an employee of the read is without a record");
  return { found, employee: found.employee, member };
}

async function link(
  pair: Pair,
  sides: Sides,
  state: StateStore,
  { why, yes }: { readonly why: string; readonly yes: boolean },
  context: CliContext,
): Promise<Linked> {
  const { found, employee, member } = pair;
  const { task, today } = sides;
  const linkIn = (links: readonly Link[]) =>
    linkByPerson(found.key, member.id, links, (before) => seeAgain(before?.seen ?? NOTHING_SEEN, employee));
  const planned = linkIn(sides.links);
  const comparison = compareSides(employee, member);
  const about = { kind: "link" as const, employee: found.key, memberId: member.id, name: found.name };
  const inForce = (await state.personDecisions(task.entity)).filter((one) => isInForce(one, today));
  const isSame = (one: PersonDecision) =>
    one.kind === "link" && one.memberId === member.id && isSameEmployee(one.employee, found.key);
  const ending = inForce.filter((one) => takesPlaceOf(about, one) && !isSame(one));
  const consequences = [
    ...consequencesOfLink(employee, member, planned, sides),
    ...ending.map((one) => `This ends: ${decisionSubject(one)} ${decisionText(one)}.`),
    ...openHandOffs(await state.handOffs(task.entity, false), employee.id, member.id),
  ];
  const done = { ...pair, entity: task.entity, comparison, consequences, today };

  const isLinked = sides.links.some(
    ({ account: key, employeeId, memberId }) =>
      key === found.key.account && employeeId === employee.id && memberId === member.id,
  );
  const known = inForce.find(isSame);
  if (known && isLinked && ending.length === 0) return { ...done, changed: false, decision: known };

  await confirmDecision(
    {
      question: `Is ${found.name} the member ${memberName(member)}?`,
      facts: [`${pairText(pair)}.`, comparisonText(comparison), ...consequences],
      yes,
      command: ["link", employee.id, member.id, "--entity", task.entity, "--why", why],
    },
    context,
  );
  const decision = await underLock(state, [task.entity], context.process.clock, async () => {
    const now = linkIn(await state.links(task.entity));
    if (JSON.stringify(now) !== JSON.stringify(planned)) throw changedMeanwhile(task.entity);
    const stored = await decide(state, context, { ...about, entity: task.entity, until: null, why });
    await state.applyLinkChanges(task.entity, { upsert: [now.link], remove: replacedBy(now) });
    return stored;
  });
  return { ...done, changed: true, decision };
}

function pairText({ found, member }: Pair): string {
  const status = member.status === "archived" ? ", archived" : "";
  return `Employee ${personLabel(found.name, found.key.id, found.email)} ↔ member ${memberLabel(member)}${status}`;
}

function resultOf(linked: Linked): CommandResult {
  const { entity, changed, decision, found, member, comparison, consequences, today } = linked;
  return {
    exitCode: 0,
    document: {
      entity,
      changed,
      decision: decisionDocument(decision, today),
      employee: { id: found.key.id, name: found.name, email: found.email },
      member: { id: member.id, name: memberName(member), email: member.email, status: member.status },
      ...comparison,
      consequences,
    },
    text: () =>
      lines(
        changed
          ? [
              `✔ ${pairText(linked)}`,
              comparisonText(comparison),
              ...consequences,
              `Nothing was sent to Spendesk. Next: spendesk-hr preview --entity ${entity}`,
            ]
          : [`${pairText(linked)}: they are linked already.`, decidedBy(decision)],
      ),
  };
}
