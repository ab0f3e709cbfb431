import type { ChangeResult } from "../../sync/apply/index.js";
import type { HandOffReview } from "../../sync/hand-off/index.js";
import {
  type Change,
  connectionStatusOf,
  type HandOff,
  type Note,
  summarize,
} from "../../sync/model/index.js";
import type { EntityResult, FailedEntity, PlannedEntity } from "../../sync/run/index.js";
import { outcomeCounts } from "./plan-counts.js";
import { type PlanView, WHOLE_PLAN } from "./plan-view.js";
import { errorDocument } from "./serialize.js";

/** The JSON form of a planned entity (docs/json.md). `outcomes` is given after an apply. */
export function planDocument(
  planned: PlannedEntity,
  outcomes: readonly ChangeResult[] | null,
  { isShown }: Pick<PlanView, "isShown"> = WHOLE_PLAN,
): object {
  const { task, plan, record } = planned;
  const outcomeOf = new Map((outcomes ?? []).map((result) => [result.change, result]));
  return {
    entity: task.entity,
    provider: task.providerId,
    connectionStatus: connectionStatusOf(record, task.configFingerprint),
    read: {
      complete: planned.sources.unread.length === 0,
      employees: planned.employees.length,
      sources: sourcesDocument(planned),
      members: planned.membersRead.count,
      membersWithoutEmail: planned.membersRead.withoutEmail,
      requests: {
        provider: task.calls.provider.requestCount(),
        spendesk: task.calls.spendesk.requestCount(),
      },
    },
    summary: summarize(plan),
    warnings: planned.warnings.map(({ code, text }) => ({ code, text })),
    changes: plan.changes.filter(isShown).map((change) => changeDocument(change, outcomeOf.get(change))),
    notes: plan.notes.filter(isShown).map(noteDocument),
    attention: planned.attention.map(({ finding, text, isNew }) => {
      const { code, employeeId, memberId, name, since } = finding;
      return { code, employeeId, memberId, name, text, since, isNew };
    }),
    handOffs: handOffDocument(planned.handOffs),
    safety: {
      ok: planned.safety.ok,
      violations: planned.safety.violations.map(({ code, actual, limit, override }) => ({
        code,
        actual,
        limit,
        override,
      })),
    },
    fingerprint: planned.fingerprint,
    ...(outcomes && { results: resultsDocument(outcomes) }),
  };
}

function sourcesDocument({ sources: { reads, unread } }: PlannedEntity): readonly object[] {
  return [
    ...reads.map(({ of: { name }, employees }) => ({ name, complete: true, employees: employees.length })),
    ...unread.map(({ name, problem }) => ({ name, complete: false, error: errorDocument(problem) })),
  ];
}

/**
 * The document of a run. When no entity could be planned, the first one's error also stands where the
 * error of any failed command stands.
 */
export function runDocument(
  runId: string,
  entities: readonly EntityResult[],
  describe: (planned: PlannedEntity) => object,
): object {
  const [failed] = entities.every((entity) => !entity.ok) ? entities : [];
  return {
    run: runId,
    entities: entities.map((entity) => (entity.ok ? describe(entity.planned) : failedDocument(entity))),
    ...(failed?.ok === false && { error: errorDocument(failed.problem) }),
  };
}

/** An entity that could not be planned. */
export function failedDocument({ entity, task, problem }: FailedEntity): object {
  return { entity, provider: task.providerId, error: errorDocument(problem) };
}

/** One change as it stands in JSON and in plan files. */
export function changeDocument(change: Change, result?: ChangeResult) {
  const { action, employeeId, memberId, memberStatus, email, name, fields, code, reason, warnings } = change;
  return {
    action,
    employeeId,
    memberId,
    memberStatus,
    email,
    name,
    fields,
    code,
    reason,
    warnings,
    ...(result && { outcome: result.outcome, error: result.error }),
  };
}

function noteDocument(note: Note): object {
  const { kind, employeeId, memberId, email, name, code, reason, candidateMemberId } = note;
  const row = { kind, employeeId, memberId, email, name, code, reason };
  return candidateMemberId === undefined ? row : { ...row, candidateMemberId };
}

function resultsDocument(outcomes: readonly ChangeResult[]): object {
  const { handed_off: handedOff, ...counts } = outcomeCounts(outcomes);
  return { ...counts, handedOff };
}

/** Hand-offs of earlier runs: those that are open, and those that this run found to be over. */
function handOffDocument({ open, settled }: HandOffReview): object {
  return {
    open: open.map(({ handOff, days, waitsFor, needsWord }) => ({
      ...handOffFields(handOff),
      openDays: days,
      waitsFor,
      visible: !needsWord,
    })),
    settled: settled.map(({ handOff, memberId, status, detail }) => ({
      ...handOffFields(handOff),
      memberId,
      status,
      detail,
    })),
  };
}

function handOffFields({ action, employeeId, memberId, email, name, handedOffAt, runId }: HandOff) {
  return { action, employeeId, memberId, email, name, handedOffAt, run: runId };
}

/** Columns of a plan as CSV. */
export const PLAN_COLUMNS = [
  "entity",
  "action",
  "name",
  "email",
  "employeeId",
  "memberId",
  "fields",
  "code",
  "reason",
] as const;

/** One CSV row per change and note. */
export function planRows(
  planned: PlannedEntity,
  { isShown }: Pick<PlanView, "isShown"> = WHOLE_PLAN,
): Record<(typeof PLAN_COLUMNS)[number], string | null>[] {
  const changes = planned.plan.changes.filter(isShown).map((change) => ({
    entity: planned.task.entity,
    action: change.action as string,
    name: change.name,
    email: change.email,
    employeeId: change.employeeId as string | null,
    memberId: change.memberId,
    fields: change.fields
      .map((field) => `${field.field}: ${field.from ?? ""} -> ${field.to ?? ""}`)
      .join("; "),
    code: change.code,
    reason: change.reason,
  }));
  const notes = planned.plan.notes.filter(isShown).map((note) => ({
    entity: planned.task.entity,
    action: note.kind as string,
    name: note.name,
    email: note.email,
    employeeId: note.employeeId,
    memberId: note.memberId,
    fields: "",
    code: note.code,
    reason: note.reason,
  }));
  return [...changes, ...notes];
}
