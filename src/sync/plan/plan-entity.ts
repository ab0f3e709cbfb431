import { emailKey } from "../../shared/text.js";
import {
  type Accounts,
  type Candidate,
  type IdentityCounts,
  indexPeople,
  isArchived,
  matchPeople,
  namesakeFinder,
  type People,
  waitingFinder,
} from "../identity/index.js";
import {
  type BankDetails,
  type Employee,
  type IsoDate,
  type Link,
  type Member,
  type PersonDecision,
  type Plan,
  type PlanCounts,
  planCalendar,
  type SyncPolicy,
} from "../model/index.js";
import { type AbsentDecision, decideAbsent } from "./absent.js";
import { type ArchivedBefore, type DecisionRules, decide } from "./decide.js";
import type { Decision, Draft } from "./draft.js";
import { orderEmailChanges } from "./email-order.js";
import { addManagers } from "./managers.js";
import { planLinks } from "./plan-links.js";
import { addAbsentRow, addRow, compareChanges, compareNotes, type Rows } from "./plan-rows.js";
import { keepForSuccessors } from "./successors.js";
import { type UnshownFacts, unshownValues } from "./unshown.js";

export interface PlanInput {
  readonly entity: string;
  /** A complete read: ids are unique. */
  readonly employees: readonly Employee[];
  /** A complete read, archived members included where the API lists them. */
  readonly members: readonly Member[];
  /** At most one per employee of an account. */
  readonly links: readonly Link[];
  readonly policy: SyncPolicy;
  /** The policy's filter, compiled. */
  readonly inFilter: (employee: Employee) => boolean;
  /** The day in the entity's time zone. */
  readonly today: IsoDate;
  readonly bankFingerprint: (bank: BankDetails) => string;
  /** The HR accounts that were read. */
  readonly accounts: Accounts;
  /** Names of the sources that could not be read: nothing is done for people linked to them. */
  readonly unread: ReadonlySet<string>;
  /** What happens to a linked person who is missing; as the policy says, but where absence means nothing. */
  readonly whenAbsent: (link: Link) => SyncPolicy["absent"];
  /** What people decided about somebody, in force today. */
  readonly decisions: readonly PersonDecision[];
  /** The configuration differs from the one whose plan was last carried out. */
  readonly configChanged: boolean;
  /** A person is confirming this configuration, so that they see whom it takes for whom. */
  readonly acceptsOtherNames: boolean;
  /** The account is the one a person confirmed: links of another one are what an earlier account left. */
  readonly isAccountConfirmed: boolean;
  /** Day of the first plan that was carried out; null before it was. */
  readonly connectedOn: IsoDate | null;
  readonly archivedBefore: ArchivedBefore;
  readonly unshown: UnshownFacts;
}

/**
 * Everything between the reads and the apply: who is to be created, updated, archived or restored,
 * and for everybody else why not. Pure, and independent of the order of its inputs.
 *
 * Each employee and each link gets exactly one row. Members that are neither linked nor have the
 * e-mail of an employee are manual and appear nowhere.
 *
 * @throws Error when ids repeat, which a complete read rules out
 */
export function planEntity(input: PlanInput): Plan {
  const { policy, accounts, connectedOn } = input;
  const calendar = planCalendar(input.today, policy);
  const people = indexPeople(input, calendar);
  const identities = matchPeople(people, calendar, input);

  const unshown = unshownValues(input.unshown, input.configChanged);
  const rules: DecisionRules = {
    policy,
    whenAbsent: input.whenAbsent,
    calendar,
    fields: {
      update: new Set(policy.update),
      walletCurrency: policy.walletCurrency,
      handEdits: policy.handEdits,
      deriveBic: policy.deriveBic,
      bankFingerprint: input.bankFingerprint,
      unshown,
    },
    protectedEmails: new Set(policy.protect.map(emailKey)),
    people,
    namesakeOf: namesakeFinder(people),
    connectedOn,
    archivedBefore: input.archivedBefore,
  };
  const decisions = people.persons.map((person): Decision => ({ person, draft: decide(person, rules) }));
  keepForSuccessors(decisions, rules, people);
  orderEmailChanges(decisions, people);
  addManagers(decisions, rules);
  const waiting = waitingFinder(
    decisions.filter(isWaiting).map(({ person }) => person),
    people,
  );
  const absences = people.absent.map((absent) => decideAbsent(absent, rules, waiting));

  const rows: Rows = { changes: [], notes: [], unchanged: [] };
  for (const decision of decisions) addRow(decision, rows, accounts);
  for (const absence of absences) addAbsentRow(absence, rows);
  rows.changes.sort(compareChanges);
  rows.notes.sort(compareNotes);
  const { links, releases, managedMembers } = planLinks(
    decisions,
    absences,
    accounts,
    input.configChanged ? "configuration" : "data",
  );
  const counts = countPeople(people, decisions, absences, identities);
  return {
    ...{ entity: input.entity, ...rows, links, releases, counts: { ...counts, managedMembers } },
    baselines: unshown.taken(),
  };
}

/** Somebody who is to have a member and gets none in this plan. */
function isWaiting({ person, draft }: Decision): boolean {
  const { standing, inFilter, match, supersededBy } = person;
  const isMeant = standing === "eligible" && inFilter && !supersededBy;
  return isMeant && match === null && draft.kind === "note";
}

function countPeople(
  people: People,
  decisions: readonly Decision[],
  absences: readonly AbsentDecision[],
  { linked, doubtful }: IdentityCounts,
): Omit<PlanCounts, "managedMembers"> {
  let membersGone = people.absent.filter(({ link, match }) => isGone(link, match)).length;
  let managedLost = absences.filter(
    ({ absent: { link, match }, draft }) => isLost(draft) && isActiveManaged(link, match),
  ).length;
  for (const { person, draft } of decisions) {
    const { storedLink, linkedCandidate } = person;
    // Where the list leaves archived members out, that of a leaver was archived by hand.
    if (storedLink && isGone(storedLink, linkedCandidate) && person.standing !== "leaver") membersGone += 1;
    if (storedLink && isLost(draft) && isActiveManaged(storedLink, linkedCandidate)) managedLost += 1;
  }
  return { linked, doubtful, membersGone, managedLost };
}

function isLost(draft: Draft): boolean {
  return draft.kind === "note" && (draft.note === "conflict" || draft.code === "unknown_status");
}

function isActiveManaged(link: Link, match: Candidate | null): boolean {
  return link.hrStatus === "managed" && match !== null && !isArchived(match.member, link);
}

function isGone(link: Link, match: Candidate | null): boolean {
  return match === null && !link.archived && !link.hidden;
}
