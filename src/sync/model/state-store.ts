import type { Baseline, SettledAnswer, UnshownDecision } from "./baseline.js";
import type { IsoDate } from "./dates.js";
import type { EntityHandOffs, HandOff, HandOffStatus, HandOffUpdate } from "./hand-off.js";
import type { LockStore } from "./lock.js";
import type { Link } from "./member.js";
import type { Action, FieldChange } from "./plan.js";
import type { FieldCounts, ReadCounts } from "./read-counts.js";
import type { KeptProblem, RunReport, RunResult } from "./run-result.js";

/** Connection status of an entity (docs/glossary.md). */
export type ConnectionStatus = "disconnected" | "awaiting_actions" | "connected" | "error";

/** What the state knows about an entity. Instants are ISO 8601 in UTC. */
export interface EntityRecord {
  readonly entity: string;
  readonly provider: string | null;
  readonly connectionStatus: ConnectionStatus;
  /** Error of the last attempt; null after a success. Those of earlier versions had no reason and no next step. */
  readonly lastError:
    | (Pick<KeptProblem, "code" | "message"> & { readonly [Key in "why" | "next"]: string | null })
    | null;
  /** Fingerprint of the configuration a person confirmed; null before that. */
  readonly confirmedConfig: string | null;
  readonly lastAttemptAt: string | null;
  readonly lastSuccessAt: string | null;
  /** Day the Spendesk API key ends, as the admin typed it. */
  readonly keyExpiresOn: string | null;
  /** Identity of the HR account a person confirmed; null before that. */
  readonly confirmedAccount: string | null;
  /** The safety limits a person confirmed, as canonical JSON; null before that. */
  readonly confirmedSafety: string | null;
  /** Fingerprint of the configuration whose plan was last carried out; null before the first. */
  readonly appliedConfig: string | null;
  /** Day of the first plan that was carried out, in the entity's time zone; null before that. */
  readonly connectedOn: IsoDate | null;
  /** How many values the fields in use had in the last good read; null before the first. */
  readonly fieldCounts: FieldCounts | null;
}

/** What a change counts as when limits are checked. A change can be several of these. */
export type LimitKind =
  | "archive"
  | "update"
  | "email_change"
  | "bank_change"
  | "creation"
  | "restore"
  | "release";

/**
 * A change that a person confirmed, or that a run was allowed to begin: it may be finished later
 * without meeting the limits again.
 */
export interface Approval {
  readonly employeeId: string;
  readonly kinds: readonly LimitKind[];
  /**
   * Whether it takes up room within the limits of the days in which it is done. False when a person
   * confirmed it.
   */
  readonly isCounted: boolean;
}

/** A change of the journal that counts towards limits. */
export interface CountedChange {
  readonly action: Action;
  readonly employeeId: string;
  readonly memberId: string | null;
  readonly fields: readonly Pick<FieldChange, "field">[];
}

/** Something that a person must see, from the run in which it began until it is over. */
export interface Finding {
  /** Stable key of what and whom it is about, unique within an entity. */
  readonly key: string;
  readonly code: string;
  /** Whose it is; null for findings about the entity as a whole. */
  readonly employeeId: string | null;
  readonly memberId: string | null;
  /** Name for people. */
  readonly name: string;
  /** When a run first found it; ISO 8601 in UTC. */
  readonly since: string;
  /** False when a person confirmed it in advance, so that it counts towards no limit. */
  readonly isCounted: boolean;
}

/** What a person decided about somebody, for good or until it is taken back. */
export interface PersonDecision {
  readonly id: string;
  readonly entity: string;
  readonly kind: "link" | "unlink" | "ignore";
  /** Null when only a member is meant. */
  readonly employee: {
    readonly source: string;
    readonly account: string | null;
    readonly id: string;
  } | null;
  readonly memberId: string | null;
  /** Name for people. */
  readonly name: string;
  /** Last day on which it holds; null: for good. */
  readonly until: IsoDate | null;
  readonly why: string;
  /** Who decided: the login name of the system. */
  readonly who: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** When a later decision about the same person took its place; null while it holds. */
  readonly endedAt: string | null;
}

/** One row of a plan as it is kept: no values. */
export interface KeptRow {
  /** Keyed hashes (hex) of whom it is about, and of all that it says. */
  readonly person: string;
  readonly content: string;
  /** An action, or the kind of a note. */
  readonly kind: string;
  readonly code: string;
  /** Names of the fields that change. */
  readonly fields: readonly string[];
}

export interface KeptPerson {
  readonly name: string;
  readonly employeeId: string | null;
  readonly memberId: string | null;
}

/** What a run planned for an entity. */
export interface KeptPlan {
  readonly entity: string;
  readonly rows: readonly KeptRow[];
  /** Whom each row is about; null once the names are forgotten. */
  readonly people: readonly KeptPerson[] | null;
}

export type RunKind = "preview" | "apply";

