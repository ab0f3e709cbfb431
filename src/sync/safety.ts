import type { NoteCode, SafetyCode } from "./codes.js";
import { type Change, type Note, type Plan, summarize } from "./plan.js";
import { compareNotes } from "./plan-order.js";
import type { SafetyLimits } from "./policy.js";

/** Exceptions a person grants to one plan. A number must be exactly the one of this plan. */
export interface SafetyOverrides {
  readonly allowArchives?: number;
  readonly allowUpdates?: number;
  /** Employees of a read that is smaller than the limit allows. */
  readonly allowEmployees?: number;
  readonly acceptConfig?: boolean;
}

export interface SafetyInput {
  /** For a run without archives: the result of `withoutArchives`. */
  readonly plan: Plan;
  readonly limits: SafetyLimits;
  readonly employeesRead: number;
  /** Employees of the last complete read; null before the first. */
  readonly lastCompleteEmployees: number | null;
  /** False only where an incomplete read was planned on; readers usually refuse it themselves. */
  readonly readComplete?: boolean;
  /** Whether the configuration is the one a person confirmed. */
  readonly configConfirmed: boolean;
  /** Why it is not, from `state-words.ts`. */
  readonly unconfirmed?: string;
  readonly overrides: SafetyOverrides;
}

interface SafetyViolation {
  readonly code: SafetyCode;
  readonly actual: number | null;
  readonly limit: number | null;
  /** The flag that lets exactly this plan pass; null when nothing does. */
  readonly override: string | null;
  /** One or two sentences with the numbers. */
  readonly text: string;
}

export interface SafetyVerdict {
  readonly ok: boolean;
  readonly violations: readonly SafetyViolation[];
}

/** Checks one plan against the limits (design §6). Pure; the caller writes nothing unless it is `ok`. */
export function checkSafety(input: SafetyInput): SafetyVerdict {
  const { plan, limits, overrides } = input;
  const { archive, update } = summarize(plan);
  const violations = [
    ...checkRead(input),
    ...checkCount("archives", archive, limitOf(limits.archives, plan), overrides.allowArchives, plan),
    ...checkCount("updates", update, limitOf(limits.updates, plan), overrides.allowUpdates, plan),
    ...checkConfig(input),
  ];
  return { ok: violations.length === 0, violations };
}

/** The plan of `--no-archive`: archives become notes, everything else stays. */
export function withoutArchives(plan: Plan): Plan {
  const archives = plan.changes.filter((change) => change.action === "archive");
  if (archives.length === 0) return plan;
  return {
    ...plan,
    changes: plan.changes.filter((change) => change.action !== "archive"),
    notes: [...plan.notes, ...archives.map(heldBack)].sort(compareNotes),
  };
}

function heldBack({ employeeId, memberId, email, name, reason }: Change): Note {
  const code: NoteCode<"blocked"> = "no_archive";
  const why = `${reason} But this run leaves out archives (\`--no-archive\`).`;
  return { kind: "blocked", employeeId, memberId, email, name, code, reason: why };
}

/** The number of changes up to which no confirmation is needed. */
function limitOf(limit: SafetyLimits["archives"], plan: Plan): number {
  return Math.max(Math.floor((limit.percent * plan.managedMembers) / 100), limit.atLeast);
}

function checkCount(
  what: "archives" | "updates",
  actual: number,
  limit: number,
  allowed: number | undefined,
  plan: Plan,
): SafetyViolation[] {
  if (allowed === actual) return [];
  const isOver = actual > limit;
  const override = isOver ? `--allow-${what} ${actual}` : null;
  const violations: SafetyViolation[] = [];
  if (isOver) {
    violations.push({
      code: what === "archives" ? "too_many_archives" : "too_many_updates",
      actual,
      limit,
      override,
      text: `The plan has ${actual} ${what}, more than the limit of ${limit} for ${plan.managedMembers} managed members.`,
    });
  }
  if (allowed !== undefined) violations.push(mismatch(`--allow-${what}`, allowed, actual, limit, override));
  return violations;
}

function checkRead(input: SafetyInput): SafetyViolation[] {
  const { employeesRead: actual, lastCompleteEmployees: last, limits, overrides } = input;
  if (input.readComplete === false) {
    const text = "The employees could not be read completely, so nobody can tell who is missing.";
    return [{ code: "incomplete_read", actual, limit: null, override: null, text }];
  }
  if (actual === 0) {
    const text = "The HR tool returned no employees at all. Check the key's permissions and the account.";
    return [{ code: "no_employees", actual, limit: 1, override: null, text }];
  }
  const allowed = overrides.allowEmployees;
  if (allowed === actual) return [];
  const limit = Math.ceil((limits.minEmployeesPercent * (last ?? 0)) / 100);
  const isUnder = actual < limit;
  const override = isUnder ? `--allow-employees ${actual}` : null;
  const violations: SafetyViolation[] = [];
  if (isUnder) {
    const text = `The HR tool returned ${actual} employees; the last complete read had ${last}, and ${limits.minEmployeesPercent} % of them (${limit}) must be there.`;
    violations.push({ code: "too_few_employees", actual, limit, override, text });
  }
  if (allowed !== undefined) violations.push(mismatch("--allow-employees", allowed, actual, limit, override));
  return violations;
}

function checkConfig({ configConfirmed, unconfirmed, overrides }: SafetyInput): SafetyViolation[] {
  if (configConfirmed || overrides.acceptConfig) return [];
  return [
    {
      code: "config_not_confirmed",
      actual: null,
      limit: null,
      override: "--accept-config",
      text: unconfirmed ?? "The configuration is not the one a person confirmed.",
    },
  ];
}

function mismatch(
  flag: string,
  allowed: number,
  actual: number,
  limit: number,
  override: string | null,
): SafetyViolation {
  const advice = override ? `use \`${override}\`` : "leave the flag out, the limit is not passed";
  const text = `\`${flag} ${allowed}\` was given, but the number is ${actual}: ${advice}.`;
  return { code: "override_mismatch", actual, limit, override, text };
}
