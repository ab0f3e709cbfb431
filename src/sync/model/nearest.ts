import { closestMatch } from "leven";
import { foldText } from "../../shared/text.js";

/**
 * The candidate that `text` was probably meant to be: the one with the fewest differing letters, up to
 * two fifths of the text's length (at least two). Null when none is that close.
 */
export function nearest(text: string, candidates: readonly string[]): string | null {
  const byFold = new Map(candidates.map((candidate) => [foldText(candidate), candidate]));
  const target = foldText(text);
  const maxDistance = Math.max(2, Math.floor(target.length * 0.4));
  const match = closestMatch(target, [...byFold.keys()], { maxDistance });
  return match === undefined ? null : (byFold.get(match) ?? null);
}
