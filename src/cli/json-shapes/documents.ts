import * as z from "zod";
import { SCHEDULERS } from "../schedule/schedule.js";
import {
  applyDocument,
  errorDocument,
  failedEntity,
  previewDocument,
  previewedEntity,
} from "./run-documents.js";

// The documents of the commands that others read by programs (docs/json.md is made from them). Strict: a
// key that comes, goes or changes its type is a change of the contract and must be seen.

const text = z.string().min(1);
const count = z.int().min(0);
const day = z.iso.date();
const instant = z.iso.datetime();
const warning = z.strictObject({ code: text, text });
const problem = z.strictObject({ code: text, message: text, hint: text });
const hrStatus = z.enum(["managed", "previously_managed", "manual"]);
const memberStatus = z.enum(["active", "invited", "archived", "unknown"]);
const document = { schemaVersion: z.literal(1) };

const unshownAnswer = z.strictObject({
  answer: z.enum(["right", "differs"]),
  who: text.nullable(),
  at: instant,
});

const card = z.strictObject({
  entity: text,
  connectionStatus: z.enum(["disconnected", "awaiting_actions", "connected", "error"]),
  error: z.strictObject({ code: text, message: text, hint: text.nullable() }).nullable(),
  provider: text,
  include: text,
  lastSuccessAt: instant.nullable(),
  lastAttemptAt: instant.nullable(),
  lastApply: z
    .strictObject({ run: z.uuid(), startedAt: instant, result: text, counts: z.record(text, count) })
    .nullable(),
  members: z.strictObject({ managed: count, previouslyManaged: count }),
  keyExpiresOn: day.nullable(),
  key: z.strictObject({
    state: z.enum(["unknown", "lasting", "ending", "ended"]),
    expiresOn: day.nullable(),
    daysLeft: z.int().nullable(),
  }),
  warnings: z.array(warning),
  handOffs: z.strictObject({
    open: count,
    openSince: instant.nullable(),
    done: count,
    takenAsDone: count,
    doneDifferently: count,
    withdrawn: count,
  }),
  unshown: z.strictObject({ manager: unshownAnswer.optional(), bank: unshownAnswer.optional() }),
  nextSteps: z.array(text),
});

const member = z.strictObject({
  entity: text,
  id: text,
  name: z.string(),
  email: text.nullable(),
  status: memberStatus,
  hrStatus,
});

const decision = {
  id: text,
  entity: text,
  kind: z.enum(["link", "unlink", "ignore"]),
  employee: z.strictObject({ source: text, account: text.nullable(), id: text }).nullable(),
  memberId: text.nullable(),
  name: text,
  until: day.nullable(),
  why: text,
  who: text,
  at: instant,
  endedAt: instant.nullable(),
};

const run = z.strictObject({
  id: z.uuid(),
  kind: z.enum(["preview", "apply"]),
  startedAt: instant,
  finishedAt: instant.nullable(),
  exitCode: count.nullable(),
  entities: z.array(text),
  counts: z.record(text, count),
  folder: text.nullable(),
  result: text,
  error: problem.nullable(),
});

const runEntity = z.strictObject({
  entity: text,
  result: text,
  counts: z.record(text, count),
  error: problem.nullable(),
});

const comparedRun = z.strictObject({ run: z.uuid(), kind: z.enum(["preview", "apply"]), startedAt: instant });

const comparedRow = z.strictObject({ kind: text, code: text, fields: z.array(text) });

/** All null once the names are forgotten. */
const comparedPerson = {
  name: text.nullable(),
  employeeId: text.nullable(),
  memberId: text.nullable(),
};

const journalEntry = z.strictObject({
  runId: z.uuid(),
  entity: text,
  sequence: count,
  action: z.enum(["create", "update", "archive", "restore"]),
  employeeId: text,
  memberId: text.nullable(),
  email: text.nullable(),
  name: text,
  fields: z.array(z.strictObject({ field: text, from: text.nullable(), to: text.nullable() })),
  code: text,
  reason: text,
  outcome: z.enum(["intended", "applied", "failed", "skipped", "handed_off"]),
  error: z.strictObject({ code: text, detail: text }).nullable(),
  intendedAt: instant,
  settledAt: instant.nullable(),
  isCounted: z.boolean(),
  handOff: z
    .strictObject({ status: text, detail: text.nullable(), settledAt: instant.nullable() })
    .nullable(),
});

