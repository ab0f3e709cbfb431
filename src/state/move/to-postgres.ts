import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { missing } from "../backup.js";
import { refuseDuringRun } from "../exclusive.js";
import { KEY_FILE, statePath } from "../files.js";
import { refuseForeign } from "../header.js";
import { factsOf, type StateFacts } from "../inspect.js";
import { presentKey } from "../key-file.js";
import { refuseNewer } from "../migrate.js";
import { MIGRATIONS } from "../migrations/index.js";
import { type MoveMarks, markArrived, markArriving, markMoved, marksOfFile, refuseMoved } from "../moved.js";
import { openFile } from "../open.js";
import { copyFromFile } from "../postgres/copy.js";
import { type FoundSchema, findSchema } from "../postgres/facts.js";
import { keyCarrier } from "../postgres/key.js";
import { translated } from "../postgres/problems.js";
import { keepAside } from "../postgres/restore.js";
import { prepareSchema } from "../postgres/schema.js";
import { Session } from "../postgres/session.js";
import { statementsOf } from "../postgres/statements.js";
import { connectedClient, exclusively } from "../postgres/transactions.js";
import { guarded, guardedAsync } from "../problems.js";
import { openSqlite, type Sqlite } from "../sqlite.js";
import { inTransaction, sqliteStatements } from "../sqlite-database.js";
import { isLeftOver, type Moved, type MoveOptions, type PreparedMove, refuseFull } from "./move.js";

/**
 * Looks at both ends of a move from a folder into a database, and changes nothing.
 *
 * @throws Problem `state_missing`, `state_moved`, `state_target_not_empty`, `state_key_not_writable`,
 *   `state_key_in_use`, and those of a state or server that can't be used
 */
export async function prepareMoveToPostgres(options: MoveOptions): Promise<PreparedMove> {
  const { dir, server, to } = options;
  const source = guarded(dir, () => lookAtFile(options));
  const session = new Session(server);
  try {
    const target = await findSchema(await connectedClient(session), server, options.toolVersion);
    const leftOver = isLeftOver({ marks: source.marks, shown: dir }, target, to);
    await carrierOf(options, target);
    return {
      ...{ facts: source.facts, isLeftOver: leftOver },
      commit: async () => {
        const keptAside = leftOver ? null : await moveRows(session, target, options);
        // What comes before is kept by now: only this step is left, which may be done twice.
        await translated(server, () => session.insist((client) => markArrived(statementsOf(client))));
        return { keptAside, hasKey: guarded(dir, () => presentKey(dir)) !== null };
      },
      close: () => session.close(),
    };
  } catch (error) {
    await session.close();
    throw error;
  }
}

function lookAtFile({ dir, toolVersion, clock }: MoveOptions): { facts: StateFacts; marks: MoveMarks } {
  if (statSync(statePath(dir), { throwIfNoEntry: false }) === undefined) throw missing(dir);
  refuseForeign(dir, statePath(dir));
  const sqlite = openSqlite(statePath(dir), { readonly: true });
  try {
    refuseNewer(sqlite, { dir, toolVersion, migrations: MIGRATIONS, at: clock.now() });
    return { facts: factsOf(sqlite), marks: marksOfFile(sqlite) };
  } finally {
    sqlite.close();
  }
}

function carrierOf(
  { dir, key: place }: MoveOptions,
  target: FoundSchema | null,
): ReturnType<typeof keyCarrier> {
  const key = guarded(dir, () => presentKey(dir));
  return keyCarrier(place, { key, file: join(dir, KEY_FILE), keyCheck: target?.keyCheck ?? null });
}

/**
 * The file keeps its write lock from before the first row is read until it says where it went, so that nothing
 * is written to it that does not get there.
 */
async function moveRows(
  session: Session,
  target: FoundSchema | null,
  options: MoveOptions,
): Promise<Moved["keptAside"]> {
  const { dir, toolVersion, clock, to } = options;
  const context = { dir, migrations: MIGRATIONS, toolVersion, at: clock.now() };
  const sqlite = guarded(dir, () => openFile(context));
  try {
    const source = sqliteStatements(sqlite);
    return await guardedAsync(dir, () =>
      inTransaction(sqlite, async () => {
        await refuseMoved(source, dir);
        await refuseDuringRun(source, clock, "Nothing was moved.");
        const move = randomUUID();
        const aside = await fillSchema(
          session,
          sqlite,
          { move, carryKey: await carrierOf(options, target) },
          options,
        );
        await markMoved(source, to, move);
        return aside;
      }),
    );
  } finally {
    sqlite.close();
  }
}

async function fillSchema(
  session: Session,
  sqlite: Sqlite,
  { move, carryKey }: { readonly move: string; readonly carryKey: Awaited<ReturnType<typeof carrierOf>> },
  options: MoveOptions,
): Promise<Moved["keptAside"]> {
  const { dir, server, toolVersion, clock, to } = options;
  const client = await connectedClient(session);
  const context = { address: server, migrations: MIGRATIONS, toolVersion, at: clock.now() };
  await translated(server, () => prepareSchema(client, context));
  return exclusively(session, async (writer) => {
    const found = await findSchema(writer, server, toolVersion);
    refuseFull(found, to);
    await translated(server, () => refuseDuringRun(statementsOf(writer), clock, "Nothing was moved."));
    const aside = found?.marks.movedTo ? await keepAside(writer, options) : null;
    await copyFromFile(writer, server, { dir, sqlite, key: guarded(dir, () => presentKey(dir)) });
    await translated(server, () => markArriving(statementsOf(writer), dir, move));
    await carryKey();
    return aside;
  });
}
