import type { Employee, RawBank } from "../../sync/model/index.js";
import type { EmployeeField } from "../provider.js";
import { buildEmployee } from "../support/build-employee.js";
import { managerOf } from "../support/employee-parts.js";
import { createManagerBook } from "../support/manager-book.js";
import type { WorkerRecord } from "./worker.js";

/** A worker's bank details; undefined when they were not asked for or may not be read. */
export type Banks = (record: WorkerRecord) => RawBank | undefined;

/** A worker's further attributes for filter rules, by their names in rules. */
export type FurtherAttributes = (record: WorkerRecord) => Employee["custom"];

const RECORD_FIELDS = [
  "workEmail",
  "firstName",
  "lastName",
  "displayName",
  "startDate",
  "terminationDate",
  "workLocation",
  "department",
  "team",
  "jobTitle",
  "legalEntity",
  "country",
  "employmentType",
  "costCenter",
] as const satisfies readonly (EmployeeField & keyof WorkerRecord)[];

/** Unlike names, logins are not always addresses. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;

/**
 * A function that turns records of a list into employees. What nobody in the list has counts as not
 * readable; what somebody has is empty where it is missing (docs/vendors/workday.md §4).
 *
 * @param all everybody in the list, for managers' e-mails and for what is readable
 */
export function createEmployeeBuilder(
  all: readonly WorkerRecord[],
  bankOf: Banks,
  furtherOf: FurtherAttributes = () => ({}),
): (record: WorkerRecord) => Employee {
  const shown = shownFields(all);
  const emailOf = (record: WorkerRecord) => record.workEmail ?? loginAddress(record, shown);
  const managers = createManagerBook(all.map((record) => [record.id, emailOf(record)]));

  return (record) => {
    const value = <Value>(field: EmployeeField, own: Value | null) =>
      own ?? (shown.has(field) ? null : undefined);
    const { managerId } = record;
    const manager = managers.complete(managerOf({ id: managerId }));
    return buildEmployee({
      id: record.id,
      status: record.status,
      statusDetail: record.statusDetail,
      workEmail: value("workEmail", emailOf(record)),
      firstName: value("firstName", record.firstName),
      lastName: value("lastName", record.lastName),
      displayName: value("displayName", record.displayName),
      startDate: value("startDate", record.startDate),
      terminationDate: value("terminationDate", record.terminationDate),
      expectedEnd: record.expectedEnd,
      workLocation: value("workLocation", record.workLocation),
      department: value("department", record.department),
      team: value("team", record.team),
      jobTitle: value("jobTitle", record.jobTitle),
      legalEntity: value("legalEntity", record.legalEntity),
      country: value("country", record.country),
      employmentType: value("employmentType", record.employmentType),
      costCenter: value("costCenter", record.costCenter),
      manager: value("manager", manager ?? null),
      bank: bankOf(record),
      custom: { workerKind: record.kind, timeType: record.timeType, ...furtherOf(record) },
    });
  };
}

function shownFields(all: readonly WorkerRecord[]): ReadonlySet<EmployeeField> {
  const shown = new Set<EmployeeField>();
  for (const record of all) {
    for (const field of RECORD_FIELDS) if (record[field] !== null) shown.add(field);
    if (record.shows.terminationDate) shown.add("terminationDate");
    if (record.shows.manager || record.managerId !== null) shown.add("manager");
  }
  return shown;
}

/**
 * Stands in for a missing work e-mail, but only where work e-mails are readable: otherwise a lost
 * permission would turn everybody's address into their login.
 */
function loginAddress({ userId }: WorkerRecord, shown: ReadonlySet<EmployeeField>): string | null {
  return shown.has("workEmail") && userId !== null && ADDRESS.test(userId) ? userId : null;
}

/**
 * A function that gives the id of the worker who has the first of these keys that anybody has. A key
 * that two workers share (a contractor who was hired keeps the number) is nobody's.
 */
export function createWorkerFinder(
  records: readonly WorkerRecord[],
  keysOf: (record: WorkerRecord) => readonly string[],
): (keys: readonly string[]) => string | null {
  const owners = new Map<string, string | null>();
  for (const record of records) {
    for (const key of keysOf(record)) {
      const known = owners.get(key);
      owners.set(key, known === undefined || known === record.id ? record.id : null);
    }
  }
  return (keys) => {
    for (const key of keys) {
      const owner = owners.get(key);
      if (owner) return owner;
    }
    return null;
  };
}
