import { statfsSync, statSync } from "node:fs";
import { type Clock, isProblem, type StateStore } from "../sync/model/index.js";
import { removeLeftovers, statePath } from "./files.js";
import { forgetPlans } from "./kept-plans.js";
import { holdsLock } from "./lock.js";
import type { Sqlite, StateDatabase } from "./sqlite.js";

/** Runs kept whatever their age: a clock that jumped must not empty the history. */
const NEWEST_KEPT = 100;
/** Runs forgotten in one transaction, so that nobody waits long for the write lock. */
const BATCH = 100;
/** Batches of one housekeeping; what is left waits for the next. */
const MAX_BATCHES = 50;

const MIB = 1024 * 1024;
/** Free pages are used again, so the file is only rewritten when that gives much back. */
const VACUUM = { minFreeBytes: 4 * MIB, minFreeShare: 0.25, maxFileBytes: 256 * MIB };

/**
 * Old runs without what must stay: the newest ones, each entity's last success, hand-offs that are not
 * over or whose last files may be handed off again, and the run under way.
 */
const OLD_RUNS = `
  SELECT r.id FROM runs r
  WHERE r.started_at < CASE WHEN EXISTS (SELECT 1 FROM journal j WHERE j.run_id = r.id)
      THEN @changesSince ELSE @runsSince END
    AND r.number <= (SELECT max(number) FROM runs) - ${NEWEST_KEPT}
    AND r.number NOT IN (SELECT max(s.number) FROM runs s, json_each(s.entities) e
      WHERE s.kind = 'apply' AND s.exit_code = 0 GROUP BY e.value)
    AND r.number NOT IN (SELECT max(s.number) FROM hand_offs h JOIN runs s ON s.id = h.run_id GROUP BY h.entity)
    AND NOT EXISTS (SELECT 1 FROM hand_offs h WHERE h.run_id = r.id AND h.closed = 0)
    AND r.id NOT IN (SELECT run_id FROM lock)
  ORDER BY r.number LIMIT ${BATCH}`;

/** Head-counts are compared over days; longer than that only a person who looks for a cause needs them. */
const READ_COUNTS_KEPT_MS = 60 * 24 * 3_600_000;

const OLD_READ_COUNTS = `
  DELETE FROM read_counts WHERE at < ? AND number NOT IN (SELECT number FROM
    (SELECT number, row_number() OVER (PARTITION BY entity ORDER BY at DESC, number DESC) AS place FROM read_counts)
    WHERE place = 1)`;

/** Those that ended, and those whose last day has long passed. */
const OLD_DECISIONS = "DELETE FROM person_decisions WHERE ended_at < @since OR until < substr(@since, 1, 10)";

const OLD_ANSWERS = "DELETE FROM unshown_answers WHERE ended_at < @since";

/** In the order that references allow. */
const FORGET = [
  "DELETE FROM hand_offs WHERE run_id = ?",
  "DELETE FROM journal WHERE run_id = ?",
  "DELETE FROM run_plans WHERE run_id = ?",
  "DELETE FROM runs WHERE id = ?",
];

/** Keeps the state small over the years. */
export function tidying(dir: string, database: StateDatabase, clock: Clock): Pick<StateStore, "tidy"> {
  return {
    tidy(runId, keep) {
      const forgottenRuns = forgetRuns(database, runId, {
        runsSince: keep.runsSince.toISOString(),
        changesSince: keep.changesSince.toISOString(),
      });
      const readCountsSince = new Date(clock.now().getTime() - READ_COUNTS_KEPT_MS).toISOString();
      database.write((sqlite) => {
        if (!holdsLock(sqlite, runId)) return;
        sqlite.prepare<[string]>(OLD_READ_COUNTS).run(readCountsSince);
        const since = keep.changesSince.toISOString();
        for (const old of [OLD_DECISIONS, OLD_ANSWERS]) sqlite.prepare<[object]>(old).run({ since });
        forgetPlans(sqlite, since);
      });
      const removedFiles = removeLeftovers(dir, clock.now());
      return { forgottenRuns, removedFiles, isCompacted: compact(dir, database) };
    },
  };
}

function forgetRuns(database: StateDatabase, runId: string, since: object): number {
  // The people in forgotten rows must not stay readable in the file's free pages.
  database.read((sqlite) => sqlite.pragma("secure_delete = ON"));
  let total = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const count = database.write((sqlite) => (holdsLock(sqlite, runId) ? forgetBatch(sqlite, since) : 0));
    total += count;
    if (count < BATCH) break;
  }
  return total;
}

function forgetBatch(sqlite: Sqlite, since: object): number {
  const ids = sqlite.prepare<[object], string>(OLD_RUNS).pluck().all(since);
  const statements = FORGET.map((sql) => sqlite.prepare<[string]>(sql));
  for (const id of ids) for (const statement of statements) statement.run(id);
  return ids.length;
}

/**
 * Gives free space back to the disk when there is much of it. SQLite writes a whole new file for that
 * beside the old one. What prevents it (a full disk, a reader) is no trouble: it is tried again.
 */
function compact(dir: string, database: StateDatabase): boolean {
  try {
    return database.read((sqlite) => {
      const pragma = (name: string) => Number(sqlite.pragma(name, { simple: true }));
      const free = pragma("freelist_count") * pragma("page_size");
      const { size } = statSync(statePath(dir));
      const { bavail, bsize } = statfsSync(dir);
      const isWorthIt = free >= VACUUM.minFreeBytes && free >= size * VACUUM.minFreeShare;
      if (!isWorthIt || size > VACUUM.maxFileBytes || bavail * bsize < 3 * size) return false;
      sqlite.exec("VACUUM");
      sqlite.pragma("wal_checkpoint(TRUNCATE)");
      return true;
    });
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}
