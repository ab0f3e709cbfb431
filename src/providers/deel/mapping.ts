import type { IsoDate } from "../../sync/dates.js";
import type { Employee } from "../../sync/employee.js";
import { buildEmployee } from "../support/build-employee.js";
import { cleanDate, cleanId, cleanText } from "../support/values.js";
import { countryOf } from "./country.js";
import { emailsOf } from "./emails.js";
import { earliestStart, employmentsOf, mainEmployment, personEnd } from "./employments.js";
import { type DeelEmployment, type DeelPerson, personSchema } from "./schema.js";
import type { DeelSettings } from "./settings.js";
import { statusOf } from "./status.js";

/**
 * An employee for an item of the people list (docs/vendors/deel.md §4), null for one without a usable id.
 * Pure.
 */
export function toEmployee(item: unknown, settings: DeelSettings): Employee | null {
  const parsed = personSchema.safeParse(item);
  const id = parsed.success ? cleanId(parsed.data.id) : null;
  if (!parsed.success || id === null) return null;
  const person = parsed.data;
  const employments = employmentsOf(person);
  const main = mainEmployment(employments);
  const standing = statusOf(person, employments);
  return buildEmployee({
    id,
    status: standing.status,
    statusDetail: standing.statusDetail,
    ...emailsOf(person, main, settings),
    firstName: convert(person.first_name, cleanText),
    lastName: convert(person.last_name, cleanText),
    displayName: convert(person.full_name, cleanText),
    startDate: startDate(person, employments),
    ...personEnd(person, employments, standing),
    workLocation: convert(person.work_location, cleanText),
    department: convert(person.department, (department) => cleanText(department?.name)),
    team: convert(main?.team, (team) => cleanText(team?.name)),
    jobTitle: convert(person.job_title, cleanText),
    legalEntity: convert(person.client_legal_entity, (company) => cleanText(company?.name)),
    country: convert(person.country, countryOf),
    employmentType: hiringType(person, main),
    costCenter: undefined,
    manager: convert(person.direct_manager, managerOf),
    bank: undefined,
    custom: convert(person.department, customOf) ?? {},
  });
}

/** `undefined` for an absent key: the token may not read it. */
function convert<Value, Result>(
  value: Value,
  read: (value: Exclude<Value, undefined>) => Result,
): Result | undefined {
  return isGiven(value) ? read(value) : undefined;
}

function isGiven<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined;
}

function startDate(
  { start_date }: DeelPerson,
  employments: readonly DeelEmployment[],
): IsoDate | null | undefined {
  const start = cleanDate(start_date) ?? earliestStart(employments);
  const isReadable = start_date !== undefined || employments.some((one) => one.start_date !== undefined);
  return isReadable ? start : undefined;
}

/** The person's own hiring type decides who is read; without one, that of the employment does. */
function hiringType(person: DeelPerson, main: DeelEmployment | undefined): string | null | undefined {
  const own = cleanText(person.hiring_type) ?? cleanText(main?.hiring_type);
  const isReadable = person.hiring_type !== undefined || main?.hiring_type !== undefined;
  return isReadable ? (own?.toLowerCase() ?? null) : undefined;
}

/** A manager comes with id and e-mail. Without the e-mail the id is enough for setting the manager. */
function managerOf(manager: DeelPerson["direct_manager"]): NonNullable<Employee["manager"]> | null {
  const id = cleanId(manager?.id);
  const email = cleanText(manager?.work_email);
  return id === null && email === null ? null : { id, email };
}

function customOf(department: DeelPerson["department"]): Employee["custom"] {
  return { departmentParent: cleanText(department?.parent) };
}
