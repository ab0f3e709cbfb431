import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { hasCode } from "../shared/errors.js";

export const STATE_FILE = "state.sqlite";
export const KEY_FILE = "fingerprint.key";

const OTHERS = 0o077;
const BACKUP_NAME = /^state\.sqlite\.backup-v\d+-(?<at>.+)$/u;

export function statePath(dir: string): string {
  return join(dir, STATE_FILE);
}

/** Creates the folder, with its parents, for its owner only. An existing folder keeps its mode. */
export function createFolder(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
}

const PRIVATE_FILES = [STATE_FILE, `${STATE_FILE}-wal`, `${STATE_FILE}-shm`, KEY_FILE];

/** Takes access away from others: a copied or restored file often arrives readable by everybody. */
export function tightenFiles(dir: string): void {
  for (const name of PRIVATE_FILES) if (isOpenToOthers(join(dir, name))) chmodSync(join(dir, name), 0o600);
}

/** The names of what others may read or change; `.` is the folder itself. */
export function openToOthers(dir: string): readonly string[] {
  return [".", ...PRIVATE_FILES, ...backupNames(dir)].filter((name) => isOpenToOthers(join(dir, name)));
}

function isOpenToOthers(path: string): boolean {
  // Windows has no such bits; its files inherit the folder's access list.
  if (process.platform === "win32") return false;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && (stats.mode & OTHERS) !== 0;
}

/** Creates an empty file for its owner only; SQLite gives its side files the same mode. */
export function createEmptyFile(path: string): void {
  closeSync(openSync(path, "wx", 0o600));
}

/**
 * Gives a finished file its final name, all or nothing. Of several processes that try, exactly one
 * wins (a rename would let the last one replace a file that is already in use).
 *
 * @returns whether this process won
 */
export function publish(temporary: string, final: string, dir: string): boolean {
  try {
    linkSync(temporary, final);
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
  syncFolder(dir);
  return true;
}

/** Removes a temporary database with its side files. */
export function removeDatabase(path: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(path + suffix, { force: true });
}

/** First bytes of a file, fewer when it is shorter. */
export function readStart(path: string, length: number): Buffer {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(file, buffer, 0, length, 0));
  } finally {
    closeSync(file);
  }
}

/** A name for a backup of a state of the given format that no other backup has; sorts by time. */
export function backupName(dir: string, version: number, at: Date): string {
  const name = `${STATE_FILE}.backup-v${version}-${at.toISOString().replaceAll(/[-:.]/gu, "")}`;
  const taken = (candidate: string) =>
    statSync(join(dir, candidate), { throwIfNoEntry: false }) !== undefined;
  let candidate = name;
  for (let copy = 2; taken(candidate); copy += 1) candidate = `${name}-${copy}`;
  return candidate;
}

/** What a process that was killed leaves behind: files that were never given their final name. */
const LEFTOVER =
  /^(?:(?:state\.sqlite|fingerprint\.key)\.new-[0-9a-f-]{36}(?:-wal|-shm|-journal)?|\.?notifications\.json\.[0-9a-f-]{36}\.tmp)$/u;
const LEFTOVER_AGE_MS = 24 * 3_600_000;

/** What killed processes left in the folder of the state more than a day ago. */
export function leftoverNames(dir: string, now: Date): readonly string[] {
  const isOld = (name: string) => {
    const stats = lstatSync(join(dir, name), { throwIfNoEntry: false });
    return stats?.isFile() === true && now.getTime() - stats.mtimeMs > LEFTOVER_AGE_MS;
  };
  return listFolder(dir).filter((name) => LEFTOVER.test(name) && isOld(name));
}

/** Removes these files. Gives their number. */
export function removeLeftovers(dir: string, now: Date): number {
  const leftovers = leftoverNames(dir, now);
  for (const name of leftovers) rmSync(join(dir, name), { force: true });
  return leftovers.length;
}

/** Names of the copies that upgrades made, oldest first; empty when the folder can't be listed. */
export function backupNames(dir: string): readonly string[] {
  const backups = listFolder(dir).flatMap((name) => {
    const at = BACKUP_NAME.exec(name)?.groups?.at;
    return at ? [{ name, at }] : [];
  });
  return backups.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ name }) => name);
}

function listFolder(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

/** Makes a new name survive a power cut. Windows can't open folders and needs no such step. */
function syncFolder(dir: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(dir, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
