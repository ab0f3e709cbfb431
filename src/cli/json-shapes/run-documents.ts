import * as z from "zod";

// The documents of `preview -o json` and `apply -o json` (docs/json.md). Strict: a key that comes, goes or
// changes its type is a change of the contract and must be seen.

const text = z.string().min(1);
const count = z.int().min(0);
const warning = z.strictObject({ code: text, text });

const field = z.strictObject({
  field: z.enum(["email", "firstName", "lastName", "bank", "manager"]),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

const change = {
  action: z.enum(["create", "update", "archive", "restore"]),
  employeeId: text,
  memberId: text.nullable(),
  memberStatus: z.enum(["active", "invited", "archived", "unknown"]).nullable(),
  email: text.nullable(),
  name: text,
  fields: z.array(field),
  code: text,
  reason: text,
  warnings: z.array(warning),
};

const outcome = {
  outcome: z.enum(["applied", "failed", "skipped", "handed_off"]),
  error: z.strictObject({ code: text, detail: text }).nullable(),
};

const note = z.strictObject({
  kind: z.enum(["skipped", "blocked", "conflict", "previously_managed", "handed_off"]),
  employeeId: text.nullable(),
  memberId: text.nullable(),
  email: text.nullable(),
  name: text,
  code: text,
  reason: text,
  candidateMemberId: text.optional(),
});

const handOff = {
  action: change.action,
  employeeId: text,
  memberId: text.nullable(),
  email: text.nullable(),
  name: text,
  handedOffAt: z.iso.datetime(),
  run: z.uuid(),
};

const entity = {
  entity: text,
  provider: text,
  connectionStatus: z.enum(["disconnected", "awaiting_actions", "connected", "error"]),
  read: z.strictObject({
    complete: z.literal(true),
    employees: count,
    sources: z.array(z.strictObject({ name: text, complete: z.literal(true), employees: count })),
    members: count,
    membersWithoutEmail: count,
    requests: z.strictObject({ provider: count, spendesk: count }),
  }),
  summary: z.strictObject({
    create: count,
    update: count,
    archive: count,
    restore: count,
    unchanged: count,
    previouslyManaged: count,
    skipped: count,
    conflict: count,
    blocked: count,
    handedOff: count,
  }),
  warnings: z.array(warning),
  notes: z.array(note),
  attention: z.array(
    z.strictObject({
      code: text,
      employeeId: text.nullable(),
      memberId: text.nullable(),
      name: text,
      text,
      since: z.iso.datetime(),
      isNew: z.boolean(),
    }),
  ),
  handOffs: z.strictObject({
    open: z.array(
      z.strictObject({ ...handOff, openDays: count, waitsFor: z.array(text), visible: z.boolean() }),
    ),
    settled: z.array(
      z.strictObject({
        ...handOff,
        status: z.enum(["done", "taken_as_done", "done_differently", "withdrawn"]),
        detail: text.nullable(),
      }),
    ),
  }),
  safety: z.strictObject({
    ok: z.boolean(),
    violations: z.array(
      z.strictObject({
        code: text,
        actual: count.nullable(),
        limit: count.nullable(),
        override: text.nullable(),
      }),
    ),
  }),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
};

const error = z.strictObject({ code: z.string().regex(/^[a-z0-9_]+$/), message: text, hint: text });

export const previewedEntity = z.strictObject({ ...entity, changes: z.array(z.strictObject(change)) });

const results = z.strictObject({ applied: count, failed: count, skipped: count, handedOff: count });

export const appliedEntity = z.strictObject({
  ...entity,
  changes: z.array(z.strictObject({ ...change, ...outcome })),
  results,
});

/** An entity of a run that could not be planned. */
export const failedEntity = z.strictObject({ entity: text, provider: text, error });

const run = { schemaVersion: z.literal(1), run: z.uuid() };

/** Any preview that got as far as reading; a shard may have no entity. */
export const wholePreview = z.strictObject({
  ...run,
  entities: z.array(z.union([previewedEntity, failedEntity])),
  error: error.optional(),
});

/** A preview of which every entity could be planned. */
export const previewDocument = z.strictObject({ ...run, entities: z.array(previewedEntity) });
/** An apply of which every entity could be planned. */
export const applyDocument = z.strictObject({
  ...run,
  entities: z.array(appliedEntity),
  files: z.array(
    z.strictObject({
      path: text,
      entity: text.nullable(),
      kind: z.enum(["import", "worklist", "readme"]),
      rows: count,
      unfilled: z.array(text).nullable(),
    }),
  ),
});
/** Any apply that got as far as reading, also one that a limit stopped. */
export const wholeApply = z.strictObject({
  ...run,
  entities: z.array(
    z.union([appliedEntity, z.strictObject({ ...previewedEntity.shape, results }), failedEntity]),
  ),
  files: applyDocument.shape.files.optional(),
  error: error.optional(),
});
/** An apply that a limit stopped: what was planned, and why nothing of it was done. */
export const refusedDocument = z.strictObject({
  ...run,
  entities: z.array(z.union([z.strictObject({ ...previewedEntity.shape, results }), failedEntity])).min(1),
  files: z.array(z.never()),
  error,
});
/** A run of which no entity could be planned: its error is also where that of any failed command is. */
export const failedRunDocument = z.strictObject({
  ...run,
  entities: z.array(failedEntity).min(1),
  files: z.array(z.never()).optional(),
  error,
});
/** Any failed command. */
export const errorDocument = z.strictObject({ schemaVersion: z.literal(1), error });
