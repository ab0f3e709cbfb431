/** What colleagues do by hand: what they were given, and what reads show of it. */
export {
  closingsOf,
  factsOf,
  type HandOffReview,
  NO_HAND_OFFS,
  type OpenHandOff,
  type SettledHandOff,
  surveyHandOffs,
} from "./review.js";
