import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

const DUMPS = join(import.meta.dirname, "../../fixtures/state");

/** The formats of released versions. */
export const EARLIER_FORMATS = [1, 2] as const;

/**
 * Makes a state as an earlier version left it.
 * @param memberIds what stands in for the invented ids `member-ada`, `member-bea` and so on
 */
export function makeEarlierState(
  dir: string,
  format: (typeof EARLIER_FORMATS)[number],
  memberIds: Readonly<Record<string, string>> = {},
): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, "state.sqlite");
  const dump = readFileSync(join(DUMPS, `v${format}.sql`), "utf8");
  const sqlite = new Database(path);
  try {
    sqlite.exec(dump.replace(/member-[a-z]+/g, (id) => memberIds[id] ?? id));
  } finally {
    sqlite.close();
  }
  chmodSync(path, 0o600);
}
