import type { HttpResponse } from "../../http/types.js";
import { isProblem } from "../../sync/errors.js";
import type { PageSize } from "../support/page-size.js";
import { tooSlow } from "./errors.js";

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
