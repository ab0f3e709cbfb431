import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { isProblem, Problem } from "../../sync/model/index.js";
import { asideFolder } from "../aside.js";
import { copyDatabase } from "../backup.js";
import { refuseDuringRun } from "../exclusive.js";
import { createFolder, KEY_FILE, removeDatabase, statePath } from "../files.js";
import { refuseForeign } from "../header.js";
import type { StateFacts } from "../inspect.js";
import { isKey } from "../key-check.js";
import { presentKey } from "../key-file.js";
import { applyMigrations } from "../migrate.js";
import { MIGRATIONS } from "../migrations/index.js";
import { guarded } from "../problems.js";
import { checkedCopy, databaseOf, type PreparedRestore, type Restored } from "../restore.js";
import { openSqlite } from "../sqlite.js";
import { copyToFolder, type PostgresPlace } from "./backup.js";
import { copyFromFile, tablesOfFormat } from "./copy.js";
import { contextOf, factsOfSchema, findSchema } from "./facts.js";
import { keyCarrier } from "./key.js";
import { sqlAside, translated } from "./problems.js";
import { requireTables } from "./rows.js";
import { prepareSchema } from "./schema.js";
import { type PostgresServer, Session } from "./session.js";
import { statementsOf } from "./statements.js";
import { connectedClient, exclusively } from "./transactions.js";

interface RestoreOptions extends PostgresPlace {
  /** Folder of what stays on this machine; what was in the database goes aside below it. */
  readonly dir: string;
  /** A folder made by `state backup`, or a single file made by an upgrade. */
  readonly from: string;
}

/**
 * Reads a backup as a whole and checks it, before anything is changed.
 *
 * @throws Problem `backup_missing`, `state_corrupt`, `state_foreign`, `state_newer` about the backup,
 *   `state_present_unusable`, and those of a server that can't be used
 */
export async function preparePostgresRestore(options: RestoreOptions): Promise<PreparedRestore> {
  const { dir, from, server } = options;
  const file = databaseOf(from);
  const copy = `${statePath(dir)}.new-${randomUUID()}`;
  guarded(from, () => refuseForeign(from, file));
  guarded(dir, () => {
    createFolder(dir);
    copyDatabase(file, copy);
  });
  const session = new Session(server);
  const cancel = async () => {
    removeDatabase(copy);
    await session.close();
  };
  try {
    const backup = guarded(from, () => checkedCopy(copy, options));
    guarded(from, () => upgradeCopy(copy, options));
    const present = await presentFacts(await connectedClient(session), options);
    return { backup, present, commit: () => replace(session, copy, options), cancel };
  } catch (error) {
    await cancel();
    throw error;
  }
}

function upgradeCopy(copy: string, { dir, toolVersion, clock }: RestoreOptions): void {
  const sqlite = openSqlite(copy);
  try {
    sqlite.pragma("foreign_keys = OFF");
    const context = { dir, toolVersion, migrations: MIGRATIONS, at: clock.now() };
    sqlite.transaction(() => applyMigrations(sqlite, context))();
  } finally {
    sqlite.close();
  }
}

async function presentFacts(
  client: Client,
  { server, toolVersion, clock }: RestoreOptions,
): Promise<StateFacts | null> {
  return replaceable(server, async () => {
    const found = await findSchema(client, server, toolVersion);
    if (found === null) return null;
    const context = contextOf(found, { dir: server.shown, toolVersion, at: clock.now() });
    await requireTables(client, server, tablesOfFormat(context));
    return factsOfSchema(client, server, found.format);
  });
}

/** Codes of a schema that can be neither kept aside nor emptied. */
const UNUSABLE: ReadonlySet<string> = new Set(["state_newer", "state_edited", "state_corrupt"]);

/** Work on what is in the schema: what is wrong with that stands in the way of restoring, which is no help then. */
async function replaceable<T>(server: PostgresServer, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isProblem(error) && UNUSABLE.has(error.code) ? unusable(error, server) : error;
  }
}

function unusable(cause: Problem, server: PostgresServer): Problem {
  return new Problem(
    {
      kind: "configuration",
      code: "state_present_unusable",
      what: `Nothing was restored: what is in ${server.shown} now could not be kept aside.`,
      why: `${cause.message} ${cause.why}`,
      next: `Let an administrator of the database run: ${sqlAside(server)} then run the same command again.`,
    },
    { cause },
  );
}

/** @throws Problem `lock_held` when a run is going on, `state_key_not_writable`, `state_key_in_use` */
async function replace(session: Session, copy: string, options: RestoreOptions): Promise<Restored> {
  const { dir, from, server, toolVersion, clock } = options;
  const key = guarded(from, () => (statSync(from).isDirectory() ? presentKey(from) : null));
  const client = await connectedClient(session);
  const found = await replaceable(server, () => findSchema(client, server, toolVersion));
  const keyCheck = found?.keyCheck ?? null;
  const carryKey = await keyCarrier(options.key, { key, keyCheck, file: join(from, KEY_FILE) });
  const context = { address: server, migrations: MIGRATIONS, toolVersion, at: clock.now() };
  await replaceable(server, () => translated(server, () => prepareSchema(client, context)));
  const sqlite = guarded(dir, () => openSqlite(copy, { readonly: true }));
  let takeKeyBack = async () => {};
  try {
    const keptAside = await exclusively(session, async (writer) => {
      await translated(server, () => refuseDuringRun(statementsOf(writer), clock, "Nothing was restored."));
      const aside = await replaceable(server, () => keepAside(writer, options));
      await copyFromFile(writer, server, { dir, sqlite, key });
      takeKeyBack = await carryKey();
      return aside;
    });
    return { keptAside, hasKey: (key ?? (await options.key.read())) !== null };
  } catch (error) {
    await takeKeyBack();
    throw error;
  } finally {
    sqlite.close();
  }
}

/** A copy of what is in the schema, as a backup; null when there is nothing. */
export async function keepAside(
  client: Client,
  options: PostgresPlace & { readonly dir: string },
): Promise<string | null> {
  const { dir, server, toolVersion, clock } = options;
  const found = await findSchema(client, server, toolVersion);
  if (!found?.hasRows) return null;
  guarded(dir, () => createFolder(dir));
  const stored = await options.key.read().catch(() => null);
  const key = stored !== null && isKey(stored) ? stored : null;
  const { folder } = await copyToFolder(client, options, asideFolder(dir, clock.now()), key);
  return folder;
}
