/**
 * Loaded into the real program with `--import`: notes every point at which its books change, and does
 * something terrible at one of them. The program itself knows nothing of this.
 *
 * Environment: `FAULT_POINTS` is `commits` (just before and right after every SQLite transaction) or
 * `files` (also after every change of the file system); `FAULT_LOG` is the file that gets one line per
 * point; `FAULT_AT` is the number of the point, from 1; `FAULT_ACTION` is `kill` or `fill:<folder>`.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import Database from "better-sqlite3";

const { FAULT_POINTS, FAULT_LOG = "", FAULT_AT, FAULT_ACTION = "kill" } = process.env;
const { appendFileSync, closeSync, openSync, writeSync } = fs;
let passed = 0;

function point(name) {
  passed += 1;
  appendFileSync(FAULT_LOG, `${name}\n`);
  if (passed !== Number(FAULT_AT)) return;
  if (FAULT_ACTION === "kill") process.kill(process.pid, "SIGKILL");
  else fillDisk(FAULT_ACTION.replace("fill:", ""));
}

function fillDisk(folder) {
  const page = Buffer.alloc(4096, 1);
  const file = openSync(join(folder, "filler"), "w");
  try {
    for (;;) writeSync(file, page);
  } catch (error) {
    if (error.code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
}

const { transaction } = Database.prototype;
Database.prototype.transaction = function (work) {
  const run = transaction.call(this, (...values) => {
    const result = work(...values);
    point("before commit");
    return result;
  });
  return {
    immediate(...values) {
      const result = run.immediate(...values);
      point("after commit");
      return result;
    },
  };
};

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

function watch(owner, name, isAsync) {
  const original = owner[name];
  owner[name] = isAsync
    ? async function (...values) {
        const result = await original.apply(this, values);
        point(`after ${name}`);
        return result;
      }
    : function (...values) {
        const result = original.apply(this, values);
        point(`after ${name}`);
        return result;
      };
}

if (FAULT_POINTS === "files") {
  const handle = await fs.promises.open(process.execPath);
  const handles = Object.getPrototypeOf(handle);
  await handle.close();
  for (const name of SYNC) watch(fs, name, false);
  for (const name of ASYNC) watch(fs.promises, name, true);
  for (const name of HANDLE) watch(handles, name, true);
  syncBuiltinESMExports();
}
