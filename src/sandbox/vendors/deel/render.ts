import { addDays } from "../../../sync/model/index.js";
import { hashText } from "../../random.js";
import type { Person, World } from "../../world/world.js";
import { type DeelStanding, deelId, oneIn, standingOf, thingId } from "./standing.js";

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
function contraryOf({ personStatus, hiringStatus }: DeelStanding): string {
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

/**
 * A person's employments, the present one last (docs/vendors/deel.md §5). Some worked as a contractor before,
 * some have one that was made by mistake and deleted.
 */
function employmentsOf(person: Person, standing: DeelStanding): readonly Record<string, unknown>[] {
  const { startDate } = person;
  return [
    ...(startDate !== null && oneIn(7, person, "contractor before") ? [former(person, startDate)] : []),
    ...(oneIn(11, person, "deleted") ? [deleted(person)] : []),
    present(person, standing),
  ];
}

function present(person: Person, { hiringType, hiringStatus }: DeelStanding): Record<string, unknown> {
  const hasLeft = person.status === "inactive";
  return {
    ...employment(person, "present"),
    hiring_type: hiringType,
    hiring_status: hiringStatus,
    new_hiring_status: hiringStatus,
    contract_status: hasLeft ? "cancelled" : "in_progress",
    is_ended: hasLeft,
    start_date: person.startDate,
    completion_date: hasLeft ? instant(person.endDate) : person.contractEndDate,
    termination_last_day: hasLeft ? null : instant(person.endDate),
  };
}

/** Until a month before the present start. */
function former(person: Person, startDate: string): Record<string, unknown> {
  return {
    ...employment(person, "former"),
    hiring_type: "contractor",
    hiring_status: "inactive",
    new_hiring_status: "inactive",
    contract_status: "cancelled",
    is_ended: true,
    start_date: addDays(startDate, -400),
    completion_date: instant(addDays(startDate, -30)),
    termination_last_day: null,
    work_email: null,
  };
}

/** Looks as if the person had left. */
function deleted(person: Person): Record<string, unknown> {
  return { ...former(person, person.startDate ?? "2020-01-01"), is_user_contract_deleted: true };
}

function employment(person: Person, topic: string): Record<string, unknown> {
  return {
    id: hashText(`${topic} ${person.id}`).toString(36),
    name: `${person.jobTitle ?? "Contract"}`,
    job_title: person.jobTitle,
    email: person.workEmail,
    work_email: person.employmentType === "external" ? null : person.workEmail,
    country: person.country,
    team: person.team === null ? null : { id: thingId("team", person.team), name: person.team },
    payment: { rate: 30_000 + (hashText(person.id) % 60_000), scale: "annual", currency: "EUR" },
    contract_is_archived: false,
    is_user_contract_deleted: false,
  };
}

/** Last days come as instants at midnight (docs/vendors/deel.md §4). */
export function instant(day: string | null): string | null {
  return day === null ? null : `${day}T00:00:00.000Z`;
}
