import type { Employee, IsoDate } from "../../sync/model/index.js";
import { buildEmployee } from "../support/build-employee.js";
import { countryFromAlpha3 } from "../support/country.js";
import { managerOf } from "../support/employee-parts.js";
import { cleanDate, cleanId, cleanText, given } from "../support/values.js";
import { earliestStart, employmentsOf, mainEmployment, personEnd, statusOf } from "./employments.js";
import { type DeelEmployment, type DeelPerson, personSchema } from "./schema.js";
import type { DeelSettings } from "./settings.js";

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
    firstName: given(person.first_name, cleanText),
    lastName: given(person.last_name, cleanText),
    displayName: given(person.full_name, cleanText),
    startDate: startDate(person, employments),
    ...personEnd(person, employments, standing),
    workLocation: given(person.work_location, cleanText),
    department: given(person.department, (department) => cleanText(department?.name)),
    team: given(main?.team, (team) => cleanText(team?.name)),
    jobTitle: given(person.job_title, cleanText),
    legalEntity: given(person.client_legal_entity, (company) => cleanText(company?.name)),
    // Older records have three letters (docs/vendors/deel.md §4).
    country: given(person.country, countryFromAlpha3),
    employmentType: hiringType(person, main),
    costCenter: undefined,
    manager: given(person.direct_manager, (manager) =>
      managerOf({ id: manager?.id ?? null, email: manager?.work_email }),
    ),
    bank: undefined,
    custom: given(person.department, customOf) ?? {},
  });
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

function customOf(department: DeelPerson["department"]): Employee["custom"] {
  return { departmentParent: cleanText(department?.parent) };
}

/** A person's addresses; `undefined` where they may not be read. */
interface DeelEmails {
  readonly workEmail: string | null | undefined;
}

/**
 * The work e-mail of the person, else of the employment (docs/vendors/deel.md §4). The primary one can be a
 * private login and counts only when the settings say so.
 *
 * Everybody signs in with some address, so a person without any is one whose addresses are withheld
 * from the token: that is "may not be read" and not "empty" (docs/vendors/deel.md §4).
 */
function emailsOf(
  person: DeelPerson,
  employment: DeelEmployment | undefined,
  { primaryEmail }: DeelSettings,
): DeelEmails {
  const entries = (person.emails ?? []).filter((entry) => entry !== null);
  const isWithheld = entries.every(({ value }) => cleanText(value) === null);
  const ofType = (type: string) => {
    const entry = entries.find((candidate) => cleanText(candidate.type)?.toLowerCase() === type);
    return isWithheld || !entry ? undefined : cleanText(entry.value);
  };
  const ofEmployment = cleanText(employment?.work_email);
  const work = [ofType("work"), ofEmployment, primaryEmail ? ofType("primary") : undefined];
  const isReadable = ofType("work") !== undefined || (!isWithheld && employment?.work_email !== undefined);
  return {
    workEmail: work.find((email) => !!email) ?? (isReadable ? null : undefined),
  };
}
