import type { Problem } from "../../shared/errors.js";
import type { BankDetails, RawBank } from "./bank.js";
import type { Employee } from "./employee.js";
import type { Member } from "./member.js";
import type { Change } from "./plan.js";

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
  | {
      readonly complete: false;
      readonly why: string;
      /** What mends it, where it would be the same at the next read. Absent: it may pass. */
      readonly next?: string;
    };

/** Employees page by page; the generator's return value says whether the read was complete. */
export type EmployeeRead = AsyncGenerator<readonly Employee[], ReadOutcome, void>;

/**
 * What an HR tool said when it was asked for one person's bank details: the details, null when it has
 * none, or in a whole sentence why they can't be had. The sentence names no person and no value.
 */
export type BankReading = { readonly employeeId: string } & (
  | { readonly ok: true; readonly bank: RawBank | null }
  | { readonly ok: false; readonly why: string }
);

/**
 * Reads the bank details of these people one by one, and gives one reading each, in any order.
 * @throws Problem when nobody can be asked: no network, a limit, credentials that are refused
 */
export type BankDetailsReader = (employeeIds: readonly string[]) => AsyncIterable<BankReading>;

/**
 * Which account of an HR tool it is: the vendor's own company id where an answer tells it, else host
 * and account name. Never a secret, so a rotated key is the same account.
 */
export interface SourceAccount {
  readonly key: string;
  /**
   * Whether the host or the vendor's answers prove it. False where all customers share one host and
   * nothing tells their accounts apart: then a key of another company looks like the same account.
   */
  readonly isProven: boolean;
}

/** One HR account, ready to be read. */
export interface EmployeeSource {
  readonly providerId: string;
  /** Equal for entities that read the same account with the same settings, so that it is read once. */
  readonly accountKey: string;
  /**
   * What it means that somebody is not among the people read, where the HR tool lists only some of them
   * (active people, changes): nothing, so nobody is archived for it. Absent: the policy decides.
   */
  readonly absentPeople?: "unknown";
  /** To be asked after the read: some vendors tell their company's id only in their answers. */
  account(): SourceAccount;
  readEmployees(): EmployeeRead;
  /**
   * Only where the HR tool gives bank details person by person. It is asked for people who are created
   * or changed, never for everybody (see `bank-pass.ts`).
   */
  readonly readBankDetails?: BankDetailsReader;
}

/** What a `GET /v1/users` read gave. */
export interface MemberRead {
  readonly members: readonly Member[];
  readonly outcome: ReadOutcome;
}

/** Reading members. Has no write methods on purpose: a preview can't write (docs/architecture.md §1). */
export interface MemberReader {
  readMembers(): Promise<MemberRead>;
}

/** What was asked of one side and announced by it, for those who show it: nothing is decided by it. */
export interface CallLog {
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
  | {
      readonly ok: false;
      readonly code: string;
      readonly detail: string;
      /** Trouble of the whole run, met when a part of the call was done: nothing more may be sent. */
      readonly stop?: Problem;
    };

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

/** What one entity hands to a colleague. */
export interface HandOffRequest {
  readonly entity: string;
  readonly changes: readonly Change[];
  readonly employees: readonly Employee[];
}

/** A file for a colleague. */
export interface HandOffFile {
  readonly path: string;
  /** Null for what concerns all entities. */
  readonly entity: string | null;
  readonly kind: "import" | "worklist" | "readme";
  /** People in it. */
  readonly rows: number;
  /** Titles of its template's columns that stay empty; null without a template, and for other files. */
  readonly unfilled: readonly string[] | null;
}

/** Writes changes to files for a colleague, who carries them out in Spendesk by hand. */
export interface HandOffTarget {
  /** Path of the folder for the files of a run. Nothing is written yet. */
  folderFor(runId: string): string;
  /**
   * Writes the files of all entities, or none.
   * @throws Problem when they can't be written; nothing is left then
   */
  write(
    run: { readonly runId: string; readonly folder: string },
    requests: readonly HandOffRequest[],
  ): Promise<readonly HandOffFile[]>;
}
