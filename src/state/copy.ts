import { closeSync, fsyncSync, openSync } from "node:fs";
import { createEmptyFile, removeDatabase } from "./files.js";
import { openSqlite } from "./sqlite.js";

/**
 * Makes a consistent copy of a database for its owner only, with what is still in its write-ahead log,
 * and also while others write to it. Errors are not translated; nothing is left then.
 */
export function copyDatabase(from: string, to: string): void {
  createEmptyFile(to);
  try {
    // VACUUM can't run inside a transaction, but a connection of its own may read beside one.
    const reader = openSqlite(from, { readonly: true });
    try {
      reader.prepare<[string]>("VACUUM INTO ?").run(to);
    } finally {
      reader.close();
    }
    syncFile(to);
  } catch (error) {
    removeDatabase(to);
    throw error;
  }
}

/** SQLite leaves it to the system when such a copy reaches the disk. */
function syncFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
