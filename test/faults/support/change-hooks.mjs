/**
 * Finds every point at which a program changes its books or its files: just before and right after every
 * SQLite transaction and, if asked, after every change of the file system. The program knows nothing of this.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import Database from "better-sqlite3";

/** Names of functions after which a file or a folder is another one than before. */
const SYNC = [
  "mkdirSync",
  "openSync",
  "writeSync",
  "fsyncSync",
  "linkSync",
  "renameSync",
  "rmSync",
  "chmodSync",
];
const ASYNC = ["mkdir", "open", "rename", "rm", "link", "chmod"];
const HANDLE = ["writeFile", "write", "sync", "chmod", "chown"];

/**
 * @param hooks `begin` is called before every change and may forbid it by throwing; `point` at every point,
 *   also inside a transaction, which is undone when it throws
 */
export function watchCommits({ begin, point }) {
  const { transaction, exec } = Database.prototype;
  Database.prototype.exec = function (sql) {
    if (sql === "BEGIN IMMEDIATE") begin();
    if (sql !== "COMMIT") return exec.call(this, sql);
    point("before commit");
    exec.call(this, sql);
    point("after commit");
    return this;
  };
  Database.prototype.transaction = function (work) {
    const run = transaction.call(this, (...values) => {
      const result = work(...values);
      point("before commit");
      return result;
    });
    return {
      immediate(...values) {
        begin();
        const result = run.immediate(...values);
        point("after commit");
        return result;
      },
    };
  };
}

/** Node.js opens every module that it loads; what is only read stays as it is. */
function changes(name, [, flags = "r"]) {
  return !name.startsWith("open") || (flags !== "r" && flags !== fs.constants.O_RDONLY);
}

/** The same for changes of the file system. */
export async function watchFiles({ begin, point }) {
  function watch(owner, name, isAsync) {
    const original = owner[name];
    owner[name] = isAsync
      ? async function (...values) {
          const isChange = changes(name, values);
          if (isChange) begin();
          const result = await original.apply(this, values);
          try {
            if (isChange) point(`after ${name}`);
          } catch (error) {
            // Nobody gets the file to close it.
            await result?.close?.();
            throw error;
          }
          return result;
        }
      : function (...values) {
          const isChange = changes(name, values);
          if (isChange) begin();
          const result = original.apply(this, values);
          try {
            if (isChange) point(`after ${name}`);
          } catch (error) {
            if (name === "openSync") fs.closeSync(result);
            throw error;
          }
          return result;
        };
  }
  const handle = await fs.promises.open(process.execPath);
  const handles = Object.getPrototypeOf(handle);
  await handle.close();
  for (const name of SYNC) watch(fs, name, false);
  for (const name of ASYNC) watch(fs.promises, name, true);
  for (const name of HANDLE) watch(handles, name, true);
  syncBuiltinESMExports();
}
