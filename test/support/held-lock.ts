import { join } from "node:path";
import Database from "better-sqlite3";
import { serverOfStates } from "./postgres/place.js";
import { inSchema } from "./postgres/state.js";
import { existsWherever } from "./wherever.js";

/**
 * Changes what the state says of whoever holds its lock, behind the store's back.
 * @param assignments as SQL's UPDATE has them, of the columns `heartbeat_at`, `pid_scope`, `process_start` …
 * @returns how many locks there are; none without a state
 */
export async function alterLock(dir: string, assignments: string): Promise<number> {
  if (!(await existsWherever(dir))) return 0;
  const sql = `UPDATE lock SET ${assignments} RETURNING run_id`;
  const place = serverOfStates();
  if (place) return (await inSchema(place, dir, sql)).length;
  const sqlite = new Database(join(dir, "state.sqlite"));
  try {
    return sqlite.prepare(sql).all().length;
  } finally {
    sqlite.close();
  }
}
