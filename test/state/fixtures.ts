import { MIGRATIONS } from "../../src/state/migrations/index.js";
import type { Migration } from "../../src/state/migrations/migration.js";
import type { Link } from "../../src/sync/member.js";
import type { EntityRecord, StateStore } from "../../src/sync/ports.js";

/** A later step of the file format, as a future version might have it. */
export const addNote: Migration = {
  version: MIGRATIONS.length + 1,
  name: "add-note",
  sql: "ALTER TABLE links ADD COLUMN note TEXT NOT NULL DEFAULT 'none'",
};

export function link(employeeId: string, memberId: string, rest: Partial<Link> = {}): Link {
  return {
    employeeId,
    memberId,
    hrStatus: "managed",
    bankFingerprint: null,
    managerMemberId: null,
    archived: false,
    absentReads: 0,
    email: `${employeeId}@acme.test`,
    ...rest,
  };
}

export function entityRecord(entity: string, rest: Partial<EntityRecord> = {}): EntityRecord {
  return {
    entity,
    provider: "personio",
    connectionStatus: "connected",
    lastError: null,
    confirmedConfig: "f00d",
    lastAttemptAt: "2026-11-20T08:00:00.000Z",
    lastSuccessAt: "2026-11-19T08:00:00.000Z",
    lastCompleteEmployees: 42,
    keyExpiresOn: "2027-11-01",
    ...rest,
  };
}

/** An intent as the apply use-case writes it. */
export function intent(sequence: number, rest: Partial<Parameters<StateStore["journalIntents"]>[3][0]> = {}) {
  return {
    sequence,
    action: "create",
    employeeId: `e${sequence}`,
    memberId: null,
    email: `e${sequence}@acme.test`,
    name: `Person ${sequence}`,
    fields: [{ field: "bank", from: null, to: "•••• 5555" }],
    code: "new_employee",
    reason: "Works here and has no account yet.",
    ...rest,
  };
}