const explanation = z.strictObject({
  entity: text,
  provider: text,
  unreadSources: z.array(text),
  employeesRead: count,
  employee: z.looseObject({ id: text, status: text, custom: z.record(text, z.unknown()) }).nullable(),
  standing: z.strictObject({ standing: text, reason: text }).nullable(),
  filter: z.looseObject({ kind: z.enum(["rule", "all", "any"]), holds: z.boolean() }).nullable(),
  member: z.looseObject({ id: text, status: memberStatus }).nullable(),
  link: z
    .strictObject({
      employeeId: text,
      memberId: text,
      archived: z.boolean(),
      absentReads: count,
      hasBankDetails: z.boolean(),
    })
    .nullable(),
  hrStatus: hrStatus.nullable(),
  matchedBy: z.enum(["link", "work e-mail"]).nullable(),
  decision: z
    .strictObject({ kind: z.enum(["change", "note", "unchanged"]), row: z.looseObject({ code: text }) })
    .nullable(),
  takenAsRight: z.array(z.enum(["manager", "bank"])),
  safety: z.array(text),
  lastChanges: z.array(journalEntry),
  decisions: z.array(z.strictObject(decision)),
});

const check = z.strictObject({
  area: text,
  check: text,
  entity: text.nullable(),
  status: z.enum(["ok", "warning", "problem"]),
  text,
  next: text.nullable(),
  code: text.nullable(),
});

const field = {
  field: text,
  label: text,
  purpose: text,
  permission: text,
  required: z.boolean(),
};

const guide = {
  setupSteps: z.array(text),
  link: text.nullable(),
  dataRead: z.array(z.looseObject(field)),
  credentialFields: z.array(z.strictObject({ key: text, label: text, secret: z.boolean(), help: text })),
  settings: z.array(
    z.strictObject({
      key: text,
      label: text,
      help: text,
      decides: z.array(text).optional(),
      secret: z.boolean().optional(),
    }),
  ),
  requests: z.strictObject({ formula: text, for1000: count }),
  bankDetails: text,
};

const provider = z.strictObject({
  id: text,
  title: text,
  evidence: z
    .strictObject({ kind: z.enum(["spec-checked", "recorded", "documented", "not verified"]), by: text })
    .nullable(),
  ...guide,
  notVerified: z.array(text),
  variants: z
    .strictObject({
      setting: text,
      choices: z.array(z.strictObject({ value: text, label: text, ...guide })),
    })
    .optional(),
});

const credential = z.strictObject({
  entity: text,
  connection: text,
  field: text,
  source: text,
  chosenBy: text,
  state: z.enum(["present", "missing", "unreadable"]),
  where: text.nullable(),
  next: text.nullable(),
  error: problem.nullable(),
});

const finding = z.strictObject({
  field: text,
  label: text,
  purpose: text,
  state: z.enum(["ok", "empty", "missing", "unknown"]),
  required: z.boolean(),
  next: text.nullable(),
});

const connection = z.strictObject({
  entity: text,
  connection: text,
  source: text,
  ok: z.boolean(),
  people: count.nullable(),
  findings: z.array(finding),
  error: problem.nullable(),
});

const connectionCheck = z.strictObject({
  members: count,
  writeAccess: z.strictObject({
    state: z.enum(["granted", "refused", "unknown"]),
    scopes: z.array(text).nullable(),
  }),
  employees: count.nullable(),
  findings: z.array(finding),
  looked: count.nullable(),
  obstacles: z.array(z.strictObject({ text, next: text })),
  ownerFound: z.boolean().nullable(),
});

const stateFacts = {
  format: count,
  entities: z.array(text),
  links: count,
  runs: count,
  changes: count,
  firstRunAt: instant.nullable(),
  lastRunAt: instant.nullable(),
  bytes: count,
  freeBytes: count.nullable(),
};

