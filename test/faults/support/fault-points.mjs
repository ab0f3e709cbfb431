/**
 * Loaded into the real program with `--import`: notes every point at which its books change, and does
 * something terrible at one of them.
 *
 * Environment: `FAULT_POINTS` is `commits` (just before and right after every transaction) or
 * `files` (also after every change of the file system); `FAULT_LOG` is the file that gets one line per
 * point; `FAULT_AT` is the number of the point, from 1; `FAULT_ACTION` is `kill` or `fill:<folder>`.
 */
import fs from "node:fs";
import { join } from "node:path";
import { watchCommits, watchFiles } from "./change-hooks.mjs";
import { watchSockets } from "./database-hooks.mjs";

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

const hooks = { begin: () => {}, point };
watchCommits(hooks);
watchSockets(hooks);
if (FAULT_POINTS === "files") await watchFiles(hooks);
