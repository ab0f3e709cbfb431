import { Problem } from "../../sync/errors.js";

/** A connection nobody agreed to. */
export function notConfirmed(
  why: string,
  next = "Run the same command again when you are ready; nothing was stored.",
): Problem {
  return new Problem({
    kind: "safety",
    code: "confirmation_needed",
    what: "Nothing was connected: it was not confirmed.",
    why,
    next,
  });
}
