import type {
  Obstacle,
  Provider,
  ProviderConnection,
  VerifyFinding,
  VerifyReport,
} from "../../providers/provider.js";
import { dataEmpty } from "../../providers/support/readable.js";
import { emailKey } from "../../shared/text.js";
import type { Spendesk } from "../../spendesk/spendesk.js";
import type { WriteAccess } from "../../spendesk/write-access.js";
import { isProblem, Problem } from "../../sync/errors.js";
import type { Member } from "../../sync/member.js";

/** A finding with the provider's own name for the data. */
export interface LabelledFinding extends VerifyFinding {
  readonly label: string;
  readonly purpose: string;
}

/** What both live checks found. */
export interface LiveCheck {
  readonly members: number;
  /** Whether the Spendesk key may write, from its token. */
  readonly writeAccess: WriteAccess;
  /** Employees the credential can see; null when no cheap call tells. */
  readonly employees: number | null;
  readonly findings: readonly LabelledFinding[];
  /** People whose data the findings are about; null: all that the credential can see. */
  readonly looked: number | null;
  /** What every read would meet, and nobody but an admin can mend. */
  readonly obstacles: readonly Obstacle[];
  /** Whether somebody in Spendesk has the Account Owner's e-mail; null when it was not given. */
  readonly ownerFound: boolean | null;
}

/** Which end failed, so that only that one has to be entered again. */
export interface FailedCheck {
  readonly side: "spendesk" | "provider";
  readonly problem: Problem;
}

export type CheckResult =
  | { readonly ok: true; readonly check: LiveCheck }
  | ({ readonly ok: false } & FailedCheck);

interface BothEnds {
  readonly spendesk: Spendesk;
  readonly provider: Provider;
  /** Opens the HR end; may throw a Problem of its settings. */
  openProvider(): ProviderConnection<unknown>;
  readonly owner: string | null;
}

/**
 * Tries both ends for real. Wrong credentials, an unreachable host, wrong settings, a required
 * permission that is missing and required data that nobody has are a failed result.
 */
export async function checkLive({ spendesk, provider, openProvider, owner }: BothEnds): Promise<CheckResult> {
  let side: FailedCheck["side"] = "spendesk";
  try {
    const { members } = await spendesk.reader.readMembers();
    const writeAccess = await spendesk.writeAccess();
    side = "provider";
    const seen = await checkProvider(provider, openProvider());
    const ownerFound = owner === null ? null : hasMember(members, owner);
    return {
      ok: true,
      check: { members: members.length, writeAccess, ...seen, ownerFound },
    };
  } catch (error) {
    if (!isProblem(error) || error.kind === "interrupted") throw error;
    return { ok: false, side, problem: error };
  }
}

/**
 * Tries the HR end for real.
 * @throws Problem of the provider; `permission_missing` when it can't read what the sync needs,
 *   `data_empty` when nobody has it
 */
export async function checkProvider(
  provider: Provider,
  connection: ProviderConnection<unknown>,
): Promise<Pick<LiveCheck, "employees" | "findings" | "looked" | "obstacles">> {
  const report = await provider.verify(connection);
  const { employees, looked = null, obstacles = [] } = report;
  const findings = labelled(report, provider);
  const required = (state: VerifyFinding["state"]) =>
    findings.filter((finding) => finding.required && finding.state === state);
  const missing = required("missing");
  if (missing.length > 0) throw permissionMissing(provider, missing);
  const empty = required("empty");
  if (empty.length > 0) {
    throw dataEmpty(
      provider.title,
      empty,
      looked ?? employees,
      empty.flatMap(({ next }) => next ?? []),
    );
  }
  return { employees, findings, looked, obstacles };
}

function labelled({ findings }: VerifyReport, { dataRead }: Provider): readonly LabelledFinding[] {
  return findings.map((finding) => {
    const data = dataRead.find(({ field }) => field === finding.field);
    return { ...finding, label: data?.label ?? finding.field, purpose: data?.purpose ?? "" };
  });
}

function hasMember(members: readonly Member[], email: string): boolean {
  return members.some((member) => member.email !== null && emailKey(member.email) === emailKey(email));
}

function permissionMissing(provider: Provider, missing: readonly LabelledFinding[]): Problem {
  return new Problem({
    kind: "credentials",
    code: "permission_missing",
    what: `The credential of ${provider.title} can't read what the sync needs: ${missing.map(({ label }) => label).join(", ")}.`,
    why: `${provider.title} leaves out what was not allowed, without an error.`,
    next:
      missing.flatMap(({ next }) => next ?? []).join(" ") || `See \`spendesk-hr providers ${provider.id}\`.`,
  });
}
