import { randomUUID } from "node:crypto";
import { Problem } from "../../sync/errors.js";
import type { Clock, PersonDecision, StateStore } from "../../sync/ports.js";
import { takeLock } from "../../sync/run-lock.js";
import type { CliContext } from "../cli-context.js";
import { whoDecides } from "./author.js";

/**
 * Writes while no run does.
 * @throws Problem `lock_held`
 */
export function underLock<T>(state: StateStore, clock: Clock, write: () => T): T {
  const lock = takeLock(state, randomUUID(), clock);
  try {
    return write();
  } finally {
    lock.release();
  }
}

/**
 * Stores what the person in front of the terminal decides now, without secrets in the reason: it is kept.
 * To be called under the lock.
 */
export function decide(
  state: StateStore,
  { process, redactor }: CliContext,
  about: Omit<PersonDecision, "id" | "who" | "at" | "endedAt">,
): PersonDecision {
  const now = process.clock.now();
  const why = redactor.redact(about.why);
  const decision = { ...about, why, id: randomUUID(), who: whoDecides(process), at: now.toISOString() };
  state.addPersonDecision(decision, now);
  return { ...decision, endedAt: null };
}

/** A run changed the links while the question was open. */
export function changedMeanwhile(entity: string): Problem {
  return new Problem({
    kind: "temporary",
    code: "links_changed",
    what: "Nothing was decided: what was shown is no longer so.",
    why: `A run has changed the links of these people in ${entity} meanwhile.`,
    next: "Run the same command again and look at what it shows.",
  });
}
