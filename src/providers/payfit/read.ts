import { dayBegunEverywhere, type EmployeeRead } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { createReadTally } from "../support/read-tally.js";
import { requireReadable } from "../support/readable.js";
import { readCompany } from "./company.js";
import { KEY_SCREEN, SERVICE } from "./errors.js";
import { type JobBook, readJobs } from "./jobs.js";
import { type MappingContext, type PayfitPerson, readPerson, toEmployee } from "./mapping.js";
import { type List, listPages, openApi, type PayfitApi } from "./pages.js";
import type { PayfitSettings } from "./settings.js";
import { BASE_SCOPE, dataRead } from "./settings.js";

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
  const { jobs, ...common } = await readCommon(api, connection, listPages);
  const workEmails = new Map<string, string>();
  const context: MappingContext = { ...common, workEmails };
  const tally = createReadTally();
  const pages: PayfitPerson[][] = [];

  const list = listPages(api, COLLABORATORS);
  let next = await list.next();
  for (; !next.done; next = await list.next()) {
    const { rows } = next.value;
    const people = rows.map(readPerson).filter((person) => person !== null);
    tally.addMalformed(rows.length - people.length);
    if (pages.length === 0) requireData(people, context);
    for (const person of people) {
      if (person.workEmail) workEmails.set(person.id, person.workEmail);
    }
    pages.push(people);
  }
  const end = next.value;
  if ("broken" in end) return tally.outcome(end);
  for (let people = pages.shift(); people; people = pages.shift()) {
    yield tally.unique(
      people.map((person) => toEmployee(person, context)),
      end.total,
    );
  }
  const gap = jobs?.gap;
  return tally.outcome(gap ? { ...gap, broken: `contracts: ${gap.broken}` } : end);
}

/** What the records of single people don't tell: company and jobs, where the settings ask for them. */
export async function readCommon(
  api: PayfitApi,
  { settings, now }: ProviderConnection<PayfitSettings>,
  pagesOf: typeof listPages,
): Promise<Omit<MappingContext, "workEmails"> & { readonly jobs: JobBook | null }> {
  const today = dayBegunEverywhere(now());
  const company = settings.companyDetails ? await readCompany(api) : null;
  const jobs = settings.contracts ? await readJobs(api, settings.contracts, today, pagesOf) : null;
  return { today, company, jobs, grants: api.grants, jobOf: (id) => jobs?.jobOf(id) ?? null };
}

function requireData(people: readonly PayfitPerson[], context: MappingContext): void {
  const employees = people.map((person) => toEmployee(person, context));
  requireReadable(employees, dataRead, { service: SERVICE, next: WHAT_TO_DO });
}
