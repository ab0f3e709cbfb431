import type { Employee, FieldValue, IsoDate } from "../../sync/model/index.js";
import { buildEmployee } from "../support/build-employee.js";
import { cleanCountry } from "../support/country.js";
import { bankOf, managerOf } from "../support/employee-parts.js";
import { cleanId, cleanText } from "../support/values.js";
import type { Columns } from "./columns.js";
import { readDate } from "./dates.js";
import type { ColumnKey, DateKey } from "./keys.js";
import type { FileSettings } from "./settings.js";
import type { TableRow } from "./table.js";

/** A row as an employee, or what keeps it from being one: an empty id, or a date of another form. */
export type Mapped =
  | { readonly ok: true; readonly employee: Employee }
  | { readonly ok: false; readonly fault: "id" | DateKey };

/**
 * A row as an employee. Pure. What no column holds is `undefined`, an empty cell is null. What a status means
 * is said by `source.statuses` alone: until then it is unknown. Without a status column the dates decide.
 */
export function toEmployee(row: TableRow, { mapped, further }: Columns, settings: FileSettings): Mapped {
  const given = <Value>(key: ColumnKey, clean: (value: unknown) => Value | null) => {
    if (settings.columns[key] === undefined) return undefined;
    const name = mapped[key];
    return name === undefined ? null : clean(row.get(name));
  };
  const id = given("id", cleanId);
  if (!id) return { ok: false, fault: "id" };
  const startDate = dateOf("startDate");
  if (startDate === undefined && settings.columns.startDate !== undefined)
    return { ok: false, fault: "startDate" };
  const terminationDate = dateOf("terminationDate");
  if (terminationDate === undefined && settings.columns.terminationDate !== undefined)
    return { ok: false, fault: "terminationDate" };

  function dateOf(key: DateKey): IsoDate | null | undefined {
    const name = mapped[key];
    if (name === undefined) return settings.columns[key] === undefined ? undefined : null;
    return readDate(row.get(name), settings.dates[key]);
  }

  const employee = buildEmployee({
    id,
    ...(settings.columns.status === undefined
      ? ({ status: "active", statusDetail: undefined } as const)
      : ({ status: "unknown", statusDetail: given("status", cleanText) } as const)),
    workEmail: given("workEmail", cleanText),
    ...namesOf(given("firstName", cleanText), given("lastName", cleanText), given("fullName", cleanText)),
    displayName: undefined,
    startDate,
    terminationDate,
    workLocation: given("workLocation", cleanText),
    department: given("department", cleanText),
    team: given("team", cleanText),
    jobTitle: given("jobTitle", cleanText),
    legalEntity: given("legalEntity", cleanText),
    country: given("country", cleanCountry),
    employmentType: given("employmentType", cleanText),
    costCenter: given("costCenter", cleanText),
    manager: managerOf({ id: given("managerId", cleanId), email: given("managerEmail", cleanText) }),
    bank: bankOf({ iban: given("iban", cleanText), bic: given("bic", cleanText) }),
    custom: Object.fromEntries(further.map((name) => [name, furtherValue(row.get(name))])),
  });
  return { ok: true, employee };

  function namesOf(
    firstName: string | null | undefined,
    lastName: string | null | undefined,
    fullName: string | null | undefined,
  ) {
    if (fullName === undefined) return { firstName, lastName };
    return fullName === null
      ? { firstName: null, lastName: null }
      : splitName(fullName, settings.nameOrder ?? "first-last");
  }
}

/** The two names in one text, in the order that the settings state. A single word is the last name. */
function splitName(fullName: string, order: NonNullable<FileSettings["nameOrder"]>) {
  if (order === "last-comma-first") {
    const [last = "", ...first] = fullName.split(",");
    return { firstName: cleanText(first.join(",")), lastName: cleanText(last) };
  }
  const words = fullName.split(/\s+/u);
  if (words.length === 1) return { firstName: null, lastName: fullName };
  return order === "first-last"
    ? { firstName: words[0] ?? null, lastName: words.slice(1).join(" ") }
    : { firstName: words.at(-1) ?? null, lastName: words.slice(0, -1).join(" ") };
}

/** A day of a spreadsheet is its day; of lists and objects only plain values are rules able to compare. */
function furtherValue(value: unknown): FieldValue {
  if (value instanceof Date) return readDate(value, undefined) ?? null;
  if (!Array.isArray(value)) return cleanText(value);
  const texts = [...new Set(value.map(cleanText).filter((text) => text !== null))];
  return texts.length > 1 ? texts : (texts[0] ?? null);
}
