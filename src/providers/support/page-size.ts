import type { HttpResponse } from "../../http/types.js";
import { isProblem, type Problem } from "../../sync/model/index.js";
import { readRefusal } from "./refusal.js";

/** What vendors call the size of a page in their refusals. */
const SIZE_WORDS = /\b(?:limit|page[_ -]?size|per[_ -]?page|max[_ -]?results|items[_ -]?per[_ -]?page)\b/iu;

const SMALLEST = 10;

/** The size of a list's pages: the largest that is documented, until the vendor says it is too much. */
export interface PageSize {
  current(): number;
  /** Takes over the size a vendor names in its answer, when it is smaller. */
  follow(told: number | null): void;
  /**
   * Sends a call, and again with smaller sizes while the vendor refuses the size. The answer may be a
   * refusal for another reason, or of every size.
   */
  ask(send: (size: number) => Promise<HttpResponse>): Promise<HttpResponse>;
}

/** @param largest the documented maximum; vendors' documents and servers disagree about it */
export function createPageSize(largest: number): PageSize {
  let size = largest;
  return {
    current: () => size,
    follow(told) {
      if (told !== null && told > 0 && told < size) size = told;
    },
    async ask(send) {
      for (;;) {
        const asked = size;
        const response = await send(asked);
        const smaller = smallerSize(response, asked);
        if (smaller === null) return response;
        size = Math.min(size, smaller);
      }
    },
  };
}

/** The size to ask for instead: the one the refusal names, else half; null when it is not about the size. */
function smallerSize(response: HttpResponse, asked: number): number | null {
  if (![400, 413, 422].includes(response.status) || asked <= SMALLEST) return null;
  const { words, about } = readRefusal(response);
  if (!SIZE_WORDS.test(`${about ?? ""} ${words ?? ""}`)) return null;
  const named = (words?.match(/\d+/gu) ?? []).map(Number).filter((number) => number < asked);
  const most = Math.max(0, ...named);
  return most >= SMALLEST ? most : Math.max(SMALLEST, Math.floor(asked / 2));
}

/** What came of asking for one page. */
export type Outcome<Answer> = { readonly answer: Answer } | { readonly problem: Problem };

/** When to ask for less at once, and how much less. */
export interface Less<Answer> {
  /** What may be asked for instead, the largest first. */
  readonly sizes: readonly number[];
  /**
   * Whether the page was too much: then the next smaller one is asked for, or at once the smallest, for
   * what can have other reasons and is worth one more try only.
   */
  readonly isTooMuch: (outcome: Outcome<Answer>) => "smaller" | "smallest" | null;
  /** The problem when even the smallest is too much; else it ends as the last try did. */
  readonly giveUp?: () => Problem;
}

/**
 * Asks for a page, and again for a smaller one while it is too much for the vendor. Later pages are asked
 * for in the smaller size at once.
 *
 * @param ask with the present size
 * @throws Problem of `giveUp`, or of the last try
 */
export async function askForLess<Answer>(
  size: PageSize,
  { sizes, isTooMuch, giveUp }: Less<Answer>,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    const outcome = await outcomeOf(ask());
    const less = isTooMuch(outcome);
    const left = sizes.filter((candidate) => candidate < size.current());
    const smaller = less === "smallest" ? left.at(-1) : less === "smaller" ? left[0] : undefined;
    if (smaller !== undefined) {
      size.follow(smaller);
      continue;
    }
    if (less !== null && giveUp) throw giveUp();
    if ("problem" in outcome) throw outcome.problem;
    return outcome.answer;
  }
}

async function outcomeOf<Answer>(asking: Promise<Answer>): Promise<Outcome<Answer>> {
  try {
    return { answer: await asking };
  } catch (error) {
    if (isProblem(error)) return { problem: error };
    throw error;
  }
}
