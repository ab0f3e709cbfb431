import {
  type Employee,
  type EmployeeStatus,
  type FieldValue,
  type IsoDate,
  RawBank,
  type RawBankValues,
} from "../../sync/model/index.js";
import { buildEmployee, endOf } from "../support/build-employee.js";
import { cleanCountry } from "../support/country.js";
import { cleanDate, cleanId, cleanList, cleanText, labelKey } from "../support/values.js";
import { type BankBook, bankValues } from "./bank-table.js";
import type { Row } from "./fields.js";
import type { BamboohrSettings } from "./settings.js";

/** What a row alone does not tell. */
export interface MappingContext {
  readonly settings: BamboohrSettings;
  /** The latest day that has begun everywhere. */
  readonly today: IsoDate;
  /** Null: bank details are fields of the row. */
  readonly bankBook: BankBook | null;
  /** Work e-mails by employee id, for managers who are known by id only; as far as they are at hand. */
  readonly workEmails: ReadonlyMap<string, string | null>;
}

type Text = string | null | undefined;

/** Turns rows into employees; those without a usable id are left out. */
export type RowMapper = (rows: readonly Row[]) => readonly Employee[];

/** A function that turns rows into employees (docs/vendors/bamboohr.md §4). Pure. */
export function createMapper(context: MappingContext): RowMapper {
  const toEmployee = createRowMapper(context);
  return (rows) => rows.map(toEmployee).filter((employee) => employee !== null);
}

function createRowMapper(context: MappingContext): (row: Row) => Employee | null {
  const leave = new Set(context.settings.leaveStatuses?.map(labelKey));
  const customNames = context.settings.customFields ?? [];
  return (row) => {
    const id = cleanId(row("id"));
    if (id === null) return null;
    const employmentType = text(row("employmentStatus"));
    const hireDate = day(row("hireDate"));
    const terminationDate = day(row("terminationDate"));
    const standing = {
      status: text(row("status")),
      employmentStatus: employmentType,
      hireDate,
      terminationDate,
    };
    const { status, statusDetail } = statusOf(standing, context.today);
    const isOnLeave = status === "active" && !!employmentType && leave.has(labelKey(employmentType));
    return buildEmployee({
      id,
      status,
      statusDetail: isOnLeave ? "leave" : statusDetail,
      workEmail: text(row("workEmail")),
      firstName: text(row("firstName")),
      lastName: text(row("lastName")),
      displayName: text(row("displayName")),
      startDate: hireDate,
      // BambooHR changes the status on the day itself, and a rehired person keeps the old date.
      ...endOf(terminationDate, { isConfirmed: status === "inactive", stays: false, startDate: hireDate }),
      workLocation: value(row("location")),
      department: value(row("department")),
      team: value(row("division")),
      jobTitle: value(row("jobTitle")),
      legalEntity: value(row("legalEntity")),
      country: map(row("country"), cleanCountry),
      employmentType,
      costCenter: value(row("costCenter")),
      manager: managerOf(map(row("managerId"), cleanId), text(row("managerEmail")), context.workEmails),
      bank: bankOf(context.bankBook?.(id) ?? bankValues(text(row("iban")), text(row("bic")))),
      custom: customOf(row, customNames),
    });
  };
}

/** `undefined` for what may not be read, null for what is empty. */
function map<Result>(value: unknown, convert: (value: unknown) => Result | null): Result | null | undefined {
  return value === undefined ? undefined : convert(value);
}

function text(value: unknown): Text {
  return map(value, cleanText);
}

/** Fields with several values keep them. */
function value(given: unknown): FieldValue | undefined {
  return Array.isArray(given) ? cleanList(given) : text(given);
}

/** A missing date is null, blank or `0000-00-00`. */
function day(value: unknown): IsoDate | null | undefined {
  return map(value, cleanDate);
}

function managerOf(
  id: Text,
  email: Text,
  workEmails: MappingContext["workEmails"],
): Employee["manager"] | undefined {
  if (id === undefined && email === undefined) return undefined;
  if (!id && !email) return null;
  return { id: id ?? null, email: email || (id && workEmails.get(id)) || null };
}

function bankOf(values: RawBankValues): RawBank | undefined {
  return Object.keys(values).length > 0 ? new RawBank(values) : undefined;
}

function customOf(row: Row, names: readonly string[]): Employee["custom"] {
  const custom: Record<string, FieldValue> = {};
  for (const name of names) {
    const own = value(row(`custom.${name}`));
    if (own !== undefined) custom[name] = own;
  }
  return custom;
}

/** Work e-mails by employee id. */
export function workEmailsOf(rows: readonly Row[]): ReadonlyMap<string, string | null> {
  const emails = new Map<string, string | null>();
  for (const row of rows) {
    const id = cleanId(row("id"));
    if (id !== null) emails.set(id, cleanText(row("workEmail")));
  }
  return emails;
}

/** What a status is judged by. `undefined`: may not be read. */
export interface RowStatus {
  readonly status: string | null | undefined;
  /** `Full-Time`, `Terminated`: the last row of the employment history. */
  readonly employmentStatus: string | null | undefined;
  readonly hireDate: IsoDate | null | undefined;
  readonly terminationDate: IsoDate | null | undefined;
}

/**
 * BambooHR knows only Active and Inactive, and calls a future hire Inactive
 * (docs/vendors/bamboohr.md §5): the hire date tells them from leavers. Without one nobody is taken for a
 * leaver; a status nobody knows stays visible as its raw text, an absent one has none. Active with a last
 * employment status of Terminated is a contradiction, and no reason to invite or to archive anybody.
 *
 * @param today `dayBegunEverywhere`
 */
export function statusOf(
  { status: raw, employmentStatus, hireDate, terminationDate }: RowStatus,
  today: IsoDate,
): { readonly status: EmployeeStatus; readonly statusDetail: string | null | undefined } {
  const is = (status: EmployeeStatus) => ({ status, statusDetail: undefined });
  const unknown = (statusDetail: string) => ({ status: "unknown" as const, statusDetail });
  switch (raw?.toLowerCase()) {
    case "active":
      return employmentStatus?.toLowerCase() === "terminated"
        ? unknown(`${raw}, but ${employmentStatus}`)
        : is("active");
    case "inactive":
      if (hireDate === undefined) return unknown(`${raw}, hire date not readable`);
      if (hireDate && hireDate > today) return is("pending");
      if (hireDate || terminationDate) return is("inactive");
      return unknown(`${raw}, without a hire date`);
    default:
      return { status: "unknown", statusDetail: raw };
  }
}
