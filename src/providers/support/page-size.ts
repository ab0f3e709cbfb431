import type { HttpResponse } from "../../http/types.js";
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
