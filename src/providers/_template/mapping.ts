import type { Employee, EmployeeStatus } from "../../sync/model/index.js";
import { buildEmployee } from "../support/build-employee.js";
import { bankOf, managerOf } from "../support/employee-parts.js";
import { cleanDate, cleanId, cleanText, given } from "../support/values.js";
import { personSchema } from "./schema.js";

/**
 * Decide: what each documented status means, in lower case. Employed people are `active`, also on
 * leave or in their notice period; `pending` is for those who have not started; `inactive` is for those
 * who have left and nobody else, because their members are archived. What is not listed is `unknown`,
 * and such a person is never archived. A vendor that calls future hires and leavers the same needs their
 * dates to tell them apart; without the dates they are `unknown`.
 */
const STATUSES: ReadonlyMap<string, EmployeeStatus> = new Map([
  ["active", "active"],
  ["on_leave", "active"],
  ["starting", "pending"],
  ["left", "inactive"],
]);

/**
 * A record of the list of people as an employee; null when it has no usable id. Pure.
 *
 * Decide: which of the vendor's ids never changes, not even with a new e-mail or contract. What the
 * vendor does not have is `undefined` here and does not stand in settings.ts.
 */
export function toEmployee(record: unknown): Employee | null {
  const parsed = personSchema.safeParse(record);
  if (!parsed.success) return null;
  const person = parsed.data;
  const id = cleanId(person.id);
  if (id === null) return null;
  return buildEmployee({
    id,
    ...statusOf(person.status),
    // Decide: how the vendor shows the difference between empty (null) and not readable (absent). One that
    // says null for both must be asked for its permissions, otherwise `verify` can't tell what to allow.
    workEmail: given(person.email, cleanText),
    firstName: given(person.first_name, cleanText),
    lastName: given(person.last_name, cleanText),
    // Decide: whether dates are days (`cleanDate` cuts a time off and never converts it), and whether
    // the end is the last day of employment. If it is the day after it, take one off (`addDays`).
    startDate: given(person.start_date, cleanDate),
    terminationDate: given(person.end_date, cleanDate),
    workLocation: given(person.office, cleanText),
    department: given(person.department, cleanText),
    // Decide: whether the vendor names the manager by the id that employees have, by e-mail, or both.
    manager: managerOf({ id: person.manager_id }),
    // Decide: which account expenses are paid to, when there are several; if that can't be told, none. Both
    // values are handed over as they are and apart, since each may be hidden alone. Whether they are valid
    // is checked later, and only a valid pair is written.
    bank: bankOf(person),
    displayName: undefined,
    team: undefined,
    jobTitle: undefined,
    legalEntity: undefined,
    country: undefined,
    employmentType: undefined,
    costCenter: undefined,
    // Decide: further attributes people want to filter on, without pay and bank details (`isWithheld`).
    custom: {},
  });
}

/** A status nobody knows stays visible as its raw text; an absent one has none. */
function statusOf(value: unknown): {
  readonly status: EmployeeStatus;
  readonly statusDetail: string | null | undefined;
} {
  const raw = given(value, cleanText);
  const key = raw?.toLowerCase() ?? "";
  const status = STATUSES.get(key);
  if (!status) return { status: "unknown", statusDetail: raw };
  return { status, statusDetail: key === "on_leave" ? "leave" : undefined };
}
