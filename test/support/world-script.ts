import fc from "fast-check";
import { parseFilter } from "../../src/sync/filter/parse.js";
import type { FilterNode } from "../../src/sync/model/filter.js";
import type { SafetyLimits, SyncedField, SyncPolicy } from "../../src/sync/model/policy.js";
import type { ReadView } from "./model-spendesk.js";
import { NO_LIMITS, policy } from "./people.js";
import { HAND_EDITS, type HandEdit } from "./world-by-hand.js";
import { HR_EDITS, type HrEdit } from "./world-hr.js";
import type { CallFault } from "./world-spendesk.js";

/** What the configuration decides of a plan. */
export interface WorldPolicy extends SyncPolicy {
  readonly filter: FilterNode | null;
}

/** One run, and what happened since the one before. */
export interface WorldStep {
  readonly days: number;
  readonly hr: readonly HrEdit[];
  readonly hand: readonly HandEdit[];
  /** A new configuration; null: the old one stays. */
  readonly policy: WorldPolicy | null;
  readonly reads: "complete" | "employees_incomplete" | "members_incomplete";
  readonly faults: readonly CallFault[];
  readonly noArchive: boolean;
  /** Whether somebody lets a plan over the limits pass. */
  readonly insists: boolean;
}

/** A whole story: how it begins, and several runs. */
export interface WorldScript {
  readonly policy: WorldPolicy;
  readonly safety: SafetyLimits;
  readonly view: ReadView;
  readonly batchSize: number;
  readonly hr: readonly HrEdit[];
  readonly hand: readonly HandEdit[];
  readonly steps: readonly WorldStep[];
}

const FILTER = parseFilter(["'Work Location' is one of: London,Paris"]);
const FIELDS: readonly SyncedField[] = ["email", "name", "bank", "manager"];

const aPolicy: fc.Arbitrary<WorldPolicy> = fc
  .record({
    filter: fc.constantFrom(FILTER, null),
    inviteDaysBefore: fc.constantFrom(0, 0, 5),
    graceDays: fc.constantFrom(0, 0, 3),
    absent: fc.constantFrom("keep", "archive"),
    neverManaged: fc.constantFrom("archive", "keep"),
    rehires: fc.constantFrom("restore", "restore", "restore", "report"),
    create: fc.constantFrom(...Array.from({ length: 9 }, () => true), false),
    archive: fc.constantFrom(...Array.from({ length: 9 }, () => true), false),
    update: fc.oneof(
      { weight: 3, arbitrary: fc.constant([...FIELDS]) },
      { weight: 1, arbitrary: fc.subarray([...FIELDS]) },
    ),
    protect: fc.subarray(["Ada@acme.test", "bo@acme.test", "bo.3@acme.test"], { maxLength: 1 }),
  } satisfies Partial<Record<keyof WorldPolicy, unknown>>)
  .map(({ filter, ...values }) => ({ ...policy(values), filter }));

const number = fc.nat({ max: 999 });

const hrEdit: fc.Arbitrary<HrEdit> = fc.record({
  edit: fc.constantFrom(...HR_EDITS),
  who: number,
  value: number,
});

const joiners = fc.array(
  fc.record({ edit: fc.constant<HrEdit["edit"]>("join"), who: number, value: number }),
  { minLength: 4, maxLength: 9 },
);

const handEdit: fc.Arbitrary<HandEdit> = fc.record({
  edit: fc.constantFrom(...HAND_EDITS),
  who: number,
  value: number,
});

const callFault: fc.Arbitrary<CallFault> = fc.record({
  call: fc.nat({ max: 5 }),
  kind: fc.constantFrom<CallFault["kind"]>(
    ...(["refuse", "unknown", "unknown_done", "down", "down_done"] as const),
    ...(["killed", "killed_done", "interrupt", "short_answer"] as const),
  ),
});

const aStep: fc.Arbitrary<WorldStep> = fc.record({
  days: fc.constantFrom(0, 1, 1, 2, 7),
  hr: fc.array(hrEdit, { maxLength: 6 }),
  hand: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(handEdit, { maxLength: 2 })),
  policy: fc.oneof({ weight: 15, arbitrary: fc.constant(null) }, aPolicy),
  reads: fc.constantFrom<WorldStep["reads"]>(
    ...Array.from({ length: 30 }, () => "complete" as const),
    "employees_incomplete",
    "members_incomplete",
  ),
  faults: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(callFault, { minLength: 1, maxLength: 2 }) },
  ),
  noArchive: fc.constantFrom(false, false, false, false, false, true),
  insists: fc.constantFrom(true, true, false),
});

const limit = fc.record({
  percent: fc.constantFrom(10, 100, 100),
  atLeast: fc.constantFrom(0, 2, 5, 25),
});

const anyScript: fc.Arbitrary<WorldScript> = fc.record({
  policy: aPolicy,
  safety: fc
    .record({ archives: limit, updates: limit, minEmployeesPercent: fc.constantFrom(0, 50) })
    .map((limits) => ({ ...NO_LIMITS, ...limits })),
  view: fc.constantFrom<ReadView>(
    { tellsStatus: true, listsArchived: true, tellsManager: true },
    { tellsStatus: true, listsArchived: true, tellsManager: false },
    { tellsStatus: false, listsArchived: true, tellsManager: false },
    { tellsStatus: true, listsArchived: false, tellsManager: true },
  ),
  batchSize: fc.constantFrom(1, 2, 100),
  hr: fc.tuple(joiners, fc.array(hrEdit, { maxLength: 4 })).map(([people, edits]) => [...people, ...edits]),
  hand: fc.array(handEdit, { maxLength: 4 }),
  steps: fc.array(aStep, { minLength: 3, maxLength: 6 }),
});

/**
 * Where reads leave archived members out, e-mails are kept in step: the product takes the address at
 * the last sync for the one such a member still has.
 */
export const worldScript: fc.Arbitrary<WorldScript> = anyScript.map((script) =>
  script.view.listsArchived
    ? script
    : {
        ...script,
        policy: withEmails(script.policy),
        steps: script.steps.map((step) => ({ ...step, policy: step.policy && withEmails(step.policy) })),
      },
);

function withEmails(policy: WorldPolicy): WorldPolicy {
  return { ...policy, update: [...new Set<SyncedField>([...policy.update, "email"])] };
}
