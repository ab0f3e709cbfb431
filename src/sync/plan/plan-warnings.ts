import { isValidIBAN } from "ibantools";
import { counted, emailKey, listed } from "../../shared/text.js";
import {
  type Employee,
  employeeName,
  type Link,
  type Member,
  maskIban,
  nearestAddress,
  type PersonDecision,
  type Plan,
  type SyncPolicy,
  type Warning,
  type WarningCode,
  type WarningSubject,
  warn,
} from "../model/index.js";
import { electronic } from "./bank-details.js";
import { unshownText } from "./unshown.js";

interface Names {
  readonly policy: Pick<SyncPolicy, "protect">;
  readonly employees: readonly Employee[];
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  /** In force. */
  readonly decisions: readonly PersonDecision[];
}

/**
 * Warnings of names that fit nobody: a misspelled address protects nobody, and a decision about somebody
 * who is gone does nothing.
 */
export function unknownNames({ policy, employees, members, links, decisions }: Names): readonly Warning[] {
  return [
    ...unknownAddresses(policy.protect, { employees, members, links }),
    ...vainDecisions(decisions, { employees, members }),
  ];
}

function unknownAddresses(
  protect: readonly string[],
  { employees, members, links }: Pick<Names, "employees" | "members" | "links">,
): Warning[] {
  if (protect.length === 0) return [];
  const known = new Map<string, string>();
  const add = (email: string | null | undefined) => email && known.set(emailKey(email), email);
  for (const { workEmail } of employees) add(workEmail);
  for (const { email } of members) add(email);
  for (const { seen } of links) for (const email of seen.emails) add(email);
  return protect.flatMap((email) => {
    if (known.has(emailKey(email))) return [];
    const meant = nearestAddress(email, [...known.values()]);
    const hint = meant ? ` Did you mean ${meant}?` : "";
    return [
      warn(
        "protect_unknown",
        `\`protect\` names ${email}, the e-mail of nobody in the HR tool or in Spendesk.${hint}`,
        [{ key: emailKey(email), employeeId: null, name: email }],
      ),
    ];
  });
}

function vainDecisions(
  decisions: readonly PersonDecision[],
  { employees, members }: Pick<Names, "employees" | "members">,
): Warning[] {
  const ignores = decisions.filter(({ kind }) => kind === "ignore");
  if (ignores.length === 0) return [];
  const ids = new Set([...employees.map(({ id }) => id), ...members.map(({ id }) => id)]);
  return ignores.flatMap(({ employee, memberId, name, who, at }) => {
    if ((employee && ids.has(employee.id)) || (memberId !== null && ids.has(memberId))) return [];
    const text = `${name}, whom ${who} decided on ${at.slice(0, 10)} to ignore, is neither in the HR tool nor in Spendesk.`;
    return [warn("decision_unknown", text)];
  });
}

/** What is taken to be right although nobody can see it, once for all members. */
export function takenAsRight({ entity, baselines }: Plan): readonly Warning[] {
  const what = unshownText(baselines);
  if (what === null) return [];
  const text = `Spendesk does not show the ${what}. What it has is taken to be right, and nothing is sent until the HR tool changes. If it is not right: \`spendesk-hr configure --entity ${entity} --spendesk-is-right no\`.`;
  return [warn("taken_as_right", text)];
}

/** What the rows of a plan say about several people, once and by name. */
export function planWarnings(plan: Plan, employees: readonly Employee[]): readonly Warning[] {
  const unchanged = unchangedWarnings(plan, employees);
  const all = [...changeWarnings(plan), ...unchanged];
  return [
    ...grouped(all, "not_kept", (names) => `Spendesk did not keep what was sent for ${names}.`),
    ...grouped(all, "edited_by_hand", (names) => `Somebody changed values in Spendesk of ${names}.`),
    ...grouped(all, "other_name", (names) => `Same address, other name: ${names}.`),
    ...grouped(all, "identity_changed", (names) => `Only the HR id still agrees: ${names}.`),
    // Who is changed has a row, with the warning; of who is not, nothing else would be said.
    ...UNCHANGED_TEXTS.flatMap(([code, textOf]) => grouped(unchanged, code, textOf)),
  ];
}