/** Command lines with the document each prints with `-o json`. */
export const JSON_DOCUMENTS = {
  preview: previewDocument,
  "apply --yes": applyDocument,
  "connect <provider> --yes": z.strictObject({
    ...document,
    entity: text,
    provider: text,
    connectionStatus: z.literal("awaiting_actions"),
    file: text,
    target: z.enum(["api", "file"]),
    check: connectionCheck,
    nextSteps: z.array(text),
  }),
  "configure --yes": z.strictObject({
    ...document,
    ...previewedEntity.shape,
    file: text,
    nextSteps: z.array(text),
  }),
  status: z.strictObject({ ...document, entities: z.array(card) }),
  members: z.strictObject({
    ...document,
    members: z.array(member),
    unread: z.array(z.strictObject({ entity: text, error: problem })),
    error: problem.optional(),
  }),
  "explain <who>": z.strictObject({
    ...document,
    who: text,
    entities: z.array(z.union([explanation, failedEntity])),
  }),
  history: z.strictObject({
    ...document,
    runs: z.array(run),
    decisions: z.array(z.strictObject(decision)),
  }),
  "history <run>": z.strictObject({
    ...document,
    run,
    entities: z.array(runEntity),
    changes: z.array(journalEntry),
  }),
  "history diff <from> <to>": z.strictObject({
    ...document,
    from: comparedRun,
    to: comparedRun,
    entities: z.array(
      z.strictObject({
        entity: text,
        counts: z.strictObject({
          from: z.record(text, count).nullable(),
          to: z.record(text, count).nullable(),
        }),
        new: z.array(z.strictObject({ ...comparedPerson, ...comparedRow.shape })),
        gone: z.array(z.strictObject({ ...comparedPerson, ...comparedRow.shape })),
        different: z.array(z.strictObject({ ...comparedPerson, from: comparedRow, to: comparedRow })),
        same: count,
      }),
    ),
  }),
  "people list": z.strictObject({
    ...document,
    decisions: z.array(z.strictObject({ ...decision, inForce: z.boolean() })),
  }),
  "credentials list": z.strictObject({
    ...document,
    credentials: z.array(credential),
    unusedVariables: z.array(z.looseObject({ variable: text, entity: text })),
  }),
  "credentials test": z.strictObject({ ...document, connections: z.array(connection) }),
  doctor: z.strictObject({
    ...document,
    ok: z.boolean(),
    summary: z.record(text, count),
    checks: z.array(check),
  }),
  schedule: z.strictObject({
    ...document,
    scheduler: z.enum(SCHEDULERS),
    times: text,
    files: z.array(z.strictObject({ name: text, content: text, encoding: z.literal("utf16le").optional() })),
    steps: z.array(z.strictObject({ text, commands: z.array(text) })),
    written: z.array(text),
    warnings: z.array(text),
  }),
  "state backup": z.strictObject({
    ...document,
    folder: text,
    hasKey: z.boolean(),
    damage: text.nullable(),
    ...stateFacts,
  }),
  "state check": z.strictObject({
    ...document,
    ok: z.literal(true),
    database: text.nullable(),
    folder: text,
    hasKey: z.boolean(),
    ...stateFacts,
    upgradeBackups: z.array(text),
  }),
  "state restore <backup> --yes": z.strictObject({
    ...document,
    folder: text,
    database: text.nullable(),
    from: text,
    keptAside: text.nullable(),
    hasKey: z.boolean(),
    ...stateFacts,
  }),
  "state move --to <place> --yes": z.strictObject({
    ...document,
    from: text,
    to: text,
    keptAside: text.nullable(),
    hasKey: z.boolean(),
    next: text,
    ...stateFacts,
  }),
  "config validate": z.strictObject({
    ...document,
    file: text.nullable(),
    valid: z.literal(true),
    entities: z.array(text),
  }),
  providers: z.strictObject({ ...document, providers: z.array(provider) }),
  "any command that fails": errorDocument,
} as const;
