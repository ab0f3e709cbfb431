/** Who is who: which employee record and which member are one person (docs/rules.md §1). */
export { type Accounts, accountsOf } from "./accounts.js";
export { claimantOf } from "./claimant.js";
export { indexPeople } from "./index-people.js";
export {
  decisionsAbout,
  type EmployeeKey,
  isInForce,
  isSameEmployee,
  type LinkByPerson,
  linkByPerson,
  linksOf,
  replacedBy,
  takesPlaceOf,
} from "./link-by-person.js";
export {
  type Account,
  isOfAccount,
  isSameLink,
  linksAfter,
  NOTHING_SEEN,
  newLink,
  seeAgain,
  withSeen,
} from "./links.js";
export { type IdentityCounts, linkedTwiceReason, matchPeople, memberText } from "./match.js";
export { type Namesakes, namesakeFinder, type Waiting, waitingFinder } from "./namesakes.js";
export {
  type AbsentLink,
  type Candidate,
  compareText,
  isArchived,
  isUnread,
  type People,
  type Person,
} from "./people.js";
export { personText } from "./records.js";
