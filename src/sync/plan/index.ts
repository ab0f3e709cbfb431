/** What happens to each person and why. Pure: it reads and writes nothing. */
export type { ArchivedBefore } from "./decide.js";
export { type Attention, attentionOf, isRelease } from "./findings.js";
export { planEntity } from "./plan-entity.js";
export { acceptedLinks } from "./plan-links.js";
export { compareNotes, updateReason } from "./plan-rows.js";
export { planWarnings, sharedAccounts, takenAsRight, unknownNames } from "./plan-warnings.js";
export { answersByDefault, answersInForce, NOT_SHOWN, statusText, unshownText } from "./unshown.js";
