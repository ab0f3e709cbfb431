import { buildEmployee } from "../../providers/support/build-employee.js";
import { countryFromAlpha3 } from "../../providers/support/country.js";
import { managerOf } from "../../providers/support/employee-parts.js";
import type { ManagerBook } from "../../providers/support/manager-book.js";
import { cleanId, cleanList, cleanText, given } from "../../providers/support/values.js";
import type { Employee, FieldValue, IsoDate } from "../../sync/model/index.js";
import type { Hooks } from "../define.js";
import type { Manifest } from "../schema/manifest.js";
import type { EmployeeFields } from "../schema/people.js";
import type { SingleValue, Value } from "../schema/values.js";
import { bankOf } from "./bank.js";
import { type Facts, isFilled } from "./conditions.js";
import { type DateStyle, readDay } from "./dates.js";
import { valueAt } from "./paths.js";
import { statusOf } from "./status.js";

/** A record, and what is known about it. */
export interface FoundRecord {
  readonly record: unknown;
  /** The request whose list it is of. */
  readonly list: string;
  /** What the manifest's expressions gave for it, by their texts. */
  readonly expressions: ReadonlyMap<string, unknown>;
}

/** What a mapping needs besides the record. */
export interface MappingContext {
  readonly manifest: Pick<Manifest, "employee" | "dates" | "status" | "bank">;
  readonly hooks?: Pick<Hooks, "customOf">;
  /** Where people name their manager by id alone. */
  readonly managers?: ManagerBook | null;
  readonly today: IsoDate;
  /** Told of a date in none of the stated formats. */
  readonly onOddDate: (field: DateField) => void;
}

export type DateField = "startDate" | "terminationDate";

/** A record as an employee; null when it has no usable id. Pure but for `onOddDate`. */
export function toEmployee(found: FoundRecord, context: MappingContext): Employee | null {
  const { employee: fields, status, bank } = context.manifest;
  const read = (value: Value | undefined) => (value === undefined ? undefined : valueFrom(value, found));
  const one = (value: Value | undefined) => given(read(value), cleanText);
  const many = (value: Value | undefined) => given(read(value), cleanMany);
  const id = cleanId(read(fields.id));
  if (id === null) return null;
  const facts = factsOf(found, context);
  const { managers } = context;
  const manager =
    fields.manager && managerOf({ id: read(fields.manager.id), email: read(fields.manager.email) });
  return buildEmployee({
    id,
    ...statusOf(status, facts),
    workEmail: one(fields.workEmail),
    firstName: one(fields.firstName),
    lastName: one(fields.lastName),
    displayName: one(fields.displayName),
    startDate: facts.startDate,
    terminationDate: facts.terminationDate,
    workLocation: many(fields.workLocation),
    department: many(fields.department),
    team: many(fields.team),
    jobTitle: many(fields.jobTitle),
    legalEntity: many(fields.legalEntity),
    country: given(read(fields.country), countryFromAlpha3),
    employmentType: many(fields.employmentType),
    costCenter: many(fields.costCenter),
    manager: managers ? managers.complete(manager) : manager,
    bank: bank && bankOf(bank, facts),
    custom: context.hooks?.customOf?.(found.record) ?? customOf(fields.custom, many),
  });
}

/** What conditions are about, of one record. */
export function factsOf(found: FoundRecord, context: MappingContext): Facts {
  return {
    record: found.record,
    list: found.list,
    startDate: dateOf("startDate", found, context),
    terminationDate: dateOf("terminationDate", found, context),
    today: context.today,
  };
}

/** A value of a record, and the path or expression that gave it; null when none of several did. */
export interface PickedValue {
  readonly value: unknown;
  readonly from: SingleValue | null;
}

/** The first value that is filled; else null when one of them may be read and is empty. */
export function pickValue(value: Value, found: FoundRecord): PickedValue {
  if (!Array.isArray(value)) {
    const from = value as SingleValue;
    return { value: singleValue(from, found), from };
  }
  const values = value.map((from: SingleValue) => ({ value: singleValue(from, found), from }));
  const filled = values.find((one) => isFilled(one.value));
  if (filled) return filled;
  const isReadable = values.some((one) => one.value !== undefined);
  return { value: isReadable ? null : undefined, from: null };
}

function valueFrom(value: Value, found: FoundRecord): unknown {
  return pickValue(value, found).value;
}

function singleValue(value: SingleValue, { record, expressions }: FoundRecord): unknown {
  return typeof value === "string" ? valueAt(record, value) : expressions.get(value.expr);
}

function cleanMany(value: unknown): FieldValue {
  return Array.isArray(value) ? cleanList(value) : cleanText(value);
}

function dateOf(field: DateField, found: FoundRecord, { manifest, onOddDate }: MappingContext) {
  const source = manifest.employee[field];
  if (source === undefined) return undefined;
  const written = dateSource(source, manifest);
  const value = valueFrom(written.value, found);
  const day = readDay(value, written.style);
  if (day === undefined && value !== undefined) onOddDate(field);
  return day;
}

/** Where a date comes from, and how it is written there. */
export function dateSource(
  source: NonNullable<EmployeeFields[DateField]>,
  { dates }: Pick<Manifest, "dates">,
): { readonly value: Value; readonly style: DateStyle } {
  const isOwn = typeof source === "object" && "formats" in source;
  return isOwn
    ? { value: source.value, style: { ...dates, formats: source.formats } }
    : { value: source, style: dates };
}

function customOf(
  fields: EmployeeFields["custom"],
  read: (value: Value) => FieldValue | undefined,
): Employee["custom"] {
  const entries = Object.entries(fields ?? {}).map(([key, value]) => [key, read(value)] as const);
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
