import { Problem } from "../../sync/model/index.js";
import type { StateFacts } from "../inspect.js";
import { type MoveMarks, refuseMarked } from "../moved.js";
import type { PostgresPlace } from "../postgres/backup.js";

export interface MoveOptions extends PostgresPlace {
  /** The folder at one end; `server` is at the other. */
  readonly dir: string;
  /** The new place as a person names it in the configuration, and how it is called in sentences. */
  readonly to: string;
}

/** A move that can begin; nothing has changed yet. */
export interface PreparedMove {
  readonly facts: StateFacts;
  /** Whether the rows are there already, since a move that was interrupted. */
  readonly isLeftOver: boolean;
  commit(): Promise<Moved>;
  close(): Promise<void>;
}

export interface Moved {
  /** What was at the new place before; null when there was nothing. */
  readonly keptAside: string | null;
  /** Whether there is a key of the bank fingerprints at the new place. */
  readonly hasKey: boolean;
}

/** One end of a move as it was found; null: there is nothing. */
export type FoundEnd = { readonly marks: MoveMarks; readonly hasRows: boolean } | null;

/**
 * Whether the move that the old place speaks of has only its last step left: the new place must say that it
 * is not to be used yet, because of the same move.
 * @throws Problem `state_moved`, `state_arriving` about the old place; `state_target_not_empty`
 */
export function isLeftOver(
  source: { readonly marks: MoveMarks; readonly shown: string },
  target: FoundEnd,
  to: string,
): boolean {
  const { marks, shown } = source;
  if (marks.movedTo !== null && marks.move === target?.marks.move && target.marks.arrivingFrom !== null) {
    return true;
  }
  refuseMarked(marks, shown);
  refuseFull(target, to);
  return false;
}

/**
 * What was moved away from there, or did not arrive, may be replaced.
 * @throws Problem `state_target_not_empty`
 */
export function refuseFull(target: FoundEnd, to: string): void {
  if (!target?.hasRows || target.marks.movedTo !== null || target.marks.arrivingFrom !== null) return;
  throw new Problem({
    kind: "configuration",
    code: "state_target_not_empty",
    what: `Nothing was moved: there is a state in ${to} already.`,
    why: "Two states can't be made into one, and nothing is replaced that somebody may work with.",
    next: "Name another place after `--to`; `spendesk-hr state restore` with a backup is what replaces a state.",
  });
}
