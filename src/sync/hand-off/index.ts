/** What colleagues do by hand: what they were given, and what reads show of it. */
export {
  closingsOf,
  factsOf,
  type HandOffReview,
  type OpenHandOff,
  type ReviewedPlan,
  type SettledHandOff,
  surveyHandOffs,
} from "./review.js";
