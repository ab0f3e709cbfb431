import type { Employee } from "../../../sync/model/index.js";
import type { ProviderConnection, VerifyFinding, VerifyReport } from "../../provider.js";
import { lookThrough, noting } from "../../support/look.js";
import type { LegacySettings } from "../settings.js";
import { adviceFor, dataRead, OTHER_TIMES, ROLE_SCREEN } from "./data-read.js";
import { employeePages, startMapping } from "./read.js";

/**
 * One call, for the first page of users: it shows the head-count and, by what people have, everything
 * the key's role may see. Of most companies it is the whole list. Further pages only while required data
 * are empty for everybody seen.
 */
export async function verify(connection: ProviderConnection<LegacySettings>): Promise<VerifyReport> {
  const { settings } = connection;
  const seen: Employee[] = [];
  const pages = noting(employeePages(connection, startMapping(connection)), seen);
  const report = await lookThrough(pages, dataRead, (data) => adviceFor(data, settings));
  return { ...report, findings: report.findings.map((finding) => withLeaverWarning(finding, seen)) };
}

/**
 * A role has a right of its own for people who have left, and one for people who start later. Without
 * them they are not in the list, without an error (docs/vendors/lucca.md §1.1). A company without future
 * hires is nothing unusual, so only the absence of all leavers is told; the oldest users are on the first
 * page.
 */
function withLeaverWarning(finding: VerifyFinding, employees: readonly Employee[]): VerifyFinding {
  const isReadable = finding.state === "ok" || finding.state === "empty";
  if (finding.field !== "terminationDate" || !isReadable) return finding;
  if (employees.some(({ status }) => status === "inactive")) return finding;
  const next = `Nobody who has left is among the ${employees.length} people this key sees, so nobody would ever be archived. For Contract end: in Lucca under ${ROLE_SCREEN}, tick ${OTHER_TIMES} on all establishments and departments. If really nobody has left yet, go on.`;
  return { ...finding, state: "missing", next };
}
