import type { Clock, StateStore } from "../sync/model/index.js";
import type { StateDatabase, Statements } from "./database.js";
import { removeLeftovers } from "./files.js";
import { forgetPlans } from "./kept-plans.js";
import { holdsLock } from "./lock.js";

/** Runs kept whatever their age: a clock that jumped must not empty the history. */
const NEWEST_KEPT = 100;
/** Runs forgotten in one transaction, so that nobody waits long for the write lock. */
const BATCH = 100;
/** Batches of one housekeeping; what is left waits for the next. */
const MAX_BATCHES = 50;

/**
 * Old runs without what must stay: the newest ones, each entity's last success, hand-offs that are not
 * over or whose last files may be handed off again, and the runs under way.
 */
const oldRuns = (items: string) => `
  SELECT r.id FROM runs r
  WHERE r.started_at < CASE WHEN EXISTS (SELECT 1 FROM journal j WHERE j.run_id = r.id)
      THEN @changesSince ELSE @runsSince END
    AND r.number <= (SELECT max(number) FROM runs) - ${NEWEST_KEPT}
    AND r.number NOT IN (SELECT max(s.number) FROM runs s, ${items}
      WHERE s.kind = 'apply' AND s.exit_code = 0 GROUP BY e.value)
    AND r.number NOT IN (SELECT max(s.number) FROM hand_offs h JOIN runs s ON s.id = h.run_id GROUP BY h.entity)
    AND NOT EXISTS (SELECT 1 FROM hand_offs h WHERE h.run_id = r.id AND h.closed = 0)
    AND r.id NOT IN (SELECT run_id FROM lock)
  ORDER BY r.number LIMIT ${BATCH}`;

/** Head-counts are compared over days; longer than that only a person who looks for a cause needs them. */
const READ_COUNTS_KEPT_MS = 60 * 24 * 3_600_000;

const OLD_READ_COUNTS = `
  DELETE FROM read_counts WHERE at < @since AND number NOT IN (SELECT number FROM
    (SELECT number, row_number() OVER (PARTITION BY entity ORDER BY at DESC, number DESC) AS place FROM read_counts) AS ranked
    WHERE place = 1)`;

/** Those that ended, and those whose last day has long passed. */
const OLD_DECISIONS = "DELETE FROM person_decisions WHERE ended_at < @since OR until < substr(@since, 1, 10)";

const OLD_ANSWERS = "DELETE FROM unshown_answers WHERE ended_at < @since";

/** In the order that references allow. */
const FORGET = [
  "DELETE FROM hand_offs WHERE run_id = @id",
  "DELETE FROM journal WHERE run_id = @id",
  "DELETE FROM run_plans WHERE run_id = @id",
  "DELETE FROM run_entities WHERE run_id = @id",
  "DELETE FROM runs WHERE id = @id",
];

/** Keeps the state small over the years. */
export function tidying(
  dir: string,
  database: StateDatabase,
  locks: Pick<StateStore, "lockOwners">,
  clock: Clock,
): Pick<StateStore, "tidy"> {
  return {
    async tidy(runId, keep) {
      const changesSince = keep.changesSince.toISOString();
      const forgottenRuns = await forgetRuns(database, runId, {
        runsSince: keep.runsSince.toISOString(),
        changesSince,
      });
      const readCountsSince = new Date(clock.now().getTime() - READ_COUNTS_KEPT_MS).toISOString();
      await database.writeBooks(async (statements) => {
        if (!(await holdsLock(statements, runId))) return;
        await Promise.all([
          statements.run(OLD_READ_COUNTS, { since: readCountsSince }),
          ...[OLD_DECISIONS, OLD_ANSWERS].map((old) => statements.run(old, { since: changesSince })),
          forgetPlans(statements, changesSince),
        ]);
      });
      const removedFiles = removeLeftovers(dir, clock.now());
      return { forgottenRuns, removedFiles, isCompacted: await compactAlone(database, locks, runId) };
    },
  };
}

/** To give space back keeps writers waiting for longer than they are ready to: the last of several runs does it. */
async function compactAlone(
  database: StateDatabase,
  locks: Pick<StateStore, "lockOwners">,
  runId: string,
): Promise<boolean> {
  const owners = await locks.lockOwners();
  return owners.every((owner) => owner.runId === runId) && (await database.compact());
}

async function forgetRuns(database: StateDatabase, runId: string, since: object): Promise<number> {
  await database.beforeForgetting();
  const oldest = oldRuns(database.itemsOf("s.entities", "e"));
  let total = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const count = await database.writeBooks(async (statements) =>
      (await holdsLock(statements, runId)) ? forgetBatch(statements, oldest, since) : 0,
    );
    total += count;
    if (count < BATCH) break;
  }
  return total;
}

async function forgetBatch({ all, each }: Statements, oldest: string, since: object): Promise<number> {
  const ids = await all<{ id: string }>(oldest, since);
  await Promise.all(FORGET.map((sql) => each(sql, ids)));
  return ids.length;
}
