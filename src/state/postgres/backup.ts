import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import type { Client } from "pg";
import { type Clock, isProblem } from "../../sync/model/index.js";
import { alreadyThere, type Backup, checkCopy, notWritten } from "../backup.js";
import { statePath } from "../files.js";
import { writeKey } from "../key-file.js";
import { refuseMarked } from "../moved.js";
import { copyToFile } from "./copy.js";
import { contextOf, requireSchema } from "./facts.js";
import { type KeyPlace, keyForCopy } from "./key.js";
import { type PostgresServer, Session } from "./session.js";
import { statementsOf } from "./statements.js";
import { asOfNow } from "./transactions.js";

/** A state in PostgreSQL, for work on all of it. */
export interface PostgresPlace {
  readonly server: PostgresServer;
  readonly key: KeyPlace;
  readonly toolVersion: string;
  readonly clock: Clock;
}

/**
 * Copies a state into a folder of its own, as `backUpState` does: a backup can be restored on either side.
 *
 * @param to a folder that is not there yet
 * @throws Problem `backup_exists`, `backup_not_written`, `state_missing`, `state_key_missing`, and those of a
 *   server that can't be used
 */
export async function backUpPostgres(place: PostgresPlace, to: string): Promise<Backup> {
  if (statSync(to, { throwIfNoEntry: false })) throw alreadyThere(to);
  const session = new Session(place.server);
  try {
    return await asOfNow(session, async (client) => {
      const { marks } = await requireSchema(client, place.server, place.toolVersion);
      refuseMarked(marks, place.server.shown);
      const key = await keyForCopy(statementsOf(client), place.server, place.key);
      return copyToFolder(client, place, to, key);
    });
  } finally {
    await session.close();
  }
}

/** Makes such a folder. The caller has begun a transaction. @param key null: the folder gets none */
export async function copyToFolder(
  client: Client,
  { server, toolVersion, clock }: PostgresPlace,
  to: string,
  key: string | null,
): Promise<Backup> {
  const temporary = `${to}.new-${randomUUID()}`;
  try {
    const schema = await requireSchema(client, server, toolVersion);
    mkdirSync(temporary, { mode: 0o700 });
    const context = contextOf(schema, { dir: temporary, toolVersion, at: clock.now() });
    (await copyToFile(client, server, statePath(temporary), context)).close();
    const facts = checkCopy(temporary, server.shown);
    if (key !== null) writeKey(temporary, Buffer.from(key, "hex"));
    renameSync(temporary, to);
    return { folder: to, hasKey: key !== null, ...facts };
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw isProblem(error) ? error : notWritten(to, error);
  }
}
