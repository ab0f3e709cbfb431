import { emailKey } from "../shared/text.js";
import { decideAbsent } from "./absent.js";
import type { BankDetails } from "./bank.js";
import type { IsoDate } from "./dates.js";
import { type DecisionRules, decide } from "./decide.js";
import type { Decision } from "./draft.js";
import { planCalendar } from "./eligibility.js";
import { orderEmailChanges } from "./email-order.js";
import type { Employee } from "./employee.js";
import { addManagers } from "./managers.js";
import { matchPeople } from "./match.js";
import type { Link, Member } from "./member.js";
import { indexPeople } from "./people.js";
import type { Plan } from "./plan.js";
import { planLinks } from "./plan-links.js";
import { compareChanges, compareNotes } from "./plan-order.js";
import { addAbsentRow, addRow, type Rows } from "./plan-rows.js";
import type { SyncPolicy } from "./policy.js";

export interface PlanInput {
  readonly entity: string;
  /** A complete read: ids are unique. */
  readonly employees: readonly Employee[];
  /** A complete read, archived members included where the API lists them. */
  readonly members: readonly Member[];
  /** At most one per employee. */
  readonly links: readonly Link[];
  readonly policy: SyncPolicy;
  /** The policy's filter, compiled. */
  readonly inFilter: (employee: Employee) => boolean;
  /** The day in the entity's time zone. */
  readonly today: IsoDate;
  readonly bankFingerprint: (bank: BankDetails) => string;
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
  const { policy } = input;
  const calendar = planCalendar(input.today, policy);
  const people = indexPeople(input, calendar);
  matchPeople(people, calendar);

  const rules: DecisionRules = {
    policy,
    calendar,
    fields: {
      update: new Set(policy.update),
      walletCurrency: policy.walletCurrency,
      deriveBic: policy.deriveBic,
      bankFingerprint: input.bankFingerprint,
    },
    protectedEmails: new Set(policy.protect.map(emailKey)),
    people,
  };
  const decisions = people.persons.map((person): Decision => ({ person, draft: decide(person, rules) }));
  orderEmailChanges(decisions, people);
  addManagers(decisions, rules);
  const absences = people.absent.map((absent) => decideAbsent(absent, rules));

  const rows: Rows = { changes: [], notes: [], unchanged: [] };
  for (const decision of decisions) addRow(decision, rows);
  for (const absence of absences) addAbsentRow(absence, rows);
  rows.changes.sort(compareChanges);
  rows.notes.sort(compareNotes);
  return { entity: input.entity, ...rows, ...planLinks(decisions, absences) };
}
