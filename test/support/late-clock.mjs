/**
 * Preloaded into the program: as soon as the file LATE_CLOCK_FILE is there, it is ten minutes later, or as many
 * milliseconds as LATE_CLOCK_BY says.
 * Only `Date` is shifted; timers and `performance` go on as they are.
 */
import { existsSync } from "node:fs";

const RealDate = Date;
const LATER_MS = Number(process.env.LATE_CLOCK_BY ?? 10 * 60_000);
const now = () => RealDate.now() + (existsSync(process.env.LATE_CLOCK_FILE ?? "") ? LATER_MS : 0);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
  apply: (target) => new target(now()).toString(),
  get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
});
