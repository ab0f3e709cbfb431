import type { ProviderConnection, VerifyReport } from "../provider.js";
import { lookThrough } from "../support/look.js";
import { firstPage, openApi } from "./pages.js";
import { employeePages, startMapping } from "./read.js";
import type { PayfitSettings } from "./settings.js";
import { dataReadWith, whatToAllow } from "./settings.js";

/**
 * Asks PayFit about the key and looks at the first page of people: two calls, and one more for each of
 * company and contracts where the settings ask for them. Further pages only while nobody seen has a
 * professional e-mail: that the oldest fifty have none says nothing about the others.
 */
export async function verify(connection: ProviderConnection<PayfitSettings>): Promise<VerifyReport> {
  const api = await openApi(connection);
  const context = await startMapping(api, connection, firstPage);
  return lookThrough(employeePages(api, context), dataReadWith(connection.settings), whatToAllow);
}
