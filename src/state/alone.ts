import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../sync/model/index.js";
import { createEmptyFile, createFolder } from "./files.js";
import { guarded } from "./problems.js";
import { loadDriver, type Sqlite } from "./sqlite.js";

const LOCK_FILE = "credentials.lock";
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
  const sqlite = guarded(options.dir, () => openLock(options.dir));
  try {
    await takeTurn(sqlite, options);
    return await work();
  } finally {
    sqlite.close();
  }
}

function openLock(dir: string): Sqlite {
  createFolder(dir);
  const path = join(dir, LOCK_FILE);
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