/** Mistakes in the HR tool that only it can mend. That a manager is no member here is usual, and none. */
const UNCHANGED_TEXTS: readonly (readonly [WarningCode, (names: string) => string])[] = [
  ["no_work_email", (names) => `Members keep their e-mail, since the HR tool has none of ${names}.`],
  [
    "invalid_work_email",
    (names) => `Members keep their e-mail, since that in the HR tool is no address: ${names}.`,
  ],
  ["manager_self", (names) => `Own managers in the HR tool, so none is written: ${names}.`],
  ["manager_circular", (names) => `Managers that form a cycle in the HR tool are not written: ${names}.`],
];

/**
 * Warnings about bank accounts that several people have, where bank details are kept in step. People who
 * have left don't count: nothing is paid to them, and somebody who came back has two records.
 */
export function sharedAccounts(
  { update }: Pick<SyncPolicy, "update">,
  employees: readonly Employee[],
): readonly Warning[] {
  if (!update.includes("bank")) return [];
  const present = employees.filter(({ status }) => status !== "inactive");
  const shared = sharedIbans(present);
  if (shared.length === 0) return [];
  const names = new Map(present.map((one) => [one.id, employeeName(one)]));
  const subjectsOf = ({ employeeIds }: SharedIban) =>
    employeeIds.map((id) => subjectOf({ employeeId: id, name: names.get(id) ?? id }));
  const rest = shared.slice(NAMED);
  const more = `${counted(rest.length, "more bank account")} for several people.`;
  return [
    ...shared.slice(0, NAMED).map((one) => {
      const people = subjectsOf(one);
      const text = `One bank account for several people: ${namesOf(people)}.`;
      return warn("shared_iban", text, people);
    }),
    ...(rest.length > 0 ? [warn("shared_iban", more, rest.flatMap(subjectsOf))] : []),
  ];
}

interface NamedWarning {
  readonly employeeId: string;
  readonly name: string;
  readonly warning: Warning;
}

function changeWarnings({ changes }: Plan): readonly NamedWarning[] {
  return changes.flatMap(({ employeeId, name, warnings }) =>
    warnings.map((warning) => ({ employeeId, name, warning })),
  );
}

function unchangedWarnings(plan: Plan, employees: readonly Employee[]): readonly NamedWarning[] {
  const unchanged = plan.unchanged.filter(({ warnings }) => warnings.length > 0);
  const ids = new Set(unchanged.map(({ employeeId }) => employeeId));
  const names = new Map(
    ids.size === 0 ? [] : employees.flatMap((one) => (ids.has(one.id) ? [[one.id, employeeName(one)]] : [])),
  );
  return unchanged.flatMap(({ employeeId, warnings }) =>
    warnings.map((warning) => ({ employeeId, name: names.get(employeeId) ?? employeeId, warning })),
  );
}

const NAMED = 10;

function grouped(
  all: readonly NamedWarning[],
  code: WarningCode,
  text: (names: string) => string,
): Warning[] {
  const people = all.flatMap((one) => (one.warning.code === code ? [subjectOf(one)] : []));
  if (people.length === 0) return [];
  return [warn(code, text(namesOf(people)), people)];
}

function subjectOf({ employeeId, name }: Pick<NamedWarning, "employeeId" | "name">): WarningSubject {
  return { key: employeeId, employeeId, name };
}

function namesOf(people: readonly WarningSubject[]): string {
  return listed([...new Set(people.map(({ name }) => name))].sort(), NAMED);
}

/** People whose records name the same bank account. */
export interface SharedIban {
  /** `•••• 0189`; the account itself is nowhere in the result. */
  readonly masked: string;
  /** At least two, in the order of the employees. */
  readonly employeeIds: readonly string[];
}

/**
 * Accounts that several people have: rarely a couple, more often a payment that was redirected, a default
 * of the HR tool or a column that slipped. Blanks, dashes and case are ignored. Only valid IBANs count:
 * others are never written, and a placeholder such as `N/A` is nobody's account.
 *
 * @returns the groups in the order of their first person; a person who is in the list twice counts once
 */
export function sharedIbans(employees: readonly Employee[]): readonly SharedIban[] {
  const owners = new Map<string, Set<string>>();
  for (const { id, bank } of employees) {
    const iban = electronic(bank?.reveal().iban);
    const known = owners.get(iban);
    if (known) known.add(id);
    else owners.set(iban, new Set([id]));
  }
  return [...owners]
    .filter(([iban, ids]) => ids.size > 1 && isValidIBAN(iban))
    .map(([iban, ids]) => ({ masked: maskIban(iban), employeeIds: [...ids] }));
}
