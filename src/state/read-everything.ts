import type { Clock } from "../sync/model/index.js";
import type { Connected } from "./database.js";
import { contentOf } from "./look.js";
import { applyMigrations } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";
import { guardedAsync } from "./problems.js";
import { openSqliteBytes } from "./sqlite.js";
import { sqliteDatabase } from "./sqlite-database.js";
import { storeOf } from "./store.js";

const BEGINNING = new Date(0);
/** More than there can be. */
const MANY = 2 ** 31 - 1;

/**
 * Reads every row as commands do, which fails when one is not in the expected form.
 * @param connected of the newest format
 * @throws Problem `state_corrupt`
 */
export async function readEverything(connected: Connected, dir: string, clock: Clock): Promise<void> {
  const store = storeOf(connected, { dir, clock }, { fingerprintKey: async () => new Uint8Array() });
  for (const entity of await entitiesIn(connected)) {
    await store.entity(entity);
    await store.links(entity);
    await store.readCounts(entity, BEGINNING);
    await store.countedChanges(entity, BEGINNING);
    await store.approvals(entity);
    await store.findings(entity);
    await store.personDecisions(entity);
    await store.unshownAnswers(entity);
    await store.baselines(entity);
    await store.handOffs(entity, false);
  }
  for (const { id } of await store.runs(MANY)) {
    await store.journal(id);
    await store.keptPlans(id);
  }
}

/**
 * Reads every row of a state in a folder, changing nothing there.
 * @throws Problem `state_corrupt`, and those of a folder that can't be read
 */
export function readFolder(dir: string, toolVersion: string, clock: Clock): Promise<void> {
  return guardedAsync(dir, async () => {
    const sqlite = openSqliteBytes(contentOf(dir));
    try {
      applyMigrations(sqlite, { dir, toolVersion, migrations: MIGRATIONS, at: clock.now() });
      await readEverything(sqliteDatabase(dir, sqlite), dir, clock);
    } finally {
      sqlite.close();
    }
  });
}

/** Those that rows are of, also when the entity itself is not there any more. */
function entitiesIn(connected: Connected): Promise<readonly string[]> {
  return connected.read(async ({ all }) => {
    const tables = [
      ...["entities", "links", "read_counts", "journal", "approvals", "findings"],
      ...["person_decisions", "unshown_answers", "baselines", "hand_offs"],
    ];
    const text = tables.map((table) => `SELECT entity FROM ${table}`).join(" UNION ");
    return (await all<{ entity: string }>(text)).map(({ entity }) => entity);
  });
}
