import { emailKey } from "../../shared/text.js";
import { isInForce, isSameEmployee, linksOf } from "../../sync/identity/index.js";
import {
  type Link,
  lastEmail,
  type Member,
  type PersonDecision,
  Problem,
  type StateStore,
} from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { readWhy } from "../people/author.js";
import {
  employeeCandidates,
  employeePlace,
  type FoundEmployee,
  goneCandidates,
  memberCandidates,
  memberLabel,
  memberName,
  memberPlace,
  personLabel,
} from "../people/candidates.js";
import { confirmDecision, consequencesOfUnlink, lines, openHandOffs } from "../people/consequences.js";
import { chooseEntity, findAll, findOne } from "../people/find.js";
import { changedMeanwhile, decide, decidedBy, decisionDocument } from "../people/record.js";
import { readSides, type Sides } from "../people/sides.js";
import { takeBack } from "../people/take-back.js";
import { underLock } from "../under-lock.js";
import { withWorkspace } from "../workspace.js";
import type { UNLINK_FLAGS } from "./people-flags.js";

type Input = InputOf<typeof UNLINK_FLAGS>;

/** An employee and a member that are to be kept apart; the member may be gone from Spendesk. */
interface Pair {
  readonly found: FoundEmployee;
  readonly memberId: string;
  readonly member: Member | null;
  readonly link: Link | null;
}

interface Unlinked extends Pair {
  readonly entity: string;
  readonly changed: boolean;
  readonly decision: PersonDecision;
  readonly consequences: readonly string[];
  readonly today: string;
}

/** `unlink`: this employee is not this member. Nothing is sent to Spendesk. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  if (input.options.undo === true) return takeBack("unlink", input, context);
  const why = await readWhy(input, context);
  const unlinked = await withWorkspace(context, async (workspace) => {
    const entity = await chooseEntity(workspace.entities, context);
    const sides = await readSides(entity, workspace, context);
    const pair = findPair(input, sides);
    return await unlink(pair, sides, workspace.state, { why, yes: input.options.yes === true }, context);
  });
  return resultOf(unlinked);
}

function findPair(input: Input, sides: Sides): Pair {
  const [wantedEmployee = "", wantedMember = ""] = input.arguments.map((word) => (word ?? "").trim());
  const candidates = [...employeeCandidates(sides), ...goneCandidates(sides)];
  // Two accounts may have the same id for two people: the one with the link is meant.
  const linkedTo = ({ person }: (typeof candidates)[number]) =>
    linksOf(person.key, sides.links).some(({ memberId }) => wantedMember === "" || memberId === wantedMember);
  const linkedOnes = findAll(wantedEmployee, candidates).filter(linkedTo);
  const { person: found } = findOne(
    wantedEmployee,
    linkedOnes.length > 0 ? linkedOnes : candidates,
    employeePlace(sides),
  );
  const links = linksOf(found.key, sides.links);
  if (wantedMember !== "") {
    const linked = links.find(({ memberId }) => memberId === wantedMember);
    if (linked) return pairOf(found, linked.memberId, sides);
    return pairOf(found, findOne(wantedMember, memberCandidates(sides), memberPlace(sides)).person.id, sides);
  }
  const linked = links.find(({ account }) => account !== null) ?? links[0];
  if (linked) return pairOf(found, linked.memberId, sides);
  const email = found.email && emailKey(found.email);
  const [same, another] = sides.members.filter((one) => one.email !== null && emailKey(one.email) === email);
  if (same && !another) return pairOf(found, same.id, sides);
  throw nothingToUnlink(found);
}

function pairOf(found: FoundEmployee, memberId: string, sides: Sides): Pair {
  return {
    found,
    memberId,
    member: sides.members.find(({ id }) => id === memberId) ?? null,
    link: linksOf(found.key, sides.links).find((link) => link.memberId === memberId) ?? null,
  };
}

async function unlink(
  pair: Pair,
  sides: Sides,
  state: StateStore,
  { why, yes }: { readonly why: string; readonly yes: boolean },
  context: CliContext,
): Promise<Unlinked> {
  const { found, memberId, member, link } = pair;
  const { task, today } = sides;
  const consequences = [
    ...consequencesOfUnlink(found.employee, member, sides),
    ...openHandOffs(await state.handOffs(task.entity, false), found.key.id, memberId),
  ];
  const done = { ...pair, entity: task.entity, consequences, today };
  const known = (await state.personDecisions(task.entity)).find(
    (one) =>
      one.kind === "unlink" &&
      one.memberId === memberId &&
      isSameEmployee(one.employee, found.key) &&
      isInForce(one, today),
  );
  if (known && !link) return { ...done, changed: false, decision: known };

  await confirmDecision(
    {
      question: `Keep ${found.name} and this member apart?`,
      facts: [`${pairText(pair)}.`, ...consequences],
      yes,
      command: ["unlink", found.key.id, memberId, "--entity", task.entity, "--why", why],
    },
    context,
  );
  const decision = await underLock(state, [task.entity], context.process.clock, async () => {
    const now =
      linksOf(found.key, await state.links(task.entity)).find((one) => one.memberId === memberId) ?? null;
    if (JSON.stringify(now) !== JSON.stringify(link)) throw changedMeanwhile(task.entity);
    const about = { kind: "unlink" as const, employee: found.key, memberId, name: found.name };
    const stored = await decide(state, context, { ...about, entity: task.entity, until: null, why });
    await state.applyLinkChanges(task.entity, { upsert: [], remove: now ? [now] : [] });
    return stored;
  });
  return { ...done, changed: true, decision };
}

function pairText({ found, member, memberId }: Pair): string {
  const other = member ? memberLabel(member) : `${memberId}, which is not in Spendesk's answer`;
  return `Employee ${personLabel(found.name, found.key.id, found.email)} ≠ member ${other}`;
}

function nothingToUnlink({ name, key }: FoundEmployee): Problem {
  return new Problem({
    kind: "usage",
    code: "nothing_to_unlink",
    what: `${name} is not linked with any member, and no member has their e-mail.`,
    why: "There is nothing to keep them apart from, unless you say from which member.",
    next: `Run \`spendesk-hr unlink ${key.id} <member>\` with the id or e-mail of that member.`,
  });
}

function resultOf(unlinked: Unlinked): CommandResult {
  const { entity, changed, decision, found, member, memberId, link, consequences, today } = unlinked;
  return {
    exitCode: 0,
    document: {
      entity,
      changed,
      decision: decisionDocument(decision, today),
      employee: { id: found.key.id, name: found.name, email: found.email },
      member: member
        ? { id: memberId, name: memberName(member), email: member.email, status: member.status }
        : { id: memberId, name: null, email: link && lastEmail(link), status: null },
      wasLinked: link !== null,
      consequences,
    },
    text: () =>
      lines(
        changed
          ? [
              `✔ ${pairText(unlinked)}`,
              ...consequences,
              `They stay apart until \`spendesk-hr link\` or \`unlink --undo\`. Nothing was sent to Spendesk. Next: spendesk-hr preview --entity ${entity}`,
            ]
          : [`${pairText(unlinked)}: they are kept apart already.`, decidedBy(decision)],
      ),
  };
}
