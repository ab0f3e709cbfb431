import type { Employee } from "../../sync/model/index.js";
import type { DataRead, ProviderConnection, VerifyReport } from "../provider.js";
import { findingsFrom } from "../support/readable.js";
import { dataReadOf } from "./data.js";
import { readEmployees } from "./read.js";
import type { FileSettings } from "./settings.js";

/** Only mapped columns are looked at, so that none can be missing; one may be empty for everybody. */
const ONLY_MAPPED = "Run `spendesk-hr connect file` again.";

/**
 * Reads the whole export: only that shows whether it can be used. Of a person nothing is kept but one
 * example of each column that holds something.
 */
export async function verify(connection: ProviderConnection<FileSettings>): Promise<VerifyReport> {
  const dataRead = dataReadOf(connection.settings);
  let employees = 0;
  let open: readonly DataRead[] = dataRead;
  const shown: Employee[] = [];
  for await (const page of readEmployees(connection)) {
    employees += page.length;
    for (const employee of page) {
      if (open.length === 0) break;
      const left = open.filter((data) => findingsFrom([employee], [data], () => "")[0]?.state !== "ok");
      if (left.length < open.length || shown.length === 0) shown.push(employee);
      open = left;
    }
  }
  return { employees, findings: findingsFrom(shown, dataRead, () => ONLY_MAPPED) };
}
