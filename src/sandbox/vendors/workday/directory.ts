import { hashText } from "../../random.js";
import type { VendorSettings } from "../../settings.js";
import type { Person, World } from "../../world/world.js";

const KEPT_SNAPSHOTS = 8;

/** Everybody at one moment. */
export interface Moment {
  /** In an order that is stable but means nothing. */
  readonly people: readonly Person[];
  person(id: string): Person | null;
  leads(person: Person): boolean;
}

/**
 * A function that gives everybody as of an entry moment: who asks again with the same moment gets the
 * same people, whatever was entered since. Without one it is always now (docs/vendors/workday.md §3.1).
 */
export function createDirectory(world: World, seed: number): (entryMoment: string | null) => Moment {
  const kept = new Map<string, Moment>();
  let latest: { readonly from: readonly Person[]; readonly moment: Moment } | null = null;

  function now(): Moment {
    const from = world.people();
    if (latest?.from !== from) latest = { from, moment: momentOf(from, seed) };
    return latest.moment;
  }

  return (entryMoment) => {
    if (entryMoment === null) return now();
    const moment = kept.get(entryMoment) ?? now();
    kept.set(entryMoment, moment);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_SNAPSHOTS && oldest !== undefined) kept.delete(oldest);
    return moment;
  };
}

function momentOf(from: readonly Person[], seed: number): Moment {
  const byId = new Map(from.map((person) => [person.id, person]));
  const managers = new Set(from.map(({ managerId }) => managerId));
  const people = from
    .map((person) => ({ person, place: hashText(`workday ${seed} ${person.id}`) }))
    .sort((a, b) => a.place - b.place)
    .map(({ person }) => person);
  return {
    people,
    person: (id) => byId.get(id) ?? null,
    leads: ({ id }) => managers.has(id),
  };
}

/** Workday ids: 32 hexadecimal digits. The last ones are those of the person. */
const WID_START = "0f1e2d3c4b5a6978";

function workdayId(personId: string): string {
  return `${WID_START}${personId.padStart(16, "0")}`;
}

/** All ids of a worker. Those for people have zeros in front, which a number would lose. */
export function workerIds({ id, employmentType }: Person): Readonly<Record<string, string>> {
  const readable =
    employmentType === "external" ? { Contingent_Worker_ID: `C-${id}` } : { Employee_ID: `00${id}` };
  return { WID: workdayId(id), ...readable };
}

/** True for one person in `period`, always the same ones. */
export function oneIn(period: number, person: Person, topic: string): boolean {
  return hashText(`${topic} ${person.id}`) % period === 0;
}

/**
 * Domain security policies (docs/vendors/workday.md §1): what the user lacks is left out, without a
 * fault.
 */
const DOMAINS = {
  staffing: "Worker Data: Current Staffing Information",
  positions: "Worker Data: All Positions",
  organizations: "Worker Data: Organization Information",
  names: "Person Data: Name",
  workEmail: "Person Data: Work Contact Information",
  homeEmail: "Person Data: Home Contact Information",
  elections: "Worker Data: Payroll (Payment Elections)",
} as const;

export type Domain = keyof typeof DOMAINS;

/** What the user may see, by the domains that are not hidden. */
export function sightOf({ hiddenAttributes }: VendorSettings): (domain: Domain) => boolean {
  return (domain) => !hiddenAttributes.includes(DOMAINS[domain]);
}

/** What a worker is rendered for. */
export interface WorkerView {
  /** As_Of_Effective_Date. */
  readonly today: string;
  sees(domain: Domain): boolean;
  /** Whether the response group of that name was asked for. */
  wants(group: string): boolean;
  /** Whether organizations of that kind were kept out: `Exclude_Teams`. */
  excludes(flag: string): boolean;
  person(id: string): Person | null;
  /** Whether somebody reports to this person. */
  leads(person: Person): boolean;
}
