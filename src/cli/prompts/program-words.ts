import { readFile } from "node:fs/promises";
import { SHORTEST_NEEDLE } from "../../observability/needles.js";

/** Written beside the program when it is built (scripts/build/words.mjs). */
const WORDS = new URL("words.txt", import.meta.url);

/** The words of the program's own texts, one a line; none where it was not built. */
export async function programWords(): Promise<string> {
  return readFile(WORDS, "utf8").catch(() => "");
}

/**
 * What is wrong with a secret that is a word, or a part of one, that the program itself uses. The redactor
 * hides a secret wherever it stands, and can't tell the program's words from those that came from outside: with
 * such a one nobody could read a message any more. What somebody made to be secret is never such a word.
 *
 * @param words as `programWords`
 */
export function wordFault(secret: string, words: string): string | null {
  const isHidden = secret.length >= SHORTEST_NEEDLE;
  if (!isHidden || /\s/u.test(secret) || !words.includes(secret)) return null;
  return "It is a word of this program's own messages, which could not be read with it hidden. Copy the secret again; if it really is this word, have another one made.";
}
