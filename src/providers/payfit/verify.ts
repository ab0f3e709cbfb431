import type { ProviderConnection, VerifyReport } from "../provider.js";
import { type LookedPage, lookThrough } from "../support/look.js";
import { type MappingContext, readPerson, toEmployee } from "./mapping.js";
import { firstPage, listPages, openApi, type Pages } from "./pages.js";
import { COLLABORATORS, readCommon } from "./read.js";
import type { PayfitSettings } from "./settings.js";
import { dataReadWith, whatToAllow } from "./settings.js";

/**
 * Asks PayFit about the key and looks at the first page of people: two calls, and one more for each of
 * company and contracts where the settings ask for them. Further pages only while nobody seen has a
 * professional e-mail: that the oldest fifty have none says nothing about the others.
 */
export async function verify(connection: ProviderConnection<PayfitSettings>): Promise<VerifyReport> {
  const { settings } = connection;
  const api = await openApi(connection);
  const people = listPages(api, COLLABORATORS);
  const { jobs: _jobs, ...common } = await readCommon(api, connection, firstPage);
  const context: MappingContext = { ...common, workEmails: new Map() };
  return lookThrough(asEmployees(people, context), dataReadWith(settings), whatToAllow);
}

async function* asEmployees(
  pages: Pages,
  context: MappingContext,
): AsyncGenerator<LookedPage, unknown, void> {
  for await (const page of pages) {
    const people = page.rows.map(readPerson).filter((person) => person !== null);
    yield { ...page, size: null, employees: people.map((person) => toEmployee(person, context)) };
  }
  return null;
}
