/** What may be done without asking a person (design §6a.2). */
export { approvalsOf, confirmedApprovals, mergeApprovals } from "./approvals.js";
export {
  checkSafety,
  limitOf,
  type SafetyVerdict,
  type SafetyViolation,
  type SafetyWindow,
} from "./check.js";
export { confirmedLimits, loosenedLimits } from "./confirmed.js";
export { type Consent, countedCheck } from "./counted.js";
export { countFields } from "./field-counts.js";
export { kindsOf, memberKey, type PeopleByKind, peopleByKind } from "./kinds.js";
export { flagOf, type NumberOverride, type SafetyOverrides } from "./overrides.js";
export { withoutArchives } from "./without-archives.js";
