import type { Provider, ProviderConnection, VerifyReport } from "../../providers/provider.js";
import type { Spendesk } from "../../spendesk/spendesk.js";
import { Problem } from "../../sync/errors.js";

/** What both live checks found. */
export interface LiveCheck {
  readonly members: number;
  readonly provider: VerifyReport;
}

/**
 * Tries both ends for real.
 * @throws Problem for wrong credentials, an unreachable host, or a required permission that is missing
 */
export async function checkLive(
  spendesk: Spendesk,
  provider: Provider,
  connection: ProviderConnection<unknown>,
): Promise<LiveCheck> {
  const { members } = await spendesk.reader.readMembers();
  const report = await provider.verify(connection);
  const missing = report.findings.filter((finding) => finding.required && finding.state === "missing");
  if (missing.length > 0) throw permissionMissing(provider, missing);
  return { members: members.length, provider: report };
}

function permissionMissing(provider: Provider, missing: VerifyReport["findings"]): Problem {
  return new Problem({
    kind: "credentials",
    code: "permission_missing",
    what: `The credential of ${provider.title} can't read what the sync needs: ${missing.map((one) => one.field).join(", ")}.`,
    why: `${provider.title} leaves out what was not allowed, without an error.`,
    next:
      missing.flatMap((one) => one.next ?? []).join(" ") || `See \`spendesk-hr providers ${provider.id}\`.`,
  });
}
