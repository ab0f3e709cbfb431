/**
 * Loaded into the real program with `--import`: its waits between two attempts take no time. Time limits,
 * which are other timers, stay as they are.
 */
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";

const { setTimeout: wait } = timers;
timers.setTimeout = (_milliseconds, ...rest) => wait(0, ...rest);
syncBuiltinESMExports();
