import { dayBegunEverywhere, type EmployeeRead } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import type { LookedPage } from "../support/look.js";
import { createManagerBook } from "../support/manager-book.js";
import { readPeople } from "../support/read-people.js";
import type { ListEnd } from "../support/read-tally.js";
import { readCompany } from "./company.js";
import { KEY_SCREEN, SERVICE } from "./errors.js";
import { type JobBook, readJobs } from "./jobs.js";
import { type MappingContext, readPerson, toEmployee } from "./mapping.js";
import { type List, listPages, openApi, type PayfitApi } from "./pages.js";
import type { PayfitSettings } from "./settings.js";
import { BASE_SCOPE, dataRead } from "./settings.js";

/** Everybody, leavers and admins without a contract included. Contracts in the making stay out. */
const COLLABORATORS: List = {
  path: "/collaborators",
  key: "collaborators",
  scope: BASE_SCOPE,
  purpose: "list collaborators",
};

const WHAT_TO_DO = `In PayFit under ${KEY_SCREEN}, create a new key that has the scopes of \`spendesk-hr providers payfit\`, then run \`spendesk-hr connect payfit\`.`;

/**
 * Everybody the key sees, with 1 + ⌈N/50⌉ calls; company and contracts cost more, and only when the
 * settings ask for them.
 */
export async function* readEmployees(connection: ProviderConnection<PayfitSettings>): EmployeeRead {
  const api = await openApi(connection);
  const { jobs, ...context } = await startMapping(api, connection, listPages);
  return yield* readPeople(employeePages(api, context), {
    dataRead,
    advice: { service: SERVICE, next: WHAT_TO_DO },
    settle: (end) =>
      jobs?.gap && !("broken" in end) ? { ...jobs.gap, broken: `contracts: ${jobs.gap.broken}` } : end,
  });
}

/** What the records of single people don't tell: company and jobs, where the settings ask for them. */
export async function startMapping(
  api: PayfitApi,
  { settings, now }: ProviderConnection<PayfitSettings>,
  pagesOf: typeof listPages,
): Promise<MappingContext & { readonly jobs: JobBook | null }> {
  const today = dayBegunEverywhere(now());
  const company = settings.companyDetails ? await readCompany(api) : null;
  const jobs = settings.contracts ? await readJobs(api, settings.contracts, today, pagesOf) : null;
  const managers = createManagerBook();
  return { today, company, jobs, managers, grants: api.grants, jobOf: (id) => jobs?.jobOf(id) ?? null };
}

/** The pages with the employees of their records; those without a usable id are not among them. */
export async function* employeePages(
  api: PayfitApi,
  context: MappingContext,
): AsyncGenerator<LookedPage, ListEnd, void> {
  const list = listPages(api, COLLABORATORS);
  let next = await list.next();
  for (; !next.done; next = await list.next()) {
    const people = next.value.rows.map(readPerson).filter((person) => person !== null);
    for (const { id, workEmail } of people) context.managers.note(id, workEmail);
    yield { ...next.value, size: null, employees: people.map((person) => toEmployee(person, context)) };
  }
  return next.value;
}
