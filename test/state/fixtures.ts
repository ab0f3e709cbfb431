import { randomUUID } from "node:crypto";
import type { Migration } from "../../src/state/migrate.js";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import type { Link } from "../../src/sync/model/member.js";
import type { EntityRecord, Finding, PersonDecision, StateStore } from "../../src/sync/model/state-store.js";

/** A later step of the file format, as a future version might have it. */
export const addNote: Migration = {
  version: MIGRATIONS.length + 1,
  name: "add-note",
  sql: "ALTER TABLE links ADD COLUMN note TEXT NOT NULL DEFAULT 'none'",
};

export function link(employeeId: string, memberId: string, rest: Partial<Link> = {}): Link {
  return {
    source: "personio",
    account: "personio.acme.test",
    employeeId,
    memberId,
    hrStatus: "managed",
    released: null,
    bankFingerprint: null,
    managerMemberId: null,
    archived: false,
    hidden: false,
    absentReads: 0,
    alsoIn: [],
    seen: {
      emails: [`${employeeId}@acme.test`],
      firstName: "Ada",
      lastName: "Test",
      startDate: "2020-01-01",
    },
    written: {},
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
    keyExpiresOn: "2027-11-01",
    confirmedAccount: "personio.acme.test",
    confirmedSafety: '{"archives":{"atLeast":5,"percent":10}}',
    appliedConfig: "f00d",
    connectedOn: "2026-01-05",
    fieldCounts: { people: 42, filled: { workEmail: 41, status: 42 } },
    ...rest,
  };
}

type Intent = Parameters<StateStore["journalIntents"]>[3][number];

/** An intent as the apply use-case writes it. */
export function intent(sequence: number, rest: Partial<Intent> = {}): Intent {
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
    isCounted: true,
    ...rest,
  };
}

/** A decision of today about nobody yet: pass an employee, a member, or both. */
export function decision(
  kind: PersonDecision["kind"],
  rest: Partial<PersonDecision> = {},
): Omit<PersonDecision, "endedAt"> {
  const { endedAt: _endedAt, ...given } = rest;
  return {
    id: randomUUID(),
    entity: "acme-uk",
    kind,
    employee: null,
    memberId: null,
    name: "Ada Test",
    until: null,
    why: "They told us so.",
    who: "finance",
    at: "2026-11-20T08:30:00.000Z",
    ...given,
  };
}

export function finding(key: string, rest: Partial<Finding> = {}): Finding {
  return {
    key,
    code: "namesake_member",
    employeeId: "e1",
    memberId: null,
    name: "Ada Test",
    since: "2026-11-20T08:30:00.000Z",
    isCounted: true,
    ...rest,
  };
}
