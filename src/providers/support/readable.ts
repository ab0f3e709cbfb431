import { type Employee, Problem, type RawBankValues } from "../../sync/model/index.js";
import type { DataRead, EmployeeField, VerifyFinding } from "../provider.js";

const BANK_KEYS: Partial<Record<EmployeeField, keyof RawBankValues>> = {
  "bank.iban": "iban",
  "bank.bic": "bic",
};

type Presence = "value" | "empty" | "absent";

/**
 * Whether the HR tool gave this field, and whether there is something in it. A status that was not given
 * is `unknown` without any detail, not even null (see `EmployeeParts`).
 */
function presenceOf(employee: Employee, field: EmployeeField): Presence {
  if (field === "status") {
    if (employee.status !== "unknown" || employee.statusDetail) return "value";
    return employee.statusDetail === undefined ? "absent" : "empty";
  }
  const bankKey = BANK_KEYS[field];
  if (bankKey) return presence(employee.bank?.reveal()[bankKey]);
  return presence(employee[field as Exclude<EmployeeField, `bank.${string}`>]);
}

function presence(value: unknown): Presence {
  if (value === undefined) return "absent";
  const isEmpty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return isEmpty ? "empty" : "value";
}

/**
 * One finding per piece of data, judged by what the employees of a look have: HR tools leave out what a
 * credential may not read, without an error; and what is there may be empty for everybody (then its
 * `ifEmpty` is the next step).
 *
 * @param employees anybody; nobody at all makes every finding `unknown`
 * @param whatToAllow where to allow what, for a missing one
 */
export function findingsFrom<Data extends DataRead>(
  employees: readonly Employee[],
  dataRead: readonly Data[],
  whatToAllow: (data: Data) => string,
): VerifyFinding[] {
  return dataRead.map((data) => {
    const { field, required } = data;
    if (employees.length === 0) return { field, required, state: "unknown", next: null };
    const seen = new Set(employees.map((employee) => presenceOf(employee, field)));
    if (seen.has("value")) return { field, required, state: "ok", next: null };
    if (seen.has("empty")) return { field, required, state: "empty", next: data.ifEmpty ?? null };
    return { field, required, state: "missing", next: whatToAllow(data) };
  });
}

/** Whether a look has seen enough: what is required and empty so far may be filled for others. */
export function needsFurtherLook(findings: readonly VerifyFinding[]): boolean {
  return findings.some(({ required, state }) => required && state === "empty");
}

/** The required data that nobody has although it may be read. */
export function emptyForEverybody<Data extends DataRead>(
  employees: readonly Employee[],
  dataRead: readonly Data[],
): readonly Data[] {
  if (employees.length === 0) return [];
  return dataRead.filter(({ field, required }) => {
    if (!required) return false;
    const seen = new Set(employees.map((employee) => presenceOf(employee, field)));
    return !seen.has("value") && seen.has("empty");
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
    ({ field, required }) =>
      required && employees.every((employee) => presenceOf(employee, field) === "absent"),
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

/**
 * Required data that nobody has, as a problem.
 * @param whatToDo a sentence each
 */
export function dataEmpty(
  service: string,
  empty: readonly Pick<DataRead, "label" | "purpose">[],
  people: number | null,
  whatToDo: readonly string[],
): Problem {
  const labels = empty.map(({ label }) => label).join(", ");
  const nobody =
    people === null ? "nobody" : people === 1 ? "not the one person" : `none of ${people} people`;
  return new Problem({
    kind: "configuration",
    code: "data_empty",
    what: `${service} lets ${labels} be read, but ${nobody} there has anything in it.`,
    why: `It is needed: ${[...new Set(empty.map(({ purpose }) => purpose))].join("; ")}.`,
    next:
      whatToDo.length > 0
        ? whatToDo.join(" ")
        : `Fill in ${labels} in ${service}, then run the command again.`,
  });
}

/** Words of bank details and pay in English, German and French. */
const WITHHELD =
  /\biban\b|\bbic\b|\bswift\b|bank(?! holiday)|banque|konto|sort code|account (number|holder|owner)|salar|salair|wage|gehalt|lohn|bonus|compensation|remuneration|rémunération|vergütung|\bpay\b/i;

/**
 * Whether a field's name (`Bank account`, `customIBAN`) says that it holds bank details or pay. Such
 * fields are never further attributes: those are plain text, and shown.
 */
export function isWithheld(name: string): boolean {
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/[_.-]+/gu, " ");
  return WITHHELD.test(words);
}
