import { dayInZone, type IsoDate } from "../../sync/dates.js";
import type { EmployeeRead, ReadOutcome } from "../../sync/ports.js";
import type { ProviderConnection } from "../provider.js";
import { createReadTally, type ReadTally } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { openApi, type PayfitApi } from "./api.js";
import { readCompany } from "./company.js";
import { BASE_SCOPE, dataRead, isGranted } from "./data-read.js";
import { KEY_SCREEN, SERVICE } from "./errors.js";
import { type JobBook, readJobs } from "./jobs.js";
import { type MappingContext, type Person, readPerson, toEmployee } from "./mapping.js";
import { type List, type ListEnd, readList } from "./pages.js";
import type { PayfitSettings } from "./settings.js";

/** Everybody, leavers and admins without a contract included. Contracts in the making stay out. */
export const COLLABORATORS: List = {
  path: "/collaborators",
  key: "collaborators",
  scope: BASE_SCOPE,
  purpose: "list collaborators",
};

const WHAT_TO_DO = `In PayFit under ${KEY_SCREEN}, create a new key that has the scopes of \`spendesk-hr providers payfit\`, then run \`spendesk-hr connect payfit\`.`;

/**
 * Everybody the key sees, with 1 + ⌈N/50⌉ calls; company and contracts cost more, and only when the
 * settings ask for them.
 *
 * Nobody is given before the whole list is there: managers are named by id, and their e-mails, which
 * rules can ask for, may be on a later page. Only what is used of each record is kept until then.
 */
export async function* readEmployees(connection: ProviderConnection<PayfitSettings>): EmployeeRead {
  const api = await openApi(connection);
  const { jobs, ...common } = await readCommon(api, connection.settings, readList);
  const workEmails = new Map<string, string>();
  const context: MappingContext = { ...common, workEmails };
  const tally = createReadTally();
  const pages: Person[][] = [];

  const end = await readList(api, COLLABORATORS, (items) => {
    const people = items.map(readPerson).filter((person) => person !== null);
    tally.addMalformed(items.length - people.length);
    if (pages.length === 0) requireData(people, context, api.scopes);
    for (const person of people) {
      if (person.workEmail) workEmails.set(person.id, person.workEmail);
    }
    pages.push(people);
  });
  for (let people = pages.shift(); people; people = pages.shift()) {
    yield tally.unique(people.map((person) => toEmployee(person, context)));
  }
  return outcomeOf(end, jobs?.end ?? null, tally.outcome);
}

/** What the records of single people don't tell: company and jobs, where the settings ask for them. */
export async function readCommon(
  api: PayfitApi,
  settings: PayfitSettings,
  read: typeof readList,
): Promise<Omit<MappingContext, "workEmails"> & { readonly jobs: JobBook | null }> {
  const today = startedEverywhere(new Date());
  const company = settings.companyDetails ? await readCompany(api) : null;
  const jobs = settings.contracts ? await readJobs(api, settings.contracts, today, read) : null;
  return { today, company, jobs, jobOf: (id) => jobs?.jobOf(id) ?? null };
}

/** The latest day that has begun in every time zone; planning goes by the entity's own. */
function startedEverywhere(instant: Date): IsoDate {
  return dayInZone(instant, "Etc/GMT+12");
}

function requireData(people: readonly Person[], context: MappingContext, scopes: PayfitApi["scopes"]): void {
  const employees = people.map((person) => toEmployee(person, context));
  const needed = dataRead.filter((data) => !isGranted(data, scopes));
  requireReadable(employees, needed, { service: SERVICE, next: WHAT_TO_DO });
}

function outcomeOf(people: ListEnd, jobs: ListEnd | null, outcome: ReadTally["outcome"]): ReadOutcome {
  if ("broken" in people) return { complete: false, why: people.broken };
  if (jobs && "broken" in jobs) return { complete: false, why: `contracts: ${jobs.broken}` };
  if (jobs && jobs.rows !== jobs.total) {
    return { complete: false, why: `${jobs.rows} of ${jobs.total} contracts came` };
  }
  return outcome({ total: people.total });
}
