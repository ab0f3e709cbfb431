import type { HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/model/index.js";
import type { Less } from "../support/page-size.js";
import { type RefusalRules, refusalProblem } from "../support/refusal-problem.js";

export const SERVICE = "Lucca";

/** What to do where the address may be wrong. */
export const CHECK_ADDRESS =
  "Check the address: it is the one in your browser when you use Lucca, for example acme.ilucca.net. Run `spendesk-hr connect lucca` to correct it.";

/** Lucca gives up after five seconds, even with the smallest page (docs/vendors/lucca.md §7). */
const TOO_SLOW = {
  kind: "temporary",
  code: "too_slow",
  what: "Lucca takes too long for a list.",
  next: "Run the same command again in a few minutes.",
} as const;

/** What a version of the API has its own words for. */
export type GenerationRules = Pick<RefusalRules, "credentialRefused" | "permissionMissing">;

/** The problem behind an answer of the account that is not a success (docs/vendors/lucca.md §8). */
export function answerProblem(response: HttpResponse, rules: GenerationRules): Problem {
  return refusalProblem(response, {
    service: SERVICE,
    ...rules,
    own: {
      404: {
        kind: "configuration",
        code: "account_not_found",
        what: "Lucca finds no people at this address.",
        next: CHECK_ADDRESS,
      },
      408: TOO_SLOW,
    },
  });
}

/** Even the smallest page takes too long. */
function tooSlow(): Problem {
  return new Problem({
    ...TOO_SLOW,
    why: "It was also asked for less at once, and did not answer in time either.",
  });
}

/**
 * Smaller pages while Lucca takes longer than the five seconds after which it gives up
 * (docs/vendors/lucca.md §7). A peer that is silent, without Lucca's own 408, gets one more try.
 */
export function lessAtOnce(sizes: readonly number[]): Less<HttpResponse> {
  return {
    sizes,
    isTooMuch: (outcome) => {
      if ("problem" in outcome) return outcome.problem.code === "timed_out" ? "smallest" : null;
      return outcome.answer.status === 408 ? "smaller" : null;
    },
    giveUp: tooSlow,
  };
}
