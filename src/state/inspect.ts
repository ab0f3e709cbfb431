import { corruptState } from "./problems.js";
import { formatVersion, type Sqlite } from "./sqlite.js";

/** What is in a database of the state. Instants are ISO 8601 in UTC, null when there were no runs. */
export interface StateFacts {
  readonly format: number;
  readonly entities: readonly string[];
  readonly links: number;
  readonly runs: number;
  /** Rows of the journal. */
  readonly changes: number;
  readonly firstRunAt: string | null;
  readonly lastRunAt: string | null;
  /** Size of the file or schema, and how much of it is free for new rows; null where nobody knows. */
  readonly bytes: number;
  readonly freeBytes: number | null;
}

/** Every format has these tables and columns. */
export function factsOf(sqlite: Sqlite): StateFacts {
  const value = <T>(sql: string) => sqlite.prepare<[], T>(sql).pluck().get();
  const count = (table: string) => value<number>(`SELECT count(*) FROM ${table}`) ?? 0;
  const pragma = (name: string) => Number(sqlite.pragma(name, { simple: true }));
  return {
    format: formatVersion(sqlite),
    entities: sqlite.prepare<[], string>("SELECT entity FROM entities ORDER BY entity").pluck().all(),
    links: count("links"),
    runs: count("runs"),
    changes: count("journal"),
    firstRunAt: value<string>("SELECT started_at FROM runs ORDER BY number LIMIT 1") ?? null,
    lastRunAt: value<string>("SELECT started_at FROM runs ORDER BY number DESC LIMIT 1") ?? null,
    bytes: pragma("page_count") * pragma("page_size"),
    freeBytes: pragma("freelist_count") * pragma("page_size"),
  };
}

/**
 * Reads the whole file.
 * @throws Problem `state_corrupt` when anything in it does not fit together
 */
export function requireWhole(dir: string, sqlite: Sqlite): void {
  const findings = sqlite.prepare<[], string>("PRAGMA integrity_check(3)").pluck().all();
  if (findings.join() !== "ok") throw corruptState(dir, `SQLite found damage: ${findings.join("; ")}.`);
  const broken = sqlite.prepare("PRAGMA foreign_key_check").all().length;
  if (broken > 0) throw corruptState(dir, `${broken} rows refer to others that are gone.`);
}
