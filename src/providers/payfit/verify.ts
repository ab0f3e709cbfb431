import type { ProviderConnection, VerifyFinding, VerifyReport } from "../provider.js";
import { findingsFrom } from "../support/readable.js";
import { openApi, type PayfitApi } from "./api.js";
import { dataReadWith, isGranted, type PayfitData, whatToAllow } from "./data-read.js";
import { type MappingContext, readPerson, toEmployee } from "./mapping.js";
import { fetchPage, type Page, peekList } from "./pages.js";
import { COLLABORATORS, readCommon } from "./read.js";
import type { PayfitSettings } from "./settings.js";

/**
 * Asks PayFit about the key and looks at the first page of people: two calls, and one more for each of
 * company and contracts where the settings ask for them. What nobody of that page has is told from what
 * the key may not read by the key's scopes.
 */
export async function verify(connection: ProviderConnection<PayfitSettings>): Promise<VerifyReport> {
  const { settings } = connection;
  const api = await openApi(connection);
  const page = await fetchPage(api, COLLABORATORS, null);
  const common = await readCommon(api, settings, peekList);
  const context: MappingContext = { ...common, workEmails: new Map() };
  const people = page.items.map(readPerson).filter((person) => person !== null);
  const employees = people.map((person) => toEmployee(person, context));
  const data = new Map(dataReadWith(settings).map((one) => [one.field, one]));
  const findings = findingsFrom(employees, [...data.values()], ({ field }) => adviceFor(data.get(field)));
  return {
    employees: headCount(page),
    findings: findings.map((finding) => withScopes(finding, data.get(finding.field), api.scopes)),
  };
}

/** A count larger than its page can only be that of the whole list. */
function headCount({ items, next, count }: Page): number | null {
  if (next === null) return items.length;
  return count !== null && count > items.length ? count : null;
}

function adviceFor(data: PayfitData | undefined): string {
  return data ? whatToAllow(data) : "";
}

function withScopes(
  finding: VerifyFinding,
  data: PayfitData | undefined,
  scopes: PayfitApi["scopes"],
): VerifyFinding {
  if (finding.state !== "missing" || !data || !isGranted(data, scopes)) return finding;
  return { ...finding, state: "empty", next: null };
}