/** One run over one or more entities. */
export interface RunRecord {
  readonly id: string;
  readonly kind: RunKind;
  readonly startedAt: string;
  /** Null while running, or for ever when the process was killed. */
  readonly finishedAt: string | null;
  readonly exitCode: number | null;
  readonly entities: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** Folder of the files this run wrote, or began to write; null when it wrote none. */
  readonly folder: string | null;
  /** What kept it as a whole from ending well; those of its entities are in `runResults`. */
  readonly problem: KeptProblem | null;
}

export type Outcome = "intended" | "applied" | "failed" | "skipped" | "handed_off";

/** One change of a run with what became of it. Values are for people: bank details are masked. */
export interface JournalEntry {
  readonly runId: string;
  readonly entity: string;
  readonly sequence: number;
  readonly action: string;
  readonly employeeId: string;
  readonly memberId: string | null;
  readonly email: string | null;
  readonly name: string;
  readonly fields: readonly {
    readonly field: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  readonly code: string;
  readonly reason: string;
  readonly outcome: Outcome;
  readonly error: { readonly code: string; readonly detail: string } | null;
  readonly intendedAt: string;
  readonly settledAt: string | null;
  /** Whether it counts towards the limits of the days to come; false for what a person confirmed. */
  readonly isCounted: boolean;
  /** What became of a change that was handed off; null for all others. */
  readonly handOff: {
    readonly status: HandOffStatus;
    readonly detail: string | null;
    readonly settledAt: string | null;
  } | null;
}

/** How many changes of an entity began on one day (UTC) and ended alike. */
export interface ChangeCount {
  readonly day: IsoDate;
  readonly entity: string;
  readonly action: string;
  readonly outcome: Outcome;
  readonly count: number;
}

/** How one step of a change ended, and what the links must learn from it in the same transaction. */
export interface JournalOutcome {
  readonly sequence: number;
  /** `intended` when a further call of the same change is still to come (the manager pass). */
  readonly outcome: Outcome;
  readonly memberId: string | null;
  readonly error: { readonly code: string; readonly detail: string } | null;
  readonly link: Link | null;
}

/** Head-counts of an entity's hand-offs. */
export interface HandOffCounts extends Readonly<Record<HandOffStatus, number>> {
  /** When the oldest open one was handed off; null when none is open. */
  readonly openSince: string | null;
  /** Ended ones whose outcome the links get from the next apply. */
  readonly toAdopt: number;
}

/** What housekeeping did. */
export interface TidyResult {
  readonly forgottenRuns: number;
  /** Files that killed processes left behind. */
  readonly removedFiles: number;
  /** Whether free space was given back to the disk. */
  readonly isCompacted: boolean;
}

/** What the state knows of entities. */
export interface EntityStore {
  entities(): Promise<readonly EntityRecord[]>;
  entity(id: string): Promise<EntityRecord | null>;
  saveEntity(record: EntityRecord): Promise<void>;
}

/** Who is whose member. */
export interface LinkStore {
  links(entity: string): Promise<readonly Link[]>;
  /** Removes first, then stores. Links are removed by source, account, employee and member. */
  applyLinkChanges(
    entity: string,
    changes: { readonly upsert: readonly Link[]; readonly remove: readonly Link[] },
  ): Promise<void>;
}

/** What the limits are measured by, and what a person must see. */
export interface SafetyStore {
  /** Complete reads on which plans were carried out since then, and the newest before; oldest first. */
  readCounts(entity: string, since: Date): Promise<readonly ReadCounts[]>;
  addReadCounts(entity: string, counts: Omit<ReadCounts, "at">, at: Date): Promise<void>;

  /**
   * Changes since then that count towards limits: applied, handed off and not withdrawn, or of unknown
   * outcome. A person may have several.
   */
  countedChanges(entity: string, since: Date): Promise<readonly CountedChange[]>;

  approvals(entity: string): Promise<readonly Approval[]>;
  /** Puts these in the place of all others. A change that is applied ends its approval (see `journalOutcomes`). */
  replaceApprovals(entity: string, approvals: readonly Approval[], at: Date): Promise<void>;

  findings(entity: string): Promise<readonly Finding[]>;
  /** Puts these in the place of all others. */
  replaceFindings(entity: string, findings: readonly Finding[]): Promise<void>;
}

/** What people decided, and said of values that Spendesk does not show. */
export interface DecisionStore {
  /** Newest first; also those that have ended. */
  personDecisions(entity: string): Promise<readonly PersonDecision[]>;
  /** Stores a decision; those in force whose place it takes end (see `takesPlaceOf`). */
  addPersonDecision(decision: Omit<PersonDecision, "endedAt">, at: Date): Promise<void>;
  /** Ends a decision without another one in its place. */
  endPersonDecision(id: string, at: Date): Promise<void>;

