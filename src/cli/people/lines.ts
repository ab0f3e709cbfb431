import { cleanText } from "../output/sanitize.js";

/** Lines of a result that hold text from outside, such as names, made safe to show. */
export function lines(texts: readonly string[]): string {
  return texts.map((text) => cleanText(text)).join("\n");
}
