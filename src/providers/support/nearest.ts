import leven from "leven";

/** The name most like `name`, or null when none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  const typed = name.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, distance: leven(typed, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, Math.floor(best.candidate.length / 3)) ? best.candidate : null;
}
