import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

const DUMP = join(import.meta.dirname, "../../fixtures/state/v1.sql");

/**
 * Makes a state as the first released version left it.
 * @param memberIds what stands in for the invented ids `member-ada`, `member-bea` and `member-cleo`
 */
export function makeFirstReleaseState(dir: string, memberIds: Readonly<Record<string, string>> = {}): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, "state.sqlite");
  const dump = readFileSync(DUMP, "utf8").replace(/member-[a-z]+/g, (id) => memberIds[id] ?? id);
  const sqlite = new Database(path);
  try {
    sqlite.exec(dump);
  } finally {
    sqlite.close();
  }
  chmodSync(path, 0o600);
}
