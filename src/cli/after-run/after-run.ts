import { hostname } from "node:os";
import { join } from "node:path";
import type { LoadedConfig } from "../../config/load.js";
import { readAllFields } from "../../credentials/create-store.js";
import { createHttpClient } from "../../http/client.js";
import { tlsOptions } from "../../http/trust.js";
import { writeMetrics } from "../../observability/metrics/write.js";
import {
  type ClientFor,
  deliver,
  neededSecrets,
  reasonOf,
  SEND_TIMEOUT_MS,
} from "../../observability/notify/channel.js";
import {
  channelsOf,
  createHeartbeat,
  type Heartbeat,
  type NotifySecrets,
} from "../../observability/notify/channels.js";
import { notificationOf } from "../../observability/notify/events.js";
import { selectEvents } from "../../observability/notify/selection.js";
import { readSent, writeSent } from "../../observability/notify/sent.js";
import type {
  AttemptEnd,
  ChangeCount,
  EntityReport,
  ReportedProblem,
  RunReport,
} from "../../observability/run-report.js";
import type { Shard } from "../../shared/shard.js";
import { aloneWithNotifications } from "../../state/alone.js";
import { type ApplyResult, type EntityApplication, stopsRun } from "../../sync/apply/index.js";
import { asProblem, EXIT_CODES, exitCodeFor, type Problem } from "../../sync/model/index.js";
import type { EntityTask, PlannedEntity } from "../../sync/run/index.js";
import { shardOfWorkspace } from "../apply/shard.js";
import type { CliContext } from "../cli-context.js";
import { openCredentials } from "../credentials/open.js";
import { keyLifeOf } from "../key-expiry.js";
import { type Workspace, withWorkspace } from "../workspace.js";
import { NOTIFY_CONNECTION } from "./connection.js";

/** Where a run leaves what the state says of its entities, before the state is closed. */
interface RunWatch {
  entities: readonly EntityReport[];
}

/**
 * Runs an apply in the opened workspace, with the entities of its shard, and tells people and monitoring how it
 * went, also when it could not begin. Nothing here ever fails the run: what can't be told is a warning.
 */
export async function withAfterRun<T extends { readonly result: ApplyResult }>(
  config: LoadedConfig,
  shard: Shard | null,
  context: CliContext,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const startedAt = context.process.clock.now();
  const watch: RunWatch = { entities: [] };
  const secrets = await secretsFor(config, context);
  const heartbeat = secrets?.healthchecksUrl ? openHeartbeat(secrets.healthchecksUrl, context) : null;
  await warning(context, "the monitor was not told of the start", async () => heartbeat?.start());
  const end = async (how: Pick<RunReport, "runId" | "exitCode" | "problem">) => {
    const finishedAt = context.process.clock.now();
    const report = { ...how, startedAt, finishedAt, entities: watch.entities };
    await tell(report, { config, shard, context, secrets, heartbeat });
  };
  try {
    const done = await withWorkspace(
      context,
      (workspace) => watched(shardOfWorkspace(workspace, shard), work, watch, context),
      config,
    );
    const { runId, exitCode, refusal } = done.result;
    await end({ runId, exitCode, problem: refusal && reportedProblem(refusal, context) });
    return done;
  } catch (error) {
    const problem = asProblem(error);
    const { runId } = context;
    await end({ runId, exitCode: exitCodeFor([problem]), problem: reportedProblem(problem, context) });
    throw error;
  }
}

async function watched<T extends { readonly result: ApplyResult }>(
  workspace: Workspace,
  work: (workspace: Workspace) => Promise<T>,
  watch: RunWatch,
  context: CliContext,
): Promise<T> {
  const look = (result: Pick<ApplyResult, "entities" | "refusal">) =>
    warning(context, "the end of the run can't be told in full", async () => {
      watch.entities = await entityReports(workspace, result, context);
    });
  try {
    const done = await work(workspace);
    await look(done.result);
    return done;
  } catch (error) {
    await look({ entities: [], refusal: null });
    throw error;
  }
}

interface Telling {
  readonly config: LoadedConfig;
  readonly shard: Shard | null;
  readonly context: CliContext;
  /** Null when they can't be read. */
  readonly secrets: NotifySecrets | null;
  readonly heartbeat: Heartbeat | null;
}

async function tell(report: RunReport, telling: Telling): Promise<void> {
  const { config, shard, context, heartbeat } = telling;
  const { metricsFile } = config;
  if (metricsFile !== null) {
    await warning(context, "the metrics were not written", () => writeMetrics(metricsFile, report, shard));
  }
  // A run that was skipped because another one held the lock leaves the verdict to that one, but its start must have an end.
  const ok = [EXIT_CODES.done.code, EXIT_CODES.locked.code].some((code) => code === report.exitCode);
  const text = `exit code ${report.exitCode}`;
  await Promise.all([
    warning(context, "the monitor was not told of the end", async () => heartbeat?.end({ ok, text })),
    notify(report, telling),
  ]);
}

