import type { ChangeCount, EntityReport, ReportedProblem } from "../../observability/run-report.js";
import type { EntityApplication } from "../../sync/apply.js";
import type { Problem } from "../../sync/errors.js";
import type { PlannedEntity } from "../../sync/plan-task.js";
import type { CliContext } from "../cli-context.js";
import { keyLifeOf } from "../key-expiry.js";
import type { Workspace } from "../workspace.js";

/** What is reported of a problem: the three lines a person gets. */
export function reportedProblem(
  { kind, code, message, why, next }: Problem,
  { redactor }: Pick<CliContext, "redactor">,
): ReportedProblem {
  const { redact } = redactor;
  return { kind, code, what: redact(message), why: redact(why), next: redact(next) };
}

/**
 * What the memory and the result of a run say about every entity of the configuration, also those the
 * run was not about: monitoring watches them all.
 * @param applications empty when the run ended before it came to its entities
 */
export function entityReports(
  { config, entities, state }: Pick<Workspace, "config" | "entities" | "state">,
  applications: readonly EntityApplication[],
  context: CliContext,
): readonly EntityReport[] {
  return config.entities.flatMap((entity) => {
    const { id } = entity;
    const record = state.entity(id);
    if (record === null || record.connectionStatus === "disconnected") return [];
    const application = applications.find(({ result }) => result.entity === id);
    const counts = state.handOffCounts(id);
    const { expiresOn, daysLeft } = keyLifeOf(entity, state, context.process.clock);
    return {
      entity: id,
      inRun: entities.some((one) => one.id === id),
      failing: application ? application.problem !== null : record.lastError !== null,
      problem: application?.problem ? reportedProblem(application.problem, context) : null,
      changes: application ? changeCounts(application) : [],
      managedMembers: state.links(id).filter(({ hrStatus, archived }) => hrStatus === "managed" && !archived)
        .length,
      attention: application?.result.ok ? attentionOf(application.result.planned, context) : null,
      handedOff: { open: counts.open, since: counts.openSince?.slice(0, 10) ?? null },
      key: expiresOn !== null && daysLeft !== null ? { expiresOn, daysLeft } : null,
      requests: application?.result.ok ? requestsOf(application.result.planned.task) : null,
      lastAttemptAt: record.lastAttemptAt,
      lastSuccessAt: record.lastSuccessAt,
    };
  });
}

function attentionOf(
  { attention }: PlannedEntity,
  { redactor: { redact } }: Pick<CliContext, "redactor">,
): EntityReport["attention"] {
  return attention.map(({ finding: { key, code, name }, text, isNew, isSteady }) => ({
    key,
    code,
    name: redact(name),
    text: redact(text),
    isNew,
    isSteady,
  }));
}

function requestsOf({ source, reader }: { source: Counted; reader: Counted }): EntityReport["requests"] {
  return { provider: source.requestCount(), spendesk: reader.requestCount() };
}

interface Counted {
  requestCount(): number;
}

function changeCounts({ changes }: EntityApplication): readonly ChangeCount[] {
  const counts = new Map<string, ChangeCount>();
  for (const { change, outcome } of changes) {
    const key = `${change.action} ${outcome}`;
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { action: change.action, outcome, count });
  }
  return [...counts.values()];
}
