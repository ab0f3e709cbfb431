import { randomUUID } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { moveAside } from "../aside.js";
import { refuseDuringRun } from "../exclusive.js";
import { createFolder, KEY_FILE, publish, removeDatabase, statePath } from "../files.js";
import { refuseForeign } from "../header.js";
import { requireWhole } from "../inspect.js";
import { presentKey, writeKey } from "../key-file.js";
import { refuseNewer } from "../migrate.js";
import { MIGRATIONS } from "../migrations/index.js";
import { markArrived, markArriving, markMoved, marksOfFile, refuseMoved } from "../moved.js";
import { copyToFile } from "../postgres/copy.js";
import { factsOfSchema, requireSchema } from "../postgres/facts.js";
import { keyForCopy } from "../postgres/key.js";
import { translated } from "../postgres/problems.js";
import { prepareSchema } from "../postgres/schema.js";
import { Session } from "../postgres/session.js";
import { statementsOf } from "../postgres/statements.js";
import { connectedClient, exclusively } from "../postgres/transactions.js";
import { guarded, guardedAsync } from "../problems.js";
import { tooLate } from "../restore.js";
import { openSqlite, type Sqlite } from "../sqlite.js";
import { inTransaction, sqliteStatements } from "../sqlite-database.js";
import { tablesOf, WITHOUT_MEMORY } from "../tables.js";
import {
  type FoundEnd,
  isLeftOver,
  type Moved,
  type MoveOptions,
  type PreparedMove,
  refuseFull,
} from "./move.js";

/**
 * Looks at both ends of a move from a database into a folder, and changes nothing.
 *
 * @throws Problem `state_missing`, `state_moved`, `state_target_not_empty`, `state_key_missing`, and those of a
 *   state or server that can't be used
 */
export async function prepareMoveToFolder(options: MoveOptions): Promise<PreparedMove> {
  const { dir, server, key } = options;
  const session = new Session(server);
  try {
    const client = await connectedClient(session);
    const source = await requireSchema(client, server, options.toolVersion);
    const leftOver = isLeftOver({ marks: source.marks, shown: server.shown }, findFile(options), dir);
    await keyForCopy(statementsOf(client), server, key);
    return {
      facts: await factsOfSchema(client, server, source.format),
      isLeftOver: leftOver,
      commit: async () => {
        const keptAside = leftOver ? null : await moveRows(session, options);
        await guardedAsync(dir, () => endArrival(dir));
        return { keptAside, hasKey: guarded(dir, () => presentKey(dir)) !== null };
      },
      close: () => session.close(),
    };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** @throws Problem `state_foreign`, `state_newer`, `state_corrupt` */
function findFile({ dir, toolVersion, clock }: MoveOptions): FoundEnd {
  return guarded(dir, () => {
    if (statSync(statePath(dir), { throwIfNoEntry: false }) === undefined) return null;
    refuseForeign(dir, statePath(dir));
    const sqlite = openSqlite(statePath(dir), { readonly: true });
    try {
      refuseNewer(sqlite, { dir, toolVersion, migrations: MIGRATIONS, at: clock.now() });
      return { marks: marksOfFile(sqlite), hasRows: hasRows(sqlite) };
    } finally {
      sqlite.close();
    }
  });
}

function hasRows(sqlite: Sqlite): boolean {
  return tablesOf(sqlite)
    .filter(({ name }) => !WITHOUT_MEMORY.includes(name))
    .some(({ name }) => sqlite.prepare(`SELECT 1 FROM "${name}" LIMIT 1`).get() !== undefined);
}

/** Nobody writes to the schema from before the first row is read until it says where it went. */
async function moveRows(session: Session, options: MoveOptions): Promise<Moved["keptAside"]> {
  const { dir, server, toolVersion, clock } = options;
  const context = { dir, migrations: MIGRATIONS, toolVersion, at: clock.now() };
  const client = await connectedClient(session);
  await translated(server, () => prepareSchema(client, { ...context, address: server }));
  return exclusively(session, async (writer) => {
    const source = statementsOf(writer);
    await translated(server, () => refuseMoved(source, server.shown));
    await translated(server, () => refuseDuringRun(source, clock, "Nothing was moved."));
    const key = await keyForCopy(source, server, options.key);
    const move = randomUUID();
    const aside = await fillFolder(writer, options, move, key);
    await translated(server, () => markMoved(source, dir, move));
    return aside;
  });
}

async function fillFolder(
  client: Client,
  options: MoveOptions,
  move: string,
  key: string | null,
): Promise<Moved["keptAside"]> {
  const { dir, server, toolVersion, clock } = options;
  const copy = `${statePath(dir)}.new-${randomUUID()}`;
  try {
    guarded(dir, () => createFolder(dir));
    const context = { dir, migrations: MIGRATIONS, toolVersion, at: clock.now() };
    const sqlite = await copyToFile(client, server, copy, context);
    try {
      await guardedAsync(dir, () =>
        inTransaction(sqlite, () => markArriving(sqliteStatements(sqlite), server.shown, move)),
      );
      guarded(dir, () => requireWhole(dir, sqlite));
    } finally {
      sqlite.close();
    }
    return guarded(dir, () => putInPlace(copy, options, key === null ? null : Buffer.from(key, "hex")));
  } finally {
    removeDatabase(copy);
  }
}

function putInPlace(copy: string, options: MoveOptions, key: Buffer | null): Moved["keptAside"] {
  const { dir, clock } = options;
  const found = findFile(options);
  refuseFull(found, dir);
  // What did not arrive is in the database still.
  if (found !== null && found.marks.arrivingFrom !== null) removeDatabase(statePath(dir));
  const aside = moveAside(dir, clock.now(), { withKey: key !== null && hasAnotherKey(dir, key) });
  if (!publish(copy, statePath(dir), dir)) throw tooLate(dir, aside);
  if (key !== null) writeKey(dir, key);
  return aside;
}

function hasAnotherKey(dir: string, key: Buffer): boolean {
  const path = join(dir, KEY_FILE);
  return statSync(path, { throwIfNoEntry: false }) !== undefined && !readFileSync(path).equals(key);
}

async function endArrival(dir: string): Promise<void> {
  const sqlite = openSqlite(statePath(dir));
  try {
    await inTransaction(sqlite, () => markArrived(sqliteStatements(sqlite)));
  } finally {
    sqlite.close();
  }
}