async function notify(report: RunReport, { config, context, secrets }: Telling): Promise<void> {
  if (secrets === null) return;
  await warning(context, "nobody was notified", async () => {
    const channels = channelsOf(
      config.notify,
      secrets,
      clientFor(context),
      tlsOptions(config.network.route?.trust ?? null),
    );
    if (channels.length === 0) return;
    const alone = { dir: config.stateDir, signal: context.process.signal, waitMs: SEND_TIMEOUT_MS };
    await aloneWithNotifications(alone, () => sendNews(report, channels, config, context));
  });
}

/** Sends what was not sent yet, and notes that it was. */
async function sendNews(
  report: RunReport,
  channels: ReturnType<typeof channelsOf>,
  { stateDir, notify: { on } }: LoadedConfig,
  context: CliContext,
): Promise<void> {
  const sentPath = join(stateDir, "notifications.json");
  const sent = await readSent(sentPath);
  const selection = selectEvents(report, on, sent);
  const failures =
    selection.events.length === 0
      ? []
      : await deliver(notificationOf(selection.events, report, hostname()), channels);
  for (const { channel, why } of failures) {
    context.say(`Warning: the notification by ${channel} was not sent: ${why}`);
  }
  // When nobody was reached, the next run tries again.
  if (failures.length < channels.length) await writeSent(sentPath, selection.sent);
}

async function secretsFor(config: LoadedConfig, context: CliContext): Promise<NotifySecrets | null> {
  const fields = neededSecrets(config.notify);
  if (fields.length === 0) return {};
  try {
    return await readAllFields(
      openCredentials(config.credentials, context)(NOTIFY_CONNECTION),
      NOTIFY_CONNECTION,
      fields,
    );
  } catch (error) {
    const { message, next } = asProblem(error);
    context.say(`Warning: nobody will be notified: ${message} ${next}`);
    return null;
  }
}

function openHeartbeat(url: string, context: CliContext): Heartbeat | null {
  if (URL.canParse(url)) return createHeartbeat(url, clientFor(context));
  context.say("Warning: the monitor can't be told: the credential healthchecksUrl is not an address.");
  return null;
}

/** Few tries: the run itself is over, and whoever started it waits. */
function clientFor(context: CliContext): ClientFor {
  return (baseUrl) =>
    createHttpClient({
      baseUrl,
      userAgent: "spendesk-hr",
      ...context.network,
      retry: { attempts: 3 },
      timeoutMs: SEND_TIMEOUT_MS,
      ...context.process.network,
    });
}

async function warning(context: CliContext, what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    context.say(`Warning: ${what}: ${reasonOf(error)}`);
  }
}

/** What is reported of a problem: the three lines a person gets. */
function reportedProblem(
  { kind, code, message, why, next }: Problem,
  { redactor }: Pick<CliContext, "redactor">,
): ReportedProblem {
  const { redact } = redactor;
  return { kind, code, what: redact(message), why: redact(why), next: redact(next) };
}

/**
 * What the state and the result of a run say about every entity of the configuration, also those the
 * run was not about: monitoring watches them all.
 * @param result without entities when the run ended before it came to them
 */
async function entityReports(
  { config, entities, state }: Pick<Workspace, "config" | "entities" | "state">,
  result: Pick<ApplyResult, "entities" | "refusal">,
  context: CliContext,
): Promise<readonly EntityReport[]> {
  const reports: EntityReport[] = [];
  for (const entity of config.entities) {
    const { id } = entity;
    const record = await state.entity(id);
    if (record === null || record.connectionStatus === "disconnected") continue;
    const application = result.entities.find(({ result: one }) => one.entity === id);
    const counts = await state.handOffCounts(id);
    const { expiresOn, daysLeft } = await keyLifeOf(entity, state, context.process.clock);
    const links = await state.links(id);
    reports.push({
      entity: id,
      inRun: entities.some((one) => one.id === id),
      ended: application ? endOf(application, result) : record.lastError === null ? "ok" : "failed",
      problem: application?.problem ? reportedProblem(application.problem, context) : null,
      changes: application ? changeCounts(application) : [],
      managedMembers: links.filter(({ hrStatus, archived }) => hrStatus === "managed" && !archived).length,
      attention: application?.result.ok ? attentionOf(application.result.planned, context) : null,
      handedOff: { open: counts.open, since: counts.openSince?.slice(0, 10) ?? null },
      key: expiresOn !== null && daysLeft !== null ? { expiresOn, daysLeft } : null,
      requests: application?.result.ok ? requestsOf(application.result.planned.task) : null,
      lastAttemptAt: record.lastAttemptAt,
      lastSuccessAt: record.lastSuccessAt,
    });
  }
  return reports;
}

function endOf(
  { result, problem }: EntityApplication,
  { refusal }: Pick<ApplyResult, "refusal">,
): AttemptEnd {
  if (problem !== null || stopsRun(result)) return "failed";
  return refusal === null ? "ok" : "held_up";
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

function requestsOf({ calls }: Pick<EntityTask, "calls">): EntityReport["requests"] {
  return { provider: calls.provider.requestCount(), spendesk: calls.spendesk.requestCount() };
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
