import { nearest } from "../sync/model/index.js";

/** The sentence that helps after a misspelling: the word that was meant, else all known ones; empty when there are none. */
export function suggestion(word: string, known: readonly string[]): string {
  return didYouMean(word, known) ?? (known.length === 0 ? "" : `Known: ${known.join(", ")}.`);
}

/** The question after a misspelling or an abbreviation; null when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string | null {
  const longer = word.length >= 3 ? known.find((candidate) => candidate.startsWith(word)) : undefined;
  const guess = longer ?? nearest(word, known);
  return guess === null ? null : `Did you mean \`${guess}\`?`;
}
