import type { Employee } from "../../sync/model/index.js";
import type { DataRead, ProviderConnection, VerifyFinding, VerifyReport } from "../provider.js";
import { lookThrough, noting } from "../support/look.js";
import { findingsFrom } from "../support/readable.js";
import { createBankLookup } from "./bank-lookup.js";
import { TOKEN_SCREEN } from "./errors.js";
import { openPeople } from "./people.js";
import type { DeelSettings } from "./settings.js";
import { dataRead, isBankData } from "./settings.js";

/** Whose bank accounts are looked at until one is found: Deel has them of some workers only. */
const MOST_LOOKED_AT = 3;

/**
 * One call for the first page: it shows the head-count and, by what people have, what the token may
 * read; Deel tells a token's scopes and its sensitive data nowhere else. Further pages only while
 * required data are empty for everybody seen. Bank accounts take one call more, or a few when the first
 * people have none.
 */
export async function verify(connection: ProviderConnection<DeelSettings>): Promise<VerifyReport> {
  const { pages, asksForLeavers } = openPeople(connection);
  const employees: Employee[] = [];
  const listed = dataRead.filter((data) => !isBankData(data));
  const report = await lookThrough(noting(pages, employees), listed, notOnAnybody);
  const leaversHidden = !asksForLeavers() && !employees.some(({ status }) => status === "inactive");
  const readsBank = connection.settings.bankDetails !== false;
  return {
    ...report,
    findings: [
      ...report.findings.map((finding) => (leaversHidden ? withLeaverWarning(finding) : finding)),
      ...(readsBank ? await bankFindings(connection, employees) : []),
    ],
  };
}

/** Without the filter Deel may list nobody who has left, and then nobody would ever be archived. */
function withLeaverWarning(finding: VerifyFinding): VerifyFinding {
  if (finding.field !== "terminationDate") return finding;
  const next =
    "Deel refuses the hiring statuses that are asked for, and without that filter it shows nobody who has left, so nobody would ever be archived. For Last day: update spendesk-hr (docs/upgrade.md), whose list of statuses may be too old. If really nobody has left yet, go on.";
  return { ...finding, state: "missing", next };
}

/**
 * Judged by the first person who has a bank account, and by a refusal when there is none. With neither
 * of them there was nobody to look at.
 */
async function bankFindings(
  connection: ProviderConnection<DeelSettings>,
  employees: readonly Employee[],
): Promise<readonly VerifyFinding[]> {
  const bankData = dataRead.filter(isBankData);
  const lookUp = createBankLookup(connection);
  let isRefused = false;
  for (const employee of likelyHolders(employees)) {
    const answer = await lookUp(employee.id);
    if (answer.kind === "found" && answer.bank !== null) {
      return findingsFrom([{ ...employee, bank: answer.bank }], bankData, notOnAnybody);
    }
    isRefused ||= answer.kind === "refused";
  }
  return bankData.map((data) => ({
    field: data.field,
    required: data.required,
    state: isRefused ? "missing" : "unknown",
    next: isRefused ? `Deel refuses it to this token. ${whatToAllow(data)}` : null,
  }));
}

/** Nobody who has left, and EOR employees last: Deel has no bank accounts of those. */
function likelyHolders(employees: readonly Employee[]): readonly Employee[] {
  return employees
    .filter(({ status }) => status !== "inactive")
    .toSorted((a, b) => Number(isEor(a)) - Number(isEor(b)))
    .slice(0, MOST_LOOKED_AT);
}

function isEor({ employmentType }: Employee): boolean {
  return employmentType === "eor";
}

function notOnAnybody(data: DataRead): string {
  return `${data.label} is on nobody. ${whatToAllow(data)}`;
}

function whatToAllow({ label }: DataRead): string {
  return `In Deel under ${TOKEN_SCREEN}, generate a new Organization token with the scope people:read that leaves ${label} in at the step "sensitive data access".`;
}
