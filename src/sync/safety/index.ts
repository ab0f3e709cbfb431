/** What may be done without asking a person (docs/rules.md §5). */
export { approvalsOf, confirmedApprovals, mergeApprovals } from "./approvals.js";
export {
  checkSafety,
  type SafetyVerdict,
  type SafetyWindow,
} from "./check.js";
export { confirmedLimits, loosenedLimits } from "./confirmed.js";
export { type Consent, countedCheck } from "./counted.js";
export { countFields } from "./field-counts.js";
export { kindsOf, memberKey, peopleByKind } from "./kinds.js";
export type { NumberOverride, SafetyOverrides } from "./overrides.js";
export { withoutArchives } from "./without-archives.js";
