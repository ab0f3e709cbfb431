import { configFingerprint } from "../../config/confirmation.js";
import { sourcesText } from "../../config/entity-config.js";
import type { EntityConfig } from "../../config/load.js";
import type { StateLook } from "../../state/look.js";
import {
  connectionStatusOf,
  dayInZone,
  type EntityRecord,
  newEntityRecord,
  type RunRecord,
} from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { keyDaysText, keyLifeOf, keyWarning, refuseEndedKey, renewalCommand } from "../key-expiry.js";
import { besideName } from "../output/alike.js";
import { endedWell, entitiesText, meaningOf } from "../output/run-text.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { attempt, type Finding, ok, type Subject, warning } from "./finding.js";

const DAY_MS = 24 * 3_600_000;
/** A daily run that failed once is no trouble yet. */
const LATE_DAYS = 2;

/** How the last runs went, and how long the Spendesk keys last, as far as the state knows. */
export async function checkRuns(
  entities: readonly EntityConfig[],
  look: StateLook,
  context: CliContext,
): Promise<readonly Finding[]> {
  const show = showsTimes(entities, context.process.clock.now());
  const own = await Promise.all(entities.map((entity) => checkEntity(entity, look, show, context)));
  return [...lastRun(look, show), ...own.flat()];
}

function lastRun({ lastRun: run, locks, killedRuns }: StateLook, show: ShowTime): readonly Finding[] {
  if (run === null) return [];
  const others = killedRuns.filter(({ id }) => id !== run.id);
  const isAlive = locks.some(({ owner, isAlive }) => isAlive && owner.runId === run.id);
  return [...newestRun(run, isAlive, show), ...others.map((one) => killedRun(one, show))];
}

const RUNS: Subject = { area: "runs", check: "last-run", entity: null };

/** One that other runs, on other entities, have outlived. */
function killedRun({ id, startedAt, entities }: RunRecord, show: ShowTime): Finding {
  const text = `The apply of ${entitiesText(entities)}, ${show(startedAt, entities[0])}, was killed before its end. The next one finishes the work.`;
  return warning(RUNS, { code: "run_killed", text, next: `spendesk-hr history ${id}` });
}

function newestRun(run: RunRecord, isAlive: boolean, show: ShowTime): readonly Finding[] {
  const subject = RUNS;
  const which = `The last ${run.kind}, ${show(run.startedAt, run.entities[0])},`;
  if (run.finishedAt === null && !isAlive) {
    const text = `${which} was killed before its end. The next one finishes the work.`;
    return [warning(subject, { code: "run_killed", text, next: `spendesk-hr history ${run.id}` })];
  }
  if (run.exitCode === null) return [ok(subject, `${which} is going on.`)];
  if (endedWell(run.exitCode)) return [ok(subject, `${which} ended well.`)];
  const text = `${which} did not end well: ${meaningOf(run.exitCode)}.`;
  return [warning(subject, { code: "run_failed", text, next: `spendesk-hr history ${run.id}` })];
}

async function checkEntity(
  entity: EntityConfig,
  look: StateLook,
  show: ShowTime,
  context: CliContext,
): Promise<readonly Finding[]> {
  const record =
    look.entities.find((one) => one.entity === entity.id) ?? newEntityRecord(entity.id, sourcesText(entity));
  if (record.connectionStatus === "disconnected") {
    const subject: Subject = { area: "runs", check: "connection", entity: entity.id };
    return [ok(subject, "Somebody disconnected this entity: it is left alone, and so is not checked.")];
  }
  return [
    connection(entity, record),
    lastSuccess(entity, record, show, context.process.clock.now()),
    ...(await keyFindings(entity, record, context)),
  ];
}

function connection(entity: EntityConfig, record: EntityRecord): Finding {
  const subject: Subject = { area: "runs", check: "connection", entity: entity.id };
  const status = connectionStatusOf(record, entity.configured ? configFingerprint(entity) : null);
  if (record.lastError !== null) {
    return warning(subject, {
      code: record.lastError.code,
      text: `The last attempt failed: ${besideName(record.lastError.message, entity.id)}`,
      next: `spendesk-hr preview --entity ${entity.id}`,
    });
  }
  if (status === "connected") return ok(subject, "Connected, and the configuration is confirmed.");
  return warning(subject, {
    code: "awaiting_actions",
    text: "The configuration is not confirmed, or was changed since.",
    next: `spendesk-hr configure --entity ${entity.id}`,
  });
}

function lastSuccess(
  entity: EntityConfig,
  { lastSuccessAt }: EntityRecord,
  show: ShowTime,
  now: Date,
): Finding {
  const subject: Subject = { area: "runs", check: "last-success", entity: entity.id };
  if (lastSuccessAt === null) {
    const text = "No apply has succeeded yet.";
    return warning(subject, { code: "never_applied", text, next: `spendesk-hr apply --entity ${entity.id}` });
  }
  const days = Math.floor((now.getTime() - Date.parse(lastSuccessAt)) / DAY_MS);
  if (days < LATE_DAYS) return ok(subject, `The last success was on ${show(lastSuccessAt, entity.id)}.`);
  return warning(subject, {
    code: "last_success_old",
    // By day: entities that a schedule has left alone since the same night are told of in one line.
    text: `The last success was on ${dayInZone(new Date(lastSuccessAt), entity.timezone)}. Does the schedule still run?`,
    next: `spendesk-hr apply --entity ${entity.id}, and spendesk-hr schedule for the schedule`,
  });
}

function keyFindings(
  entity: EntityConfig,
  record: EntityRecord,
  { process: { clock } }: CliContext,
): Promise<readonly Finding[]> {
  const subject: Subject = { area: "credentials", check: "spendesk-key-expiry", entity: entity.id };
  return attempt(subject, async () => {
    const life = await keyLifeOf(entity, { entity: async () => record }, clock);
    refuseEndedKey(entity.id, life);
    const soon = keyWarning(entity.id, life);
    const next = renewalCommand(entity.id);
    if (soon) return [warning(subject, { ...soon, next })];
    if (life.state !== "unknown") {
      return [ok(subject, `The Spendesk API key ends on ${life.expiresOn} (${keyDaysText(life)}).`)];
    }
    return [
      warning(subject, {
        code: "key_expiry_unknown",
        text: "Nobody entered the day on which the Spendesk API key ends (after one year at most), so nothing can warn of it.",
        next: `${next} --expires-on YYYY-MM-DD`,
      }),
    ];
  });
}
