import { problemFromFailure } from "../http/problem.js";
import { HttpFailure, type HttpResponse } from "../http/types.js";
import { quotable } from "../shared/text.js";
import type { Problem } from "../sync/model/index.js";

/**
 * Item error codes in words for admins. The first four are documented for the API in general, the
 * others assumed (docs/vendors/spendesk.md §8).
 */
// Maps: a code is text from outside, and `constructor` is a property of every object.
const SENTENCES = new Map(
  Object.entries({
    NOT_FOUND: "Spendesk no longer knows this member.",
    FORBIDDEN_ERROR: "The API key may not change this member.",
    USER_ALREADY_EXISTS:
      "Somebody with this e-mail already exists in Spendesk, possibly archived or in another entity.",
    SEAT_LIMIT_REACHED:
      "All seats of the Spendesk plan are taken: archive somebody or ask Spendesk for more seats.",
    OWNER_CANNOT_BE_ARCHIVED:
      "This person owns the Spendesk account: hand the ownership over in Spendesk before archiving.",
    ACTIVE_SUBSCRIPTIONS:
      "This person has active subscription cards: cancel or reassign them in Spendesk before archiving.",
    PENDING_APPROVALS:
      "Approvals depend on this person: settle or reassign them in Spendesk before archiving.",
  }),
);

/** Sentences that become clear only with the detail Spendesk gives. */
const OPEN_SENTENCES = new Map(
  Object.entries({
    BAD_REQUEST_INCORRECT_OR_MISSING_FIELD: "Spendesk finds a field missing or incorrect",
  }),
);

/** A plain sentence for an item error; an unknown code passes through with Spendesk's cleaned detail. */
export function itemErrorText(code: string, detail: string | null): string {
  const sentence = SENTENCES.get(code);
  if (sentence !== undefined) return sentence;
  const opening = OPEN_SENTENCES.get(code) ?? `Spendesk refuses with ${code}`;
  const cleaned = quotable(detail ?? "");
  return cleaned === "" ? `${opening}.` : `${opening}: ${cleaned}`;
}

/** Letters of a code that may be shown and stored; anything else becomes `UNKNOWN_ERROR`. */
export function cleanCode(code: string | null): string {
  return code !== null && /^[A-Za-z][\w.-]{0,59}$/.test(code) ? code : "UNKNOWN_ERROR";
}

const CONTEXT = { service: "Spendesk" };

/** What to throw for an error of a call: a failure as a problem, anything else as it is. */
export function spendeskProblem(error: unknown): unknown {
  return error instanceof HttpFailure ? problemFromFailure(error, CONTEXT) : error;
}

/** The problem behind an answer whose status is of no use. */
export function unusableAnswer(response: HttpResponse): Problem {
  return problemFromFailure(response, CONTEXT);
}
