import { foldText } from "../shared/text.js";
import type { Employee } from "./employee.js";
import type { EmployeeRead } from "./ports.js";
import type { StatusRule, StatusRules } from "./status-meaning.js";

/**
 * An employee as `source.statuses` calls their raw status, compared without case and blanks. Somebody
 * who is to be ignored stays in the read, as `unknown`: left out, they would look as if they had gone.
 */
export function createStatusMapper(rules: StatusRules): (employee: Employee) => Employee {
  const byText = new Map(
    Object.entries(rules).map(([raw, means]): [string, StatusRule] => [foldText(raw), { raw, means }]),
  );
  return (employee) => {
    const rule = employee.statusDetail ? byText.get(foldText(employee.statusDetail)) : undefined;
    if (!rule) return employee;
    const status = rule.means === "ignore" ? "unknown" : rule.means;
    return { ...employee, status, statusRule: rule };
  };
}

/** The same read with these rules applied; without any, the read itself. */
export function withStatusRules(read: EmployeeRead, rules: StatusRules): EmployeeRead {
  return Object.keys(rules).length === 0 ? read : mapped(read, createStatusMapper(rules));
}

async function* mapped(read: EmployeeRead, map: (employee: Employee) => Employee): EmployeeRead {
  for (;;) {
    const page = await read.next();
    if (page.done) return page.value;
    yield page.value.map(map);
  }
}

/** A raw status without a known meaning, and how many people have it. */
export interface UnknownStatus {
  readonly raw: string;
  readonly people: number;
}

/** The raw statuses that nobody has given a meaning, most frequent first. */
export function unknownStatuses(employees: readonly Employee[]): readonly UnknownStatus[] {
  const found = new Map<string, UnknownStatus>();
  for (const { status, statusDetail, statusRule } of employees) {
    if (status !== "unknown" || !statusDetail || statusRule) continue;
    const folded = foldText(statusDetail);
    const { raw, people } = found.get(folded) ?? { raw: statusDetail, people: 0 };
    found.set(folded, { raw, people: people + 1 });
  }
  return [...found.values()].sort((a, b) => b.people - a.people || (a.raw < b.raw ? -1 : 1));
}
