import type { SafetyCode } from "../model/index.js";
import type { SafetyViolation } from "./input.js";
import { flagOf, type NumberOverride, type SafetyOverrides } from "./overrides.js";

/** A number that must not be passed, with what is said and what allows it. */
export interface Check {
  readonly code: SafetyCode;
  readonly override: NumberOverride;
  /** The number that an override must name. */
  readonly number: number;
  /** The number that is compared, when it is another one. */
  readonly counted?: number;
  readonly limit: number;
  readonly isOver: boolean;
  readonly text: string;
}

/** What is wrong with one number: it is passed, or an override was given for another one. */
export function judge(check: Check, overrides: SafetyOverrides): SafetyViolation[] {
  const { code, number, limit, isOver, text } = check;
  const allowed = overrides[check.override];
  if (allowed === number) return [];
  const override = isOver ? `${flagOf(check.override)} ${number}` : null;
  const violations: SafetyViolation[] = [];
  if (isOver) violations.push({ code, actual: check.counted ?? number, limit, override, text });
  if (allowed !== undefined) violations.push(mismatch(check, allowed, override));
  return violations;
}

function mismatch(
  { override: name, number, limit }: Check,
  allowed: number,
  override: string | null,
): SafetyViolation {
  const advice = override ? `use \`${override}\`` : "leave the flag out, the limit is not passed";
  const text = `\`${flagOf(name)} ${allowed}\` was given, but the number is ${number}: ${advice}.`;
  return { code: "override_mismatch", actual: number, limit, override, text };
}
