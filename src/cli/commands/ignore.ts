import { emailKey } from "../../shared/text.js";
import { isInForce, isSameEmployee, linksOf } from "../../sync/identity/index.js";
import type { IsoDate, Member, PersonDecision, StateStore } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { readUntil, readWhy, refusePast } from "../people/author.js";
import {
  employeeCandidates,
  type FoundEmployee,
  goneCandidates,
  memberCandidates,
  memberLabel,
  memberName,
  personLabel,
} from "../people/candidates.js";
import { confirmDecision, lines } from "../people/consequences.js";
import { type Candidate, chooseEntity, findAll, findOne } from "../people/find.js";
import { decide, decidedBy, decisionDocument } from "../people/record.js";
import { readSides, type Sides } from "../people/sides.js";
import { takeBack } from "../people/take-back.js";
import { underLock } from "../under-lock.js";
import { withWorkspace } from "../workspace.js";
import type { IGNORE_FLAGS } from "./people-flags.js";

type Input = InputOf<typeof IGNORE_FLAGS>;

/** Whom nothing is done for: an employee with their member, or a member alone. */
interface Ignorable {
  readonly found: FoundEmployee | null;
  readonly member: Member | null;
}

interface Ignored {
  readonly entity: string;
  readonly who: Ignorable;
  readonly changed: boolean;
  readonly decision: PersonDecision;
  readonly today: IsoDate;
}

interface Wish {
  readonly why: string;
  readonly until: IsoDate | null;
  readonly yes: boolean;
}

/** `ignore`: nothing is ever done for this person, until a day or for good. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  if (input.options.undo === true) return takeBack("ignore", input, context);
  const until = readUntil(input);
  const wish = { until, why: await readWhy(input, context), yes: input.options.yes === true };
  const ignored = await withWorkspace(context, async (workspace) => {
    const entity = await chooseEntity(workspace.entities, context);
    const sides = await readSides(entity, workspace, context);
    refusePast(until, sides.today);
    const who = findPerson((input.arguments[0] ?? "").trim(), sides);
    return await ignore(who, wish, sides, workspace.state, context);
  });
  return resultOf(ignored);
}

/** An employee stands for their member, too; whoever is here comes before those who are gone. */
function findPerson(typed: string, sides: Sides): Ignorable {
  const here = employeeCandidates(sides);
  const found = findAll(typed, here);
  const all = found.length > 0 ? found : [...here, ...goneCandidates(sides)];
  const theirs = new Set(findAll(typed, all).map(({ person }) => memberOf(person, sides)?.id));
  const others = memberCandidates(sides).filter(({ id }) => !theirs.has(id));
  const candidates: readonly Candidate<() => Ignorable>[] = [
    ...all.map((one) => ({
      ...one,
      person: () => ({ found: one.person, member: memberOf(one.person, sides) }),
    })),
    ...others.map((one) => ({ ...one, person: () => ({ found: null, member: one.person }) })),
  ];
  const { person } = findOne(typed, candidates, {
    code: "person",
    name: `${sides.task.providerId} or Spendesk`,
    next: "Run the command with an id, an e-mail or the whole name of the person.",
  });
  return person();
}

function memberOf(found: FoundEmployee, { links, members }: Sides): Member | null {
  const linked = new Set(linksOf(found.key, links).map(({ memberId }) => memberId));
  const email = found.email && emailKey(found.email);
  const isTheirs = (member: Member) =>
    linked.size > 0 ? linked.has(member.id) : member.email !== null && emailKey(member.email) === email;
  return members.find(isTheirs) ?? null;
}

async function ignore(
  who: Ignorable,
  { why, until, yes }: Wish,
  { task, today }: Sides,
  state: StateStore,
  context: CliContext,
): Promise<Ignored> {
  const done = { entity: task.entity, who, today };
  const known = (await state.personDecisions(task.entity)).find(
    (one) => one.kind === "ignore" && one.until === until && isAbout(one, who) && isInForce(one, today),
  );
  if (known) return { ...done, changed: false, decision: known };
  const id = who.found?.key.id ?? who.member?.id ?? "";
  await confirmDecision(
    {
      question: `Ignore ${nameOf(who)}?`,
      facts: [`${whoText(who)}.`, consequence(until)],
      yes,
      command: [
        ...["ignore", id, "--entity", task.entity, ...(until === null ? [] : ["--until", until])],
        ...["--why", why],
      ],
    },
    context,
  );
  const decision = await underLock(state, [task.entity], context.process.clock, () =>
    decide(state, context, {
      entity: task.entity,
      kind: "ignore",
      employee: who.found?.key ?? null,
      memberId: who.member?.id ?? null,
      name: nameOf(who),
      until,
      why,
    }),
  );
  return { ...done, changed: true, decision };
}

function isAbout({ employee, memberId }: PersonDecision, { found, member }: Ignorable): boolean {
  const sameEmployee = found ? isSameEmployee(employee, found.key) : employee === null;
  return sameEmployee && memberId === (member?.id ?? null);
}

function consequence(until: IsoDate | null): string {
  const time = until === null ? "For good" : `Up to and including ${until}`;
  return `${time} nothing is done for this person: no invitation, no update, no restore, and no archive either when they leave.`;
}

function nameOf({ found, member }: Ignorable): string {
  return found?.name ?? (member ? memberName(member) : "");
}

function whoText({ found, member }: Ignorable): string {
  const ofMember = member ? memberLabel(member) : "";
  if (!found) return `Member ${ofMember}`;
  const employee = `Employee ${personLabel(found.name, found.key.id, found.email)}`;
  return member ? `${employee}, with the member ${ofMember}` : employee;
}

function resultOf({ entity, who, changed, decision, today }: Ignored): CommandResult {
  const { found, member } = who;
  return {
    exitCode: 0,
    document: {
      entity,
      changed,
      decision: decisionDocument(decision, today),
      employee: found && { id: found.key.id, name: found.name, email: found.email },
      member: member && {
        id: member.id,
        name: memberName(member),
        email: member.email,
        status: member.status,
      },
    },
    text: () =>
      lines(
        changed
          ? [
              `✔ ${whoText(who)}`,
              consequence(decision.until),
              `To take it back: spendesk-hr ignore ${decision.employee?.id ?? decision.memberId} --undo --entity ${entity}`,
            ]
          : [`${whoText(who)}: ignored already.`, decidedBy(decision)],
      ),
  };
}
