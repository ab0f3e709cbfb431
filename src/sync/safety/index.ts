/** What may be done without asking a person (docs/rules.md §5). */
export { approvalsOf, confirmedApprovals, mergeApprovals, unattendedApprovals } from "./approvals.js";
export { checkSafety, type SafetyVerdict, withoutArchives } from "./check.js";
export { confirmedLimits, loosenedLimits } from "./confirmed.js";
export { countFields } from "./field-counts.js";
export type { SafetyWindow } from "./input.js";
export { kindsOf, memberKey, peopleByKind } from "./kinds.js";
export { flagOf, flagsOf, type NumberOverride, type SafetyOverrides } from "./overrides.js";
export { type Consent, countedCheck } from "./tally.js";
