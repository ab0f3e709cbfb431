import type { BankDetails } from "./bank.js";
import type { Employee } from "./employee.js";
import type { Link, Member } from "./member.js";

/** The only source of time for the sync. Tests pass their own. */
export interface Clock {
  now(): Date;
}

/**
 * How a read ended. Only `complete: true` (count or total agreed, no page missing, ids unique) may be
 * planned on.
 */
export type ReadOutcome =
  | { readonly complete: true; readonly total: number }
  | { readonly complete: false; readonly why: string };

/** Employees page by page; the generator's return value says whether the read was complete. */
export type EmployeeRead = AsyncGenerator<readonly Employee[], ReadOutcome, void>;

/** One HR account, ready to be read. */
export interface EmployeeSource {
  readonly providerId: string;
  /** Equal for entities that read the same account with the same settings, so that it is read once. */
  readonly accountKey: string;
  readEmployees(): EmployeeRead;
  /** Requests sent so far, tokens included. */
  requestCount(): number;
}

/** What a `GET /v1/users` read gave. */
export interface MemberRead {
  readonly members: readonly Member[];
  readonly outcome: ReadOutcome;
}

/** Reading members. Has no write methods on purpose: a preview can't write (design §2). */
export interface MemberReader {
  readMembers(): Promise<MemberRead>;
  /** Requests sent so far, tokens included. */
  requestCount(): number;
  /** `Deprecation` and `Sunset` announcements seen so far, one sentence each. */
  announcements(): readonly string[];
}

/** A person to be created in Spendesk. */
export interface NewMember {
  readonly employeeId: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly bank: BankDetails | null;
}

/** Changed fields of an existing member. */
export interface MemberUpdate {
  readonly memberId: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly bank?: BankDetails;
  readonly managerMemberId?: string;
}

/** What became of one item of a write call. */
export type WriteResult =
  | { readonly ok: true; readonly memberId: string }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/**
 * Writing members. A refusal of one person is a result; anything that concerns the whole call (no
 * permission, route missing, server down) is thrown as a `Problem`.
 *
 * Items whose fate is unknown because the answer never came get the code `outcome_unknown`: the next
 * run reads the members first and so finds out.
 */
export interface MemberWriter {
  /** How many people one call of `createMembers` (or `updateMembers`) may carry now. */
  batchSize(kind: "create" | "update"): number;
  /** @param idempotencyKey UUID from the journal; sent, not relied upon. */
  createMembers(people: readonly NewMember[], idempotencyKey: string): Promise<readonly WriteResult[]>;
  updateMembers(updates: readonly MemberUpdate[]): Promise<readonly WriteResult[]>;
  archiveMember(memberId: string): Promise<WriteResult>;
  restoreMember(memberId: string): Promise<WriteResult>;
}

/** Connection status of an entity (design §1). */
export type ConnectionStatus = "disconnected" | "awaiting_actions" | "connected" | "error";

/** What the state knows about an entity. Instants are ISO 8601 in UTC. */
export interface EntityRecord {
  readonly entity: string;
  readonly provider: string | null;
  readonly connectionStatus: ConnectionStatus;
  /** Error of the last attempt; null after a success. */
  readonly lastError: { readonly code: string; readonly message: string } | null;
  /** Fingerprint of the configuration a person confirmed; null before that. */
  readonly confirmedConfig: string | null;
  readonly lastAttemptAt: string | null;
  readonly lastSuccessAt: string | null;
  /** Employees in the last complete read; null before the first. */
  readonly lastCompleteEmployees: number | null;
  /** Day the Spendesk API key ends, as the admin typed it. */
  readonly keyExpiresOn: string | null;
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
}

/** How one step of a change ended, and what the links must learn from it in the same transaction. */
export interface Settlement {
  readonly sequence: number;
  /** `intended` when a further call of the same change is still to come (the manager pass). */
  readonly outcome: Outcome;
  readonly memberId: string | null;
  readonly error: { readonly code: string; readonly detail: string } | null;
  readonly link: Link | null;
}

/** A lease on the state: who runs, where, and when it was last heard of. */
export interface LockOwner {
  readonly runId: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly heartbeatAt: string;
}

/** The tool's memory (SQLite). Every method that writes is one transaction. */
export interface StateStore {
  entities(): readonly EntityRecord[];
  entity(id: string): EntityRecord | null;
  saveEntity(record: EntityRecord): void;

  links(entity: string): readonly Link[];
  applyLinkChanges(
    entity: string,
    changes: { readonly upsert: readonly Link[]; readonly remove: readonly string[] },
  ): void;

  startRun(kind: RunKind, entities: readonly string[], at: Date): string;
  finishRun(runId: string, exitCode: number, counts: Readonly<Record<string, number>>, at: Date): void;
  /** Newest first. */
  runs(limit: number): readonly RunRecord[];
  run(runId: string): RunRecord | null;

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
      "runId" | "entity" | "outcome" | "error" | "intendedAt" | "settledAt"
    >[],
    at: Date,
  ): void;
  /** Writes the outcomes of one call and, while the run holds the lock, the links that follow from them. */
  settle(runId: string, entity: string, settlements: readonly Settlement[], at: Date): void;
  journal(runId: string): readonly JournalEntry[];
  /** The last changes of one person, newest first. */
  journalOfPerson(
    entity: string,
    person: { readonly employeeId: string | null; readonly memberId: string | null },
    limit: number,
  ): readonly JournalEntry[];

  /** Takes the lease, also from an owner whose heartbeat is too old; returns the present owner when it can't. */
  acquireLock(runId: string, at: Date): LockOwner | null;
  renewLock(runId: string, at: Date): boolean;
  releaseLock(runId: string): void;
  lockOwner(): LockOwner | null;
  /** Removes the lease whoever holds it (`unlock`). */
  breakLock(): LockOwner | null;

  /** Random key of the bank fingerprints, 32 bytes, kept outside the database file. */
  fingerprintKey(): Uint8Array;
  close(): void;
}
