import { createRequire } from "node:module";
import type BetterSqlite3 from "better-sqlite3";
import { Problem } from "../sync/model/index.js";
import { BUSY_TIMEOUT_MS } from "./problems.js";

/** An open connection of better-sqlite3. */
export type Sqlite = BetterSqlite3.Database;

/** Opens an existing file. Errors are not translated. */
export function openSqlite(path: string, options: { readonly readonly?: boolean } = {}): Sqlite {
  const Database = loadDriver();
  return new Database(path, {
    fileMustExist: true,
    readonly: options.readonly ?? false,
    timeout: BUSY_TIMEOUT_MS,
  });
}

/** Opens a copy of a database in memory. Errors are not translated. @param content is changed */
export function openSqliteBytes(content: Buffer): Sqlite {
  const Database = loadDriver();
  // Bytes 18 and 19 of the header say whether there is a write-ahead log, which a copy in memory can't have.
  content.fill(1, 18, 20);
  return new Database(content);
}

/** Format of the file, as the last migration left it. */
export function formatVersion(sqlite: Sqlite): number {
  return Number(sqlite.pragma("user_version", { simple: true }));
}

/**
 * Loads the native module on first use, so that commands without a state never need it.
 * @throws Problem `state_native_module`
 */
export function loadDriver(): typeof BetterSqlite3 {
  try {
    const driver: typeof BetterSqlite3 = createRequire(import.meta.url)("better-sqlite3");
    // The compiled part is only loaded when the first database is opened.
    new driver(":memory:").close();
    return driver;
  } catch (error) {
    throw new Problem(
      {
        kind: "configuration",
        code: "state_native_module",
        what: "The database module better-sqlite3 can't be loaded.",
        why:
          error instanceof Error ? firstLine(error.message) : "Its compiled part is missing or does not fit.",
        next: "Run `npm rebuild better-sqlite3` where spendesk-hr is installed, with the Node.js that runs it.",
      },
      { cause: error },
    );
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
