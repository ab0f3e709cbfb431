import { canonicalJson, type SafetyLimits } from "../model/index.js";

/** The limits as they are remembered when a person confirms them. */
export function confirmedLimits(limits: SafetyLimits): string {
  return canonicalJson(limits);
}

/** Limits whose larger number is the stricter one. */
const LARGER_IS_STRICTER = new Set([
  "windowDays",
  "minEmployeesPercent",
  "minMembersPercent",
  "minFilledPercent",
]);

/**
 * The limits that let more through than those a person confirmed, as `archives.percent 10 → 50`.
 * Stricter ones need no confirmation.
 * @param confirmed as {@link confirmedLimits} wrote it; null when nothing was confirmed with limits
 */
export function loosenedLimits(limits: SafetyLimits, confirmed: string | null): readonly string[] {
  if (confirmed === null) return [];
  const before = numbersOf(JSON.parse(confirmed));
  return [...numbersOf(limits)].flatMap(([name, now]) => {
    const then = before.get(name);
    if (then === undefined) return [];
    const isLooser = LARGER_IS_STRICTER.has(name) ? now < then : now > then;
    return isLooser ? [`${name} ${then} → ${now}`] : [];
  });
}

function numbersOf(value: unknown, path: readonly string[] = []): Map<string, number> {
  if (typeof value === "number") return new Map([[path.join("."), value]]);
  const numbers = new Map<string, number>();
  if (typeof value !== "object" || value === null) return numbers;
  for (const [key, inner] of Object.entries(value)) {
    for (const [name, number] of numbersOf(inner, [...path, key])) numbers.set(name, number);
  }
  return numbers;
}
