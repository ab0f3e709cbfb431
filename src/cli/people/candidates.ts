import { hasName, isSameName, nameKey } from "../../shared/person-name.js";
import { emailKey } from "../../shared/text.js";
import type { EmployeeKey } from "../../sync/identity/index.js";
import { type Employee, employeeName, type Link, lastEmail, type Member } from "../../sync/model/index.js";
import type { Candidate, Place } from "./find.js";
import type { Sides } from "./sides.js";

/** An employee whom a decision can be about. */
export interface FoundEmployee {
  readonly key: EmployeeKey;
  readonly name: string;
  readonly email: string | null;
  /** Null for somebody who is not in the answer of the HR tool, but has a link. */
  readonly employee: Employee | null;
}

/** Everybody in the answer of the HR tool. */
export function employeeCandidates({
  employees,
  accounts,
}: Pick<Sides, "employees" | "accounts">): readonly Candidate<FoundEmployee>[] {
  return employees.map((employee) => {
    const name = employeeName(employee);
    const email = employee.workEmail ?? null;
    const { source, key: account } = accounts.of(employee);
    const key = { source, account, id: employee.id };
    return {
      person: { key, name, email, employee },
      id: employee.id,
      emails: email === null ? [] : [email],
      names: [name, ...fullNames(employee)],
      label: personLabel(name, employee.id, email),
    };
  });
}

/** People who have a link and are not in the answer: they have left for good, or are of another account. */
export function goneCandidates({
  employees,
  accounts,
  links,
  task,
}: Omit<Sides, "today">): readonly Candidate<FoundEmployee>[] {
  const ids = new Set(employees.map(({ id }) => id));
  const isHere = (link: Link) => ids.has(link.employeeId) && accounts.ofLink(link) !== null;
  const gone = links.filter((link) => !isHere(link));
  return gone.map((link) => {
    const email = lastEmail(link);
    const names = fullNames(link.seen);
    const name = names[0] ?? email ?? link.employeeId;
    return {
      person: { key: keyOf(link), name, email, employee: null },
      id: link.employeeId,
      emails: link.seen.emails,
      names,
      label: `${personLabel(name, link.employeeId, email)}, not in ${task.providerId} now`,
    };
  });
}

export function memberCandidates({ members }: Pick<Sides, "members">): readonly Candidate<Member>[] {
  return members.map((member) => ({
    person: member,
    id: member.id,
    emails: member.email === null ? [] : [member.email],
    names: fullNames(member),
    label: `${memberLabel(member)}${member.status === "archived" ? ", archived" : ""}`,
  }));
}

export function employeePlace({ task }: Pick<Sides, "task">): Place {
  return {
    code: "employee",
    name: task.providerId,
    next: "Run the command with the employee's id, work e-mail or whole name, as the HR tool has it.",
  };
}

export function memberPlace({ task }: Pick<Sides, "task">): Place {
  return {
    code: "member",
    name: "Spendesk",
    next: `Run \`spendesk-hr members --entity ${task.entity} -o json\` to see everybody's id and e-mail.`,
  };
}

/** Name of a member for people to read. */
export function memberName(member: Pick<Member, "id" | "email" | "firstName" | "lastName">): string {
  return fullNames(member)[0] ?? member.email ?? member.id;
}

export function memberLabel(member: Pick<Member, "id" | "email" | "firstName" | "lastName">): string {
  return personLabel(memberName(member), member.id, member.email);
}

/** `Ada Test (101, ada@acme.test)` */
export function personLabel(name: string, id: string, email: string | null): string {
  const details = [id, email].filter((text) => text !== null && text !== name).join(", ");
  return details === "" ? name : `${name} (${details})`;
}

function keyOf({ source, account, employeeId }: Link): EmployeeKey {
  return { source, account, id: employeeId };
}

interface Named {
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
}

function fullNames({ firstName, lastName }: Named): readonly string[] {
  return firstName && lastName
    ? [`${firstName} ${lastName}`, `${lastName} ${firstName}`]
    : [firstName, lastName].filter((name) => !!name).map(String);
}

/** What tells that a record and a member are one person, and what tells against it. */
export interface Comparison {
  readonly agrees: readonly string[];
  readonly differs: readonly string[];
}

/** Compares what both sides say; what one of them does not say is in neither list. */
export function compareSides(employee: Employee, member: Member): Comparison {
  const signs = [
    { sign: "e-mail", agrees: emailsAgree(employee, member) },
    { sign: "name", agrees: namesAgree(employee, member) },
  ];
  return {
    agrees: signs.filter(({ agrees }) => agrees === true).map(({ sign }) => sign),
    differs: signs.filter(({ agrees }) => agrees === false).map(({ sign }) => sign),
  };
}

/** `Agrees: e-mail. Differs: name.` */
export function comparisonText({ agrees, differs }: Comparison): string {
  const list = (signs: readonly string[]) => (signs.length === 0 ? "nothing" : signs.join(", "));
  return `Agrees: ${list(agrees)}. Differs: ${list(differs)}.`;
}

function emailsAgree({ workEmail }: Employee, { email }: Member): boolean | null {
  return workEmail && email ? emailKey(workEmail) === emailKey(email) : null;
}

function namesAgree(employee: Employee, member: Member): boolean | null {
  const [a, b] = [nameKey(employee), nameKey(member)];
  return hasName(a) && hasName(b) ? isSameName(a, b) : null;
}
