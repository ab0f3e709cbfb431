import { dayInZone, type IsoDate } from "../../sync/dates.js";
import { isInForce, takesPlaceOf } from "../../sync/person-decision.js";
import type { PersonDecision } from "../../sync/ports.js";
import { decisionText } from "./decision-view.js";
import type { FiledDecision } from "./file.js";

/** What becomes of one decision of a file. */
export interface Incoming {
  readonly decision: FiledDecision;
  readonly verdict: "new" | "known" | "left_out";
  /** Why it is left out; null otherwise. */
  readonly reason: string | null;
}

/** An entity that decisions can be imported into. */
export interface ImportTarget {
  readonly id: string;
  readonly timezone: string;
  /** Whether `--entity` leaves it in. */
  readonly isChosen: boolean;
  readonly decisions: readonly PersonDecision[];
}

/** Clocks differ a little from machine to machine. */
const TOLERANCE_MS = 24 * 3_600_000;

/**
 * Which decisions of a file are new here, known already, or left out and why. Nothing of a person who
 * decided later, here, is undone by an older file.
 */
export function planImport(
  filed: readonly FiledDecision[],
  targets: readonly ImportTarget[],
  now: Date,
): readonly Incoming[] {
  const sorted = filed.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return sorted.map((decision): Incoming => {
    const target = targets.find(({ id }) => id === decision.entity);
    if (!target) return leftOut(decision, `there is no entity ${decision.entity} in the configuration`);
    if (!target.isChosen) return leftOut(decision, `--entity leaves ${decision.entity} out`);
    const known = target.decisions.find(({ id }) => id === decision.id);
    if (known?.endedAt) return leftOut(decision, `it ended here on ${known.endedAt.slice(0, 10)}`);
    if (known) return { decision, verdict: "known", reason: null };
    const reason = reasonAgainst(decision, target, now, dayInZone(now, target.timezone));
    return reason === null ? { decision, verdict: "new", reason } : leftOut(decision, reason);
  });
}

function reasonAgainst(
  decision: FiledDecision,
  { decisions }: ImportTarget,
  now: Date,
  today: IsoDate,
): string | null {
  if (decision.until !== null && decision.until < today) return `its last day was ${decision.until}`;
  if (Date.parse(decision.at) > now.getTime() + TOLERANCE_MS) return "it is dated in the future";
  const later = decisions.find(
    (one) => isInForce(one, today) && one.at >= decision.at && takesPlaceOf(one, decision),
  );
  if (!later) return null;
  return `a later decision is in force here: ${decisionText(later)}, by ${later.who} on ${later.at.slice(0, 10)}`;
}

function leftOut(decision: FiledDecision, reason: string): Incoming {
  return { decision, verdict: "left_out", reason };
}
