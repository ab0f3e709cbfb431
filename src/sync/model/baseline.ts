import type { SyncedField } from "./policy.js";

/** Fields of members that Spendesk takes and that reads need not show. */
export const UNSHOWN_FIELDS = ["manager", "bank"] as const satisfies readonly SyncedField[];

export type UnshownField = (typeof UNSHOWN_FIELDS)[number];

/** The fields as they are called of several members. */
export const UNSHOWN_NAMES: Readonly<Record<UnshownField, string>> = {
  manager: "line managers",
  bank: "bank details",
};

/**
 * What was said about the values that Spendesk had before this tool: they are right and nothing is sent
 * until the HR tool changes, or they may differ and those of the HR tool are written.
 */
export type UnshownAnswer = "right" | "differs";

export type UnshownAnswers = Readonly<Partial<Record<UnshownField, UnshownAnswer>>>;

/** What the HR tool said when the value of a member was taken to be right. */
export interface Baseline {
  readonly memberId: string;
  readonly field: UnshownField;
  /** Who the manager was, or the keyed fingerprint of the bank details; null: it said nothing. */
  readonly value: string | null;
}

/** An answer as it is kept. */
export interface SettledAnswer {
  readonly field: UnshownField;
  readonly answer: UnshownAnswer;
  /** The login name of whoever gave it; null when nobody was asked. */
  readonly who: string | null;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** When another answer took its place, or the field was no longer kept in step; null while it holds. */
  readonly endedAt: string | null;
}

/** What is to be stored about values that Spendesk does not show. */
export interface UnshownDecision {
  /** An answer of null only ends the one in force. */
  readonly answers: readonly (Pick<SettledAnswer, "field" | "who"> & {
    readonly answer: UnshownAnswer | null;
  })[];
  readonly baselines: readonly Baseline[];
}

/** The answers that hold: those that no other one has ended. */
export function stillInForce(answers: readonly SettledAnswer[]): readonly SettledAnswer[] {
  return answers.filter(({ endedAt }) => endedAt === null);
}
