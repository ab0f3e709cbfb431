import leven, { closestMatch } from "leven";
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

/**
 * The e-mail address that another was probably meant to be: both parts count by themselves, since everybody
 * of a company shares the domain. Of an equal name the domain may differ more. Null when none is that close.
 */
export function nearestAddress(address: string, known: readonly string[]): string | null {
  const [name, domain] = partsOf(address);
  return nearest(
    address,
    known.filter((one) => {
      const [otherName, otherDomain] = partsOf(one);
      return isTypo(name, otherName) && (name === otherName || isTypo(domain, otherDomain));
    }),
  );
}

function partsOf(address: string): readonly [name: string, domain: string] {
  const folded = foldText(address);
  const at = folded.lastIndexOf("@");
  return [folded.slice(0, Math.max(at, 0)), folded.slice(at + 1)];
}

function isTypo(text: string, other: string): boolean {
  const maxDistance = Math.floor(text.length * 0.4);
  return leven(text, other, { maxDistance: maxDistance + 1 }) <= maxDistance;
}
