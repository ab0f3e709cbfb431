import type { Person } from "../../world/person.js";
import type { World } from "../../world/world.js";
import { employmentsOf, instant } from "./employments.js";
import { deelId, oneIn, thingId } from "./ids.js";
import { type Standing, standingOf } from "./standing.js";

/** Older records have codes of three letters (docs/vendors/deel.md §4). */
const LONG_CODES: Readonly<Record<string, string>> = { GB: "GBR", FR: "FRA", DE: "DEU", ES: "ESP" };

/** What the token sees, and whether some records have parts that exclude each other. */
interface View {
  readonly hidden: readonly string[];
  readonly contradicts: boolean;
}

/** One person of the list (docs/vendors/deel.md §4). */
export function renderPerson(
  person: Person,
  world: World,
  { hidden, contradicts }: View,
): Record<string, unknown> {
  const standing = standingOf(person);
  const isContrary = contradicts && oneIn(4, person, "contradiction");
  const hiringStatus = isContrary ? contraryOf(standing) : standing.hiringStatus;
  const { department, legalEntity } = person;
  const record = {
    id: deelId(person.id),
    worker_id: person.id,
    external_id: null,
    created_at: instant(person.startDate),
    updated_at: person.modifiedAt,
    first_name: person.firstName,
    last_name: person.lastName,
    full_name: `${person.firstName} ${person.lastName}`.trim(),
    preferred_first_name: null,
    preferred_last_name: null,
    emails: emailsOf(person, hidden),
    country: countryOf(person),
    state: null,
    birth_date: null,
    job_title: person.jobTitle,
    seniority: "Not applicable",
    hiring_type: standing.hiringType,
    hiring_status: hiringStatus,
    new_hiring_status: hiringStatus,
    person_status: standing.personStatus,
    start_date: person.startDate,
    completion_date: person.status === "inactive" ? instant(person.endDate) : person.contractEndDate,
    work_location: person.office,
    is_pwac: false,
    department:
      department === null ? {} : { id: thingId("department", department), name: department, parent: null },
    client_legal_entity:
      legalEntity === null ? null : { id: thingId("company", legalEntity), name: legalEntity },
    direct_manager: managerOf(person, world),
    direct_reports: null,
    employments: employmentsOf(person, standing).map((one) => without(one, hidden, "employments.")),
    active_worker_termination_status: null,
  };
  return without(record, hidden, "");
}

/** Somebody active whose hiring is over, or the other way round. */
function contraryOf({ personStatus, hiringStatus }: Standing): string {
  if (personStatus === "ACTIVE") return "inactive";
  return personStatus === "INACTIVE" ? "active" : hiringStatus;
}

/**
 * Everybody signs in with some address; contractors have no work e-mail (docs/vendors/deel.md §4). A token
 * without `Personal data` gets the types with nothing in them (docs/vendors/deel.md §4, inferred).
 */
function emailsOf(person: Person, hidden: readonly string[]): readonly unknown[] {
  const { workEmail, personalEmail } = person;
  const entries = [
    { type: "primary", value: workEmail ?? personalEmail ?? `login-${person.id}@mail.example.test` },
    { type: "work", value: person.employmentType === "external" ? null : workEmail },
    { type: "personal", value: personalEmail },
  ];
  const isWithheld = hidden.includes("Personal data");
  return entries
    .filter(({ type }) => !hidden.includes(`emails.${type}`))
    .map(({ type, value }) => ({ type, value: isWithheld ? null : value }));
}

function countryOf(person: Person): string | null {
  const { country } = person;
  if (country === null || !oneIn(6, person, "long code")) return country;
  return LONG_CODES[country] ?? country;
}

/** The manager's number is a number here, and the e-mail missing now and then (docs/vendors/deel.md §4). */
function managerOf({ managerId }: Person, world: World): unknown {
  const manager = managerId === null ? null : world.person(managerId);
  if (manager === null) return null;
  return {
    id: deelId(manager.id),
    worker_id: Number(manager.id),
    first_name: manager.firstName,
    last_name: manager.lastName,
    work_email: oneIn(5, manager, "manager e-mail") ? null : manager.workEmail,
  };
}

/** What may not be read is left out, without an error. */
function without(
  record: Record<string, unknown>,
  hidden: readonly string[],
  prefix: string,
): Record<string, unknown> {
  const entries = Object.entries(record).filter(([key]) => !hidden.includes(`${prefix}${key}`));
  return Object.fromEntries(entries);
}
