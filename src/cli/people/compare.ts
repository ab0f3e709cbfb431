import { hasName, isSameName, nameKey } from "../../shared/person-name.js";
import { emailKey } from "../../shared/text.js";
import type { Employee } from "../../sync/employee.js";
import type { Member } from "../../sync/member.js";

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
