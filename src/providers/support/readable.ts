import type { RawBankValues } from "../../sync/bank.js";
import type { Employee } from "../../sync/employee.js";
import { Problem } from "../../sync/errors.js";
import type { DataRead, EmployeeField, VerifyFinding } from "../provider.js";

const BANK_KEYS: Partial<Record<EmployeeField, keyof RawBankValues>> = {
  "bank.iban": "iban",
  "bank.bic": "bic",
  "bank.holder": "holder",
};

/**
 * Whether the HR tool gave this field at all, be it empty. A status that was not given is `unknown`
 * without any detail, not even null (see `EmployeeParts`).
 */
function hasField(employee: Employee, field: EmployeeField): boolean {
  if (field === "status") return employee.status !== "unknown" || employee.statusDetail !== undefined;
  const bankKey = BANK_KEYS[field];
  if (bankKey) return employee.bank?.reveal()[bankKey] !== undefined;
  return field in employee;
}

/**
 * One finding per piece of data, judged by what the employees of a first look have: HR tools leave
 * out what a credential may not read, without an error.
 *
 * @param employees anybody; nobody at all makes every finding `unknown`
 * @param next where to allow what, for a missing one
 */
export function findingsFrom(
  employees: readonly Employee[],
  dataRead: readonly DataRead[],
  next: (data: DataRead) => string,
): VerifyFinding[] {
  return dataRead.map((data) => {
    const { field, required } = data;
    if (employees.length === 0) return { field, required, state: "unknown", next: null };
    if (employees.some((employee) => hasField(employee, field)))
      return { field, required, state: "ok", next: null };
    return { field, required, state: "missing", next: next(data) };
  });
}

/**
 * Stops a read whose credential sees nobody's required data: an e-mail or a status that is missing
 * everywhere would make everybody look new or gone.
 *
 * @throws Problem `attributes_not_readable` naming what is missing.
 */
export function requireReadable(
  employees: readonly Employee[],
  dataRead: readonly DataRead[],
  advice: { readonly service: string; readonly next: string },
): void {
  if (employees.length === 0) return;
  const missing = dataRead.filter(
    (data) => data.required && !employees.some((employee) => hasField(employee, data.field)),
  );
  if (missing.length === 0) return;
  throw new Problem({
    kind: "credentials",
    code: "attributes_not_readable",
    what: `${advice.service} gives nobody's ${missing.map((data) => data.label).join(", ")}.`,
    why: "The credential may not read it, and without it nobody can be matched safely.",
    next: advice.next,
  });
}
