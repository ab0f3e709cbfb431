import { type Shard, shardOf, shardText } from "../../shared/shard.js";
import { ATTEMPT_ENDS, type AttemptEnd, type ReportedAttention, type RunReport } from "../run-report.js";

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/**
 * A run in the text format of Prometheus, for the textfile collector of node_exporter. All metrics are
 * gauges that describe the last run: the file is replaced by each. Times are Unix seconds. A collector takes no
 * series from two files, so those of a shard are about its own entities, and what is about the run says which
 * shard it had.
 */
export function metricsText(report: RunReport, shard: Shard | null = null): string {
  return metricsOf(bounded(ofShard(report, shard)), shard)
    .filter(({ samples }) => samples.length > 0)
    .map(metricText)
    .join("");
}

/** The entities of the shard alone: those of the others are in other files. */
function ofShard(report: RunReport, shard: Shard | null): RunReport {
  if (shard === null) return report;
  const entities = report.entities.filter(({ entity }) => shardOf(entity, shard.count) === shard.index);
  return { ...report, entities };
}

/** A metric has a series for so many entities at most: a collector keeps every one of them. */
const MOST_ENTITIES = 1000;

/** Of more entities than that those that failed come first; the numbers of all stay in `entities`. */
function bounded(report: RunReport): BoundedReport {
  const { entities } = report;
  const ended = (end: AttemptEnd) => entities.filter((one) => one.ended === end);
  const named = entities.length <= MOST_ENTITIES ? entities : ATTEMPT_ENDS.flatMap(ended);
  return {
    ...report,
    entities: named.slice(0, MOST_ENTITIES),
    standing: ATTEMPT_ENDS.map((end) => [end, ended(end).length]),
  };
}

interface BoundedReport extends RunReport {
  /** How many entities ended how the last time. */
  readonly standing: readonly (readonly [AttemptEnd, number])[];
}

function metricsOf(report: BoundedReport, shard: Shard | null): readonly Metric[] {
  const { entities, standing, exitCode, startedAt, finishedAt } = report;
  const shardLabel = shard === null ? {} : { shard: shardText(shard) };
  const ofRun = (value: number): Sample[] => [{ labels: shardLabel, value }];
  const perEntity = (value: (entity: RunReport["entities"][number]) => number | null): Sample[] =>
    entities.flatMap((one) => {
      const number = value(one);
      return number === null ? [] : [{ labels: { entity: one.entity }, value: number }];
    });
  const seconds = (instant: string | null) => (instant === null ? null : Date.parse(instant) / 1000);
  return [
    gauge("last_run_exit_code", "Exit code of the last run.", ofRun(exitCode)),
    gauge("last_run_timestamp_seconds", "When the last run ended.", ofRun(finishedAt.getTime() / 1000)),
    gauge(
      "last_run_duration_seconds",
      "How long the last run took.",
      ofRun((finishedAt.getTime() - startedAt.getTime()) / 1000),
    ),
    gauge(
      "entities",
      "Entities by how the last attempt with them ended; those held up were not worked on, as another one stopped the run.",
      entities.length === 0
        ? []
        : standing.map(([state, value]) => ({ labels: { state, ...shardLabel }, value })),
    ),
    gauge(
      "last_attempt_timestamp_seconds",
      "When a run last tried to work with the entity.",
      perEntity((one) => seconds(one.lastAttemptAt)),
    ),
    gauge(
      "last_success_timestamp_seconds",
      "When a run last succeeded with the entity.",
      perEntity((one) => seconds(one.lastSuccessAt)),
    ),
    gauge(
      "entity_failed",
      "Whether the last attempt failed with the entity, or stopped for its safety.",
      perEntity(({ ended }) => (ended === "failed" ? 1 : 0)),
    ),
    gauge(
      "changes",
      "Changes of the last run by kind and outcome.",
      entities.flatMap(({ entity, changes }) =>
        changes.map(({ action, outcome, count }) => ({ labels: { entity, action, outcome }, value: count })),
      ),
    ),
    gauge(
      "requests",
      "HTTP requests of the last run, retries and tokens included.",
      entities.flatMap(({ entity, requests }) =>
        requests === null
          ? []
          : [
              { labels: { entity, side: "provider" }, value: requests.provider },
              { labels: { entity, side: "spendesk" }, value: requests.spendesk },
            ],
      ),
    ),
    gauge(
      "managed_members",
      "Members the tool looks after.",
      perEntity((one) => one.managedMembers),
    ),
    gauge(
      "attention",
      "What a person must look at, by code.",
      entities.flatMap(({ entity, attention }) =>
        [...countByCode(attention ?? [])].map(([code, count]) => ({
          labels: { entity, code },
          value: count,
        })),
      ),
    ),
    gauge(
      "handed_off_open",
      "Handed-off changes that are still open.",
      perEntity((one) => one.handedOff.open),
    ),
    gauge(
      "key_expires_timestamp_seconds",
      "Start (UTC) of the last day of the Spendesk API key.",
      perEntity((one) => seconds(one.key?.expiresOn ?? null)),
    ),
  ];
}

function countByCode(attention: readonly ReportedAttention[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code, isNew, isSteady } of attention) {
    // What somebody decided is no open matter: an alert on them would never end.
    if (isNew || !isSteady) counts.set(labelOf(code), (counts.get(labelOf(code)) ?? 0) + 1);
  }
  return counts;
}

/** Codes are a closed list of the program; whatever else came here must not become a series of its own. */
function labelOf(code: string): string {
  return /^[a-z][a-z_]{2,40}$/.test(code) ? code : "other";
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `spendesk_hr_${name}`, help, samples };
}

function metricText({ name, help, samples }: Metric): string {
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join("")}`;
}

function labelText(labels: Sample["labels"]): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
