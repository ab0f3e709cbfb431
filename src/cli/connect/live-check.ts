import type { z } from "zod";
import { entitySchema } from "../../config/schema.js";
import { suggestion } from "../../config/suggestion.js";
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
import { type Clock, isIsoDate, isProblem, type Member, Problem } from "../../sync/model/index.js";
import type { Validate } from "../prompts/prompter.js";

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

const { timezone, walletCurrency, spendesk, source, protect } = entitySchema.shape;
const ENVIRONMENTS: readonly string[] = ["production", "demo"];
const TARGETS: readonly string[] = ["api", "file"];

/** Checks of the answers of `connect`, by the key of `--set`. The configuration's schema has the last word. */
export const checkTimezone: Validate = (value) => complaint(timezone, value);

/** Empty: no currency. */
export const checkCurrency: Validate = (value) => (value === "" ? null : complaint(walletCurrency, value));

export const checkOwner: Validate = (value) => complaint(protect, [value]);

export const checkSpendeskHost: Validate = (value) => complaint(spendesk, { baseUrl: value });

/** Empty: the vendor's own host. */
export const checkSourceHost: Validate = (value) =>
  value === "" ? null : complaint(source, { provider: "any", baseUrl: value });

export const checkTarget: Validate = (value) => oneOf(TARGETS, value);

export const checkEnvironment: Validate = (value) => oneOf(ENVIRONMENTS, value);

/** Empty: not known. A day that is over is a slip: with such a key the check would fail anyway. */
export function checkKeyExpiry(clock: Clock): Validate {
  return (value) => {
    if (value === "") return null;
    if (!isIsoDate(value)) return "It must be a day of the form YYYY-MM-DD.";
    return value < clock.now().toISOString().slice(0, 10) ? "This day is over." : null;
  };
}

function oneOf(known: readonly string[], value: string): string | null {
  return known.includes(value) ? null : `It must be ${known.join(" or ")}. ${suggestion(value, known)}`;
}

function complaint(schema: z.ZodType, value: unknown): string | null {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  if (!issue) return null;
  const help: unknown = issue.code === "custom" ? issue.params?.help : null;
  return `It ${issue.message}.${typeof help === "string" ? ` ${help}` : ""}`;
}
