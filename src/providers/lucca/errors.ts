import type { HttpResponse } from "../../http/types.js";
import { isProblem, Problem } from "../../sync/model/index.js";
import type { PageSize } from "../support/list-pages.js";
import { type RefusalRules, refusalProblem } from "../support/refusal-problem.js";

export const SERVICE = "Lucca";

const CHECK_ADDRESS =
  "Check the address: it is the one in your browser when you use Lucca, for example acme.ilucca.net. Run `spendesk-hr connect lucca` to correct it.";

/** Troubles that a misspelt address causes too: it may lead to a login page. */
const ADDRESS_CODES: readonly string[] = ["unknown_host", "redirected", "not_json"];

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

/** A failure whose likely reason is the address, with that advice; anything else unchanged. */
export function withAddressAdvice(error: unknown): unknown {
  if (!isProblem(error) || !ADDRESS_CODES.includes(error.code)) return error;
  const { kind, code, message, why } = error;
  return new Problem({ kind, code, what: message, why, next: CHECK_ADDRESS }, { cause: error });
}

/**
 * Sends a call for a page, and again for a smaller one while Lucca takes longer than the five seconds
 * after which it gives up (docs/vendors/lucca.md §7). Later pages are asked for in the smaller size at once.
 *
 * @param sizes what may be asked for instead, the largest first
 * @throws Problem `too_slow` when even the smallest takes too long
 */
export async function withSmallerPages(
  size: PageSize,
  sizes: readonly number[],
  call: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  for (;;) {
    const response = await unlessTimedOut(call());
    if (response !== null && response.status !== 408) return response;
    const left = sizes.filter((candidate) => candidate < size.current());
    // A peer that is silent, without Lucca's own 408, gets one more try: with the smallest page.
    const smaller = response === null ? left.at(-1) : left[0];
    if (smaller === undefined) throw tooSlow();
    size.follow(smaller);
  }
}

/** Null when no answer came in time. */
async function unlessTimedOut(call: Promise<HttpResponse>): Promise<HttpResponse | null> {
  try {
    return await call;
  } catch (error) {
    if (isProblem(error) && error.code === "timed_out") return null;
    throw error;
  }
}
