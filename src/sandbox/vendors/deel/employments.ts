import { addDays } from "../../../sync/dates.js";
import { hashText } from "../../random.js";
import type { Person } from "../../world/person.js";
import { oneIn, thingId } from "./ids.js";
import type { Standing } from "./standing.js";

/**
 * A person's employments, the present one last (docs/vendors/deel.md §5). Some worked as a contractor before,
 * some have one that was made by mistake and deleted.
 */
export function employmentsOf(person: Person, standing: Standing): readonly Record<string, unknown>[] {
  const { startDate } = person;
  return [
    ...(startDate !== null && oneIn(7, person, "contractor before") ? [former(person, startDate)] : []),
    ...(oneIn(11, person, "deleted") ? [deleted(person)] : []),
    present(person, standing),
  ];
}

function present(person: Person, { hiringType, hiringStatus }: Standing): Record<string, unknown> {
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
