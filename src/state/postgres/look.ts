import type { Client } from "pg";
import { isProblem } from "../../sync/model/index.js";
import type { CheckedState } from "../check.js";
import { backupNames } from "../files.js";
import { requireWhole } from "../inspect.js";
import { recordsOf, type StateLook } from "../look.js";
import { applyMigrations, type UpgradeContext } from "../migrate.js";
import { MIGRATIONS } from "../migrations/index.js";
import { refuseMarked } from "../moved.js";
import { readEverything } from "../read-everything.js";
import type { Sqlite } from "../sqlite.js";
import { sqliteDatabase } from "../sqlite-database.js";
import type { PostgresPlace } from "./backup.js";
import { copyToMemory } from "./copy.js";
import { contextOf, factsOfSchema, requireSchema } from "./facts.js";
import { keyForCopy } from "./key.js";
import { brokenSchema } from "./problems.js";
import type { PostgresServer } from "./session.js";
import { Session } from "./session.js";
import { statementsOf } from "./statements.js";
import { asOfNow } from "./transactions.js";

/**
 * Reads everything and changes nothing.
 * @param dir folder of what stays on this machine
 * @throws Problem `state_missing`, `state_corrupt`, `state_edited`, `state_foreign`, `state_newer`,
 *   `state_key_missing`, `state_key_other`, and those of a server that can't be used
 */
export async function checkPostgres(place: PostgresPlace, dir: string): Promise<CheckedState> {
  const session = new Session(place.server);
  try {
    return await asOfNow(session, async (client) => {
      const { look, sqlite } = await readAll(client, place);
      try {
        await asBroken(place.server, () => readEverything(sqliteDatabase(dir, sqlite), dir, place.clock));
      } finally {
        sqlite.close();
      }
      const key = await keyForCopy(statementsOf(client), place.server, place.key);
      return { folder: dir, hasKey: key !== null, upgradeBackups: backupNames(dir), ...look.facts };
    });
  } finally {
    await session.close();
  }
}

/** Reads a whole state, changing nothing. @throws Problem as `checkPostgres`, but for the key */
export function lookAtPostgres(session: Session, place: PostgresPlace): Promise<StateLook> {
  return asOfNow(session, async (client) => {
    const { look, sqlite } = await readAll(client, place);
    sqlite.close();
    return look;
  });
}

/** Everything in memory, brought to the newest format there. */
async function readAll(
  client: Client,
  { server, toolVersion, clock }: Pick<PostgresPlace, "server" | "toolVersion" | "clock">,
): Promise<{ readonly look: StateLook; readonly sqlite: Sqlite }> {
  const schema = await requireSchema(client, server, toolVersion);
  refuseMarked(schema.marks, server.shown);
  const facts = await factsOfSchema(client, server, schema.format);
  const rest = { dir: server.shown, toolVersion, at: clock.now() };
  const sqlite = await asBroken(server, () => copyToMemory(client, server, contextOf(schema, rest)));
  try {
    const newest: UpgradeContext = { ...rest, migrations: MIGRATIONS };
    const needsUpgrade = schema.format < (MIGRATIONS.at(-1)?.version ?? 0);
    // Ages are judged by the clock of the server.
    const now = await statementsOf(client).timeOf(clock.now());
    const records = await asBroken(server, async () => {
      requireWhole(server.shown, sqlite);
      applyMigrations(sqlite, newest);
      return recordsOf(server.shown, sqlite, { now: () => now });
    });
    return { look: { facts, needsUpgrade, ...records }, sqlite };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** What is wrong in a copy in memory is wrong in the schema. */
async function asBroken<T>(server: PostgresServer, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isOfCopy = isProblem(error) && /^state_(?:corrupt|failed)$/u.test(error.code);
    throw isOfCopy ? brokenSchema(server, error.why) : error;
  }
}
