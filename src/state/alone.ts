import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../sync/model/index.js";
import { createEmptyFile, createFolder } from "./files.js";
import { guarded } from "./problems.js";
import { loadDriver, type Sqlite } from "./sqlite.js";

const CREDENTIALS_LOCK = "credentials.lock";
const NOTIFICATIONS_LOCK = "notifications.lock";
const LOOK_MS = 100;
/** More than a call for a token takes, with its time limit. */
const DEFAULT_WAIT_MS = 90_000;

interface AloneOptions {
  /** Folder of the state; created when missing. */
  readonly dir: string;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  readonly waitMs?: number;
}

/**
 * Runs `work` while no other process with the same state does so, and no other call in this one. The right
 * is a lock of SQLite's on a file of its own, which the system takes back from a process that dies.
 *
 * @throws Problem `credentials_busy` when another one keeps it for too long, those of the state folder, and
 *   the signal's reason
 */
export async function aloneWithCredentials<T>(options: AloneOptions, work: () => Promise<T>): Promise<T> {
  const sqlite = await lockOn(CREDENTIALS_LOCK, options);
  try {
    return await work();
  } finally {
    sqlite.close();
  }
}

/**
 * The same for reading, sending and storing what people are told, so that two runs that end together neither
 * tell the same nor lose what the other one noted. Without the right it is done all the same: a full disk is one
 * of the troubles that must be told.
 */
export async function aloneWithNotifications(
  options: AloneOptions,
  work: () => Promise<void>,
): Promise<void> {
  const sqlite = await lockOn(NOTIFICATIONS_LOCK, options).catch(() => null);
  try {
    await work();
  } finally {
    sqlite?.close();
  }
}

/** The lock, once nobody else has it. */
async function lockOn(name: string, options: AloneOptions): Promise<Sqlite> {
  const sqlite = guarded(options.dir, () => openLock(options.dir, name));
  try {
    await takeTurn(sqlite, options);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function openLock(dir: string, name: string): Sqlite {
  createFolder(dir);
  const path = join(dir, name);
  try {
    createEmptyFile(path);
  } catch (error) {
    if (!hasCode(error, /^EEXIST$/u)) throw error;
  }
  const Database = loadDriver();
  return new Database(path, { fileMustExist: true, timeout: 0 });
}

async function takeTurn(sqlite: Sqlite, options: AloneOptions): Promise<void> {
  const { dir, signal, waitMs = DEFAULT_WAIT_MS } = options;
  const end = performance.now() + waitMs;
  while (!guarded(dir, () => tryLock(sqlite))) {
    signal.throwIfAborted();
    if (performance.now() >= end) throw busy(waitMs);
    await sleep(LOOK_MS);
  }
}

function tryLock(sqlite: Sqlite): boolean {
  try {
    sqlite.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (hasCode(error, /^SQLITE_BUSY/u)) return false;
    throw error;
  }
}

function hasCode(error: unknown, pattern: RegExp): boolean {
  return error instanceof Error && "code" in error && pattern.test(String(error.code));
}

function busy(waitMs: number): Problem {
  return new Problem({
    kind: "temporary",
    code: "credentials_busy",
    what: "Another run is just replacing credentials.",
    why: `It was not done after ${Math.round(waitMs / 1000)} s; two at once would use up the same one.`,
    next: "Run the same command again in a minute; `spendesk-hr status` shows whether a run is going on.",
  });
}
