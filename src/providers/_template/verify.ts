import type { DataRead, ProviderConnection, VerifyReport } from "../provider.js";
import { lookThrough } from "../support/look.js";
import { TOKEN_SCREEN } from "./errors.js";
import { readPages } from "./read.js";
import type { ExamplehrSettings } from "./settings.js";
import { dataRead } from "./settings.js";

/**
 * Looks at the first page of people: one call that shows the total and, by what the people have, what
 * the token may read. Further pages only while something required is empty for everybody seen so far.
 *
 * Decide: the cheapest call that shows both. A vendor that lists a credential's permissions is better
 * asked for them, also because the first page may lack what only some people have.
 */
export async function verify(connection: ProviderConnection<ExamplehrSettings>): Promise<VerifyReport> {
  return lookThrough(readPages(connection), dataRead, whatToAllow);
}

function whatToAllow({ label }: DataRead): string {
  return `In Example HR under ${TOKEN_SCREEN} > Readable fields, tick ${label}.`;
}