  /** Whether what Spendesk does not show is right as it is. Newest first; also those that have ended. */
  unshownAnswers(entity: string): Promise<readonly SettledAnswer[]>;
  /** What was taken to be right, by member and field. */
  baselines(entity: string): Promise<readonly Baseline[]>;
  /** Ends the answers in force about the same fields with what was remembered under them, then stores these. */
  storeUnshown(entity: string, decision: UnshownDecision, at: Date): Promise<void>;
}

/** Runs and the journal of their changes. */
export interface RunStore {
  startRun(kind: RunKind, entities: readonly string[], at: Date): Promise<string>;
  /** @param report left out: what was reported before stays */
  finishRun(
    runId: string,
    exitCode: number,
    counts: Readonly<Record<string, number>>,
    at: Date,
    report?: RunReport,
  ): Promise<void>;
  /** What became of each entity, sorted by name; none of runs that were killed, or of earlier versions. */
  runResults(runId: string): Promise<readonly RunResult[]>;
  /** Newest first. */
  runs(limit: number): Promise<readonly RunRecord[]>;
  run(runId: string): Promise<RunRecord | null>;

  /** Keeps what a run planned for an entity, in the place of what it planned for it before. */
  keepPlan(runId: string, plan: KeptPlan): Promise<void>;
  /** What a run planned, sorted by entity; none for runs that planned nothing, or of earlier versions. */
  keptPlans(runId: string): Promise<readonly KeptPlan[]>;

  /**
   * Writes the intents of one call before it is sent. A change that already has an intent (its
   * manager step) keeps its first time.
   * @param callId the call's UUID, also sent as idempotency key; null for changes that are never sent
   */
  journalIntents(
    runId: string,
    entity: string,
    callId: string | null,
    entries: readonly Omit<
      JournalEntry,
      "runId" | "entity" | "outcome" | "error" | "intendedAt" | "settledAt" | "handOff"
    >[],
    at: Date,
  ): Promise<void>;
  /**
   * Writes the outcomes of one call and, while the run holds the lock, the links that follow from them.
   * The approval of a change that is applied, or handed off, ends here.
   */
  journalOutcomes(
    runId: string,
    entity: string,
    outcomes: readonly JournalOutcome[],
    at: Date,
  ): Promise<void>;
  journal(runId: string): Promise<readonly JournalEntry[]>;
  /** Head-counts of the changes since then, by day. */
  changeCounts(since: Date): Promise<readonly ChangeCount[]>;
  /** The last changes of one person, newest first. */
  journalOfPerson(
    entity: string,
    person: { readonly employeeId: string | null; readonly memberId: string | null },
    limit: number,
  ): Promise<readonly JournalEntry[]>;
}

/** What is in the hands of colleagues. */
export interface HandOffStore {
  /** Remembers, before anything is written there, in which folder a run writes files. */
  noteFolder(runId: string, folder: string): Promise<void>;
  /**
   * Runs that noted a folder and whose changes do not count as handed off: they ended before that, or
   * are still at it. Newest first.
   */
  unfinishedHandOffs(): Promise<readonly Pick<RunRecord, "id" | "startedAt" | "folder">[]>;
  /**
   * Hand-offs that are open, or whose outcome the links do not know yet; oldest first.
   * @param again also those of the last hand-off that were taken as done without having been seen
   */
  handOffs(entity: string, again: boolean): Promise<readonly HandOff[]>;
  /** How many hand-offs of an entity ended how, and since when the oldest open one waits. */
  handOffCounts(entity: string): Promise<HandOffCounts>;
  /**
   * Turns intents of this run into hand-offs, of all entities or of none.
   * @returns false, and nothing is stored, when the run no longer holds the lock
   */
  recordHandOffs(runId: string, entities: readonly EntityHandOffs[], at: Date): Promise<boolean>;
  /** @param updates of each hand-off one at most */
  updateHandOffs(entity: string, updates: readonly HandOffUpdate[], at: Date): Promise<void>;
}

/** Keeping the state small, and its end. */
export interface Housekeeping {
  /**
   * Forgets runs that began before `runsSince`, those that wrote changes only when they began before
   * `changesSince`, as long as this run holds the lock; then gives space back and removes what killed
   * processes left. Never forgets the newest runs, an entity's last success, or a hand-off that is not over.
   *
   * Decisions about people, and answers about what Spendesk does not show, go when they ended, or their last
   * day was, before `changesSince`; head-counts of reads after 60 days, except the newest of each entity; the names in kept plans when no run since
   * `changesSince` made them. What
   * stands in links, findings and approvals stays.
   */
  tidy(runId: string, keep: { readonly runsSince: Date; readonly changesSince: Date }): Promise<TidyResult>;

  /** Random key of the bank fingerprints, 32 bytes, kept outside the database file. */
  fingerprintKey(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The state. Every method that writes is one transaction; all wait for the database. */
export interface StateStore
  extends EntityStore,
    LinkStore,
    SafetyStore,
    DecisionStore,
    RunStore,
    HandOffStore,
    LockStore,
    Housekeeping {}
