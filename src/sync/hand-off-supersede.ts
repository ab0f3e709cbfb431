import { type HandOffUpdate, partsOf, type WantedValues, wantedValues } from "./hand-off.js";
import type { OpenHandOff } from "./hand-off-review.js";
import type { Change } from "./plan.js";

/**
 * What newer changes of the same people mean for hand-offs that are still open: the newest word counts,
 * so an older hand-off no longer waits for a value that was written or handed off once more.
 * @param changes changes that were carried out or handed off since
 * @param how a sentence for hand-offs of which nothing is left
 */
export function supersede(
  open: readonly OpenHandOff[],
  changes: readonly Change[],
  how: string,
): readonly HandOffUpdate[] {
  const changeOf = new Map(changes.map((change) => [change.employeeId, change]));
  return open.flatMap(({ handOff }): HandOffUpdate[] => {
    const change = changeOf.get(handOff.employeeId);
    if (!change) return [];
    const { runId, sequence } = handOff;
    const wanted = change.action === "update" ? without(handOff.wanted, wantedValues(change)) : {};
    const hasEnded =
      change.action !== "update" || (handOff.action === "update" && partsOf(wanted).length === 0);
    if (hasEnded) return [{ runId, sequence, status: "withdrawn", detail: how, closed: true }];
    const isNarrower = partsOf(wanted).length < partsOf(handOff.wanted).length;
    return isNarrower ? [{ runId, sequence, wanted }] : [];
  });
}

function without(wanted: WantedValues, newer: WantedValues): WantedValues {
  const newerParts = new Set(partsOf(newer));
  return Object.fromEntries(
    partsOf(wanted)
      .filter((part) => !newerParts.has(part))
      .map((part) => [part, wanted[part]]),
  );
}
