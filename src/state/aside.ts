import { mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { KEY_FILE, STATE_FILE } from "./files.js";

/** A folder, not there yet, for what another state takes the place of. */
export function asideFolder(dir: string, at: Date): string {
  const folder = join(dir, `replaced-${at.toISOString().replaceAll(/[-:.]/gu, "")}`);
  const isTaken = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;
  let candidate = folder;
  for (let copy = 2; isTaken(candidate); copy += 1) candidate = `${folder}-${copy}`;
  return candidate;
}

/** Moves the files of a state into such a folder. @returns the folder; null when there was nothing to move */
export function moveAside(dir: string, at: Date, { withKey }: { readonly withKey: boolean }): string | null {
  const names = [STATE_FILE, `${STATE_FILE}-wal`, `${STATE_FILE}-shm`, ...(withKey ? [KEY_FILE] : [])];
  const present = names.filter((name) => statSync(join(dir, name), { throwIfNoEntry: false }));
  if (present.length === 0) return null;
  const aside = asideFolder(dir, at);
  mkdirSync(aside, { mode: 0o700 });
  for (const name of present) renameSync(join(dir, name), join(aside, name));
  return aside;
}
