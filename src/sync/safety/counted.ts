import type { Approval, LimitKind } from "../state-store.js";
import { approvalCheck } from "./approvals.js";
import type { NumberOverride, SafetyOverrides } from "./overrides.js";

/** How somebody agreed to a run's changes: at the prompt, or in advance with `--yes`. */
export type Consent = "person" | "unattended";

interface CountedInput {
  readonly consent: Consent;
  readonly approvals: readonly Approval[];
  readonly overrides: SafetyOverrides;
  /** A person accepts the configuration with this run, and what it does. */
  readonly isAccepting: boolean;
}

/** What the confirmation of a configuration covers besides the configuration itself: it was shown. */
export const COVERED_BY_CONFIRMATION: ReadonlySet<LimitKind> = new Set([
  "update",
  "email_change",
  "bank_change",
  "creation",
  "release",
]);

const OVERRIDES: Readonly<Record<LimitKind, readonly NumberOverride[]>> = {
  archive: ["allowArchives"],
  update: ["allowUpdates"],
  email_change: ["allowEmailChanges", "allowUpdates"],
  bank_change: ["allowBankChanges", "allowUpdates"],
  creation: ["allowCreations"],
  restore: ["allowRestores"],
  release: ["allowReleases"],
};

/**
 * Tells what counts towards the limits of the days to come: everything but what a person agreed to in
 * so many words (docs/rules.md §5.4). What a run began counts when it is finished by another one.
 */
export function countedCheck({ consent, approvals, overrides, isAccepting }: CountedInput) {
  const stateOf = approvalCheck(approvals);
  const isAgreed = (kind: LimitKind) =>
    (isAccepting && COVERED_BY_CONFIRMATION.has(kind)) ||
    OVERRIDES[kind].some((override) => overrides[override] !== undefined);
  return (employeeId: string, kinds: readonly LimitKind[]): boolean =>
    consent === "unattended" && stateOf(employeeId, kinds) !== "confirmed" && !kinds.every(isAgreed);
}
