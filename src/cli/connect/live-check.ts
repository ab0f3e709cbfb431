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
import type { WriteAccess } from "../../spendesk/write-refused.js";
import { isProblem, type Member, Problem } from "../../sync/model/index.js";

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

/** An end that failed, so that only that one has to be entered again. */
export interface FailedCheck {
  readonly side: "spendesk" | "provider";
  readonly problem: Problem;
  /** What was found out about data before that; empty when nothing could be read. */
  readonly findings: readonly LabelledFinding[];
}

/** What the Spendesk end gave. */
export type SpendeskSeen = Pick<LiveCheck, "members" | "writeAccess" | "ownerFound">;

/** What the HR end gave. */
export type ProviderSeen = Pick<LiveCheck, "employees" | "findings" | "looked" | "obstacles">;

export type CheckResult =
  | { readonly ok: true; readonly check: LiveCheck }
  | {
      readonly ok: false;
      readonly failures: readonly [FailedCheck, ...FailedCheck[]];
      /** The other end, when only one failed. */
      readonly spendesk: SpendeskSeen | null;
      readonly provider: ProviderSeen | null;
    };

interface BothEnds {
  readonly spendesk: Spendesk;
  readonly provider: Provider;
  /** Opens the HR end; may throw a Problem of its settings. */
  openProvider(): ProviderConnection<unknown>;
  readonly owner: string | null;
}

/**
 * Tries both ends for real, each whatever becomes of the other. Wrong credentials, an unreachable host,
 * wrong settings, a required permission that is missing and required data that nobody has are a failed result.
 */
export async function checkLive(ends: BothEnds): Promise<CheckResult> {
  const [spendesk, provider] = await Promise.all([trySpendesk(ends), tryProvider(ends)]);
  if ("seen" in spendesk && "seen" in provider) {
    return { ok: true, check: { ...spendesk.seen, ...provider.seen } };
  }
  const [first, ...others] = [spendesk, provider].flatMap((end) => ("seen" in end ? [] : [end]));
  if (!first) throw new Error("neither end failed");
  return {
    ok: false,
    failures: [first, ...others],
    spendesk: "seen" in spendesk ? spendesk.seen : null,
    provider: "seen" in provider ? provider.seen : null,
  };
}

async function trySpendesk({ spendesk, owner }: BothEnds): Promise<{ seen: SpendeskSeen } | FailedCheck> {
  try {
    const { members } = await spendesk.reader.readMembers();
    const writeAccess = await spendesk.writeAccess();
    const ownerFound = owner === null ? null : hasMember(members, owner);
    return { seen: { members: members.length, writeAccess, ownerFound } };
  } catch (error) {
    return { side: "spendesk", problem: problemOf(error), findings: [] };
  }
}

async function tryProvider({
  provider,
  openProvider,
}: BothEnds): Promise<{ seen: ProviderSeen } | FailedCheck> {
  try {
    const seen = await lookAtProvider(provider, openProvider());
    const problem = requiredProblem(provider, seen);
    return problem === null ? { seen } : { side: "provider", problem, findings: seen.findings };
  } catch (error) {
    return { side: "provider", problem: problemOf(error), findings: [] };
  }
}

/** @throws the error itself when it is no failure of that end: somebody stopped the program, or it has a mistake */
function problemOf(error: unknown): Problem {
  if (isProblem(error) && error.kind !== "interrupted") return error;
  throw error;
}

/**
 * Tries the HR end for real.
 * @throws Problem of the provider; `permission_missing` when it can't read what the sync needs,
 *   `data_empty` when nobody has it
 */
export async function checkProvider(
  provider: Provider,
  connection: ProviderConnection<unknown>,
): Promise<ProviderSeen> {
  const seen = await lookAtProvider(provider, connection);
  const problem = requiredProblem(provider, seen);
  if (problem) throw problem;
  return seen;
}

async function lookAtProvider(
  provider: Provider,
  connection: ProviderConnection<unknown>,
): Promise<ProviderSeen> {
  const report = await provider.verify(connection);
  const { employees, looked = null, obstacles = [] } = report;
  return { employees, findings: labelled(report, provider), looked, obstacles };
}

/** What the sync can't do without and is not to be had. */
function requiredProblem(provider: Provider, { findings, looked, employees }: ProviderSeen): Problem | null {
  const required = (state: VerifyFinding["state"]) =>
    findings.filter((finding) => finding.required && finding.state === state);
  const missing = required("missing");
  if (missing.length > 0) return permissionMissing(provider, missing);
  const empty = required("empty");
  if (empty.length === 0) return null;
  const advice = empty.flatMap(({ next }) => next ?? []);
  return dataEmpty(provider.title, empty, looked ?? employees, advice);
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
