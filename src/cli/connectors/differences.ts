import type { Difference } from "../../connectors/authoring/compare.js";
import { cleanText } from "../output/sanitize.js";

/** Differences that are shown; more of them are mostly the same mistake. */
const MOST = 20;

/** Lines that say what differs: `-` what was expected, `+` what came. */
export function differenceLines(differences: readonly Difference[]): readonly string[] {
  const shown = differences.slice(0, MOST).flatMap(({ number, id, field, expected, actual }) => {
    const head = `Employee ${number} (id ${id})`;
    if (field === null) {
      return [
        actual === undefined ? `- ${head} was expected and did not come.` : `+ ${head} came unexpectedly.`,
      ];
    }
    return [`  ${head}, ${field}:`, `    - ${valueText(expected)}`, `    + ${valueText(actual)}`];
  });
  const more = differences.length - MOST;
  return [...shown, ...(more > 0 ? [`  and ${more} more`] : [])].map((line) => cleanText(line));
}

function valueText(value: unknown): string {
  return value === undefined ? "(not readable)" : JSON.stringify(value);
}
