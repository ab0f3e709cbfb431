import type { Employee, EmployeeStatus, FieldValue, IsoDate } from "../../sync/model/index.js";
import { buildEmployee, endOf } from "../support/build-employee.js";
import { cleanCountry } from "../support/country.js";
import { isAhead } from "../support/days.js";
import { bankOf, managerOf } from "../support/employee-parts.js";
import { createManagerBook, type ManagerBook } from "../support/manager-book.js";
import { cleanDate, cleanId, cleanList, cleanText, given, labelKey } from "../support/values.js";
import type { BankBook } from "./bank-table.js";
import type { Row } from "./fields.js";
import type { BamboohrSettings } from "./settings.js";

/** What a row alone does not tell. */
export interface MappingContext {
  readonly settings: BamboohrSettings;
  /** The latest day that has begun everywhere. */
  readonly today: IsoDate;
  /** Null: bank details are fields of the row. */
  readonly bankBook: BankBook | null;
  readonly managers: ManagerBook;
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
      country: given(row("country"), cleanCountry),
      employmentType,
      costCenter: value(row("costCenter")),
      manager: context.managers.complete(managerOf({ id: row("managerId"), email: row("managerEmail") })),
      bank: context.bankBook ? context.bankBook(id) : bankOf({ iban: row("iban"), bic: row("bic") }),
      custom: customOf(row, customNames),
    });
  };
}

function text(value: unknown): Text {
  return given(value, cleanText);
}

/** Fields with several values keep them. */
function value(given: unknown): FieldValue | undefined {
  return Array.isArray(given) ? cleanList(given) : text(given);
}

/** A missing date is null, blank or `0000-00-00`. */
function day(value: unknown): IsoDate | null | undefined {
  return given(value, cleanDate);
}

function customOf(row: Row, names: readonly string[]): Employee["custom"] {
  const custom: Record<string, FieldValue> = {};
  for (const name of names) {
    const own = value(row(`custom.${name}`));
    if (own !== undefined) custom[name] = own;
  }
  return custom;
}

/** The managers of these people, with their work e-mails as far as they are among them. */
export function managersAmong(rows: readonly Row[]): ManagerBook {
  return createManagerBook(rows.map((row) => [cleanId(row("id")), cleanText(row("workEmail"))]));
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
      if (isAhead(hireDate, today)) return is("pending");
      if (hireDate || terminationDate) return is("inactive");
      return unknown(`${raw}, without a hire date`);
    default:
      return { status: "unknown", statusDetail: raw };
  }
}
