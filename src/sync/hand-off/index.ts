/** What colleagues do by hand: what they were given, and what reads show of it. */
export {
  closingsOf,
  factsOf,
  type HandOffReview,
  handOffReviewer,
  type OpenHandOff,
  type ReviewedPlan,
  reviewAfter,
  type SettledHandOff,
} from "./review.js";
