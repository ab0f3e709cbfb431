import type { Employee, RawBank } from "../../sync/model/index.js";
import { buildEmployee, endOf } from "../support/build-employee.js";
import { cleanCountry } from "../support/country.js";
import { bankOf, managerOf } from "../support/employee-parts.js";
import { createManagerBook, type ManagerBook } from "../support/manager-book.js";
import { cleanId, given } from "../support/values.js";
import type { PersonRecord } from "./errors.js";
import {
  day,
  machineValue,
  nestedValue,
  plainText,
  type RecordField,
  recordField,
  shownText,
} from "./record.js";
import type { HiBobSettings } from "./settings.js";
import { COMPANY_ID, fieldIdsOf } from "./settings.js";
import { statusOf } from "./status.js";

const ID = recordField("root.id");
const WORK_EMAIL = recordField("root.email");
const COMPANY = recordField(COMPANY_ID);

/** Reads one piece of data of a record; undefined when it is not there. */
type Read<Value> = (record: PersonRecord) => Value | undefined;
type ReadText = Read<string | null>;

/** A person's id, null when the record has no usable one. They have 19 digits: as numbers they'd change. */
export function personId(record: PersonRecord): string | null {
  return cleanId(machineValue(record, ID));
}

/**
 * What reads the records of answers, one by one: an employee, null without a usable id. The e-mails of managers are
 * there once all records of an answer were read.
 *
 * @param onCompany is told the id of the company that a person is in, where the record has it
 */
export function createReaders(
  settings: HiBobSettings,
  onCompany: (id: string) => void = () => {},
): () => (record: PersonRecord) => Employee | null {
  const toEmployee = createMapper(settings);
  return () => {
    const managers = createManagerBook();
    return (record) => {
      const company = cleanId(machineValue(record, COMPANY));
      if (company !== null) onCompany(company);
      managers.note(personId(record), plainText(record, WORK_EMAIL));
      return toEmployee(record, managers);
    };
  };
}

/**
 * A function that turns a record into an employee (docs/vendors/hibob.md §4), null without a usable id.
 * Pure but for the managers, of whom the book tells.
 */
function createMapper(
  settings: HiBobSettings,
): (record: PersonRecord, managers: ManagerBook) => Employee | null {
  const ids = fieldIdsOf(settings);
  const text = {
    workEmail: firstOf(ids.workEmail, plainText),
    firstName: firstOf(ids.firstName, plainText),
    lastName: firstOf(ids.lastName, plainText),
    displayName: firstOf(ids.displayName, plainText),
    startDate: firstOf(ids.startDate, day),
    terminationDate: firstOf(ids.terminationDate, day),
    workLocation: firstOf(ids.workLocation, shownText),
    department: firstOf(ids.department, shownText),
    team: firstOf(ids.team, shownText),
    jobTitle: firstOf(ids.jobTitle, shownText),
    legalEntity: firstOf(ids.legalEntity, shownText),
    country: firstOf(ids.country, shownText),
    employmentType: firstOf(ids.employmentType, shownText),
    costCenter: firstOf(ids.costCenter, shownText),
  };
  const readBank = bankReader(ids);
  const customOf = customReader(settings);
  const statusSources = {
    lifecycle: recordField("internal.lifecycleStatus"),
    access: recordField("internal.status"),
    gardenLeave: settings.gardenLeave ?? "employed",
  };

  return (record, managers) => {
    const id = personId(record);
    if (id === null) return null;
    const startDate = text.startDate(record);
    const dates = { startDate, terminationDate: text.terminationDate(record) };
    const status = statusOf(record, statusSources, dates);
    // Bob keeps the date when it is over, also while it still says employed; a rehire starts after it.
    const end = endOf(dates.terminationDate, { isConfirmed: status.status === "inactive", stays: true });
    return buildEmployee({
      id,
      ...status,
      workEmail: text.workEmail(record),
      firstName: text.firstName(record),
      lastName: text.lastName(record),
      displayName: text.displayName(record),
      startDate,
      ...end,
      workLocation: text.workLocation(record),
      department: text.department(record),
      team: text.team(record),
      jobTitle: text.jobTitle(record),
      legalEntity: text.legalEntity(record),
      country: given(text.country(record), cleanCountry),
      employmentType: text.employmentType(record),
      costCenter: text.costCenter(record),
      manager: managers.complete(readManager(record)),
      bank: readBank(record),
      custom: customOf(record),
    });
  };
}

/** The value of the first field that is there at all: an empty one is an answer, an absent one is none. */
function firstOf(
  ids: readonly string[],
  read: (record: PersonRecord, field: RecordField) => string | null | undefined,
): ReadText {
  const fields = ids.map(recordField);
  return (record) => {
    for (const field of fields) {
      const value = read(record, field);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

const REPORTS_TO = recordField("work.reportsTo");
const MANAGER_ID = recordField("work.manager");

/** `reportsTo` has id and e-mail, `manager` the id only. */
function readManager(record: PersonRecord): Employee["manager"] | undefined {
  const reportsTo = machineValue(record, REPORTS_TO);
  const manager = machineValue(record, MANAGER_ID);
  if (reportsTo === undefined && manager === undefined) return undefined;
  const id = cleanId(nestedValue(reportsTo, ["id"])) ?? cleanId(manager);
  return managerOf({ id, email: nestedValue(reportsTo, ["email"]) });
}

/** The employee's plain bank fields; none of them there means no bank details at all. */
function bankReader(ids: ReturnType<typeof fieldIdsOf>): Read<RawBank> {
  const readIban = firstOf(ids["bank.iban"], plainText);
  const readBic = firstOf(ids["bank.bic"], plainText);
  return (record) => bankOf({ iban: readIban(record), bic: readBic(record) });
}

function customReader({ customFields = [] }: HiBobSettings): (record: PersonRecord) => Employee["custom"] {
  const readers = customFields.map(({ name, id }) => ({ name, read: firstOf([id], shownText) }));
  return (record) => {
    const custom: Record<string, string | null> = {};
    for (const { name, read } of readers) {
      const value = read(record);
      if (value !== undefined) custom[name] = value;
    }
    return custom;
  };
}
