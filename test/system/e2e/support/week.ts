import { execFileSync } from "node:child_process";
import { setting, type Unit } from "./unit.js";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Instants at which a timer starts its service, as systemd itself works them out; milliseconds. */
export function timerStarts(timer: Unit, from: string, count: number): readonly number[] {
  const words = ["calendar", `--base-time=${from}`, `--iterations=${count}`, setting(timer, "OnCalendar")];
  const text = execFileSync("systemd-analyze", words, {
    encoding: "utf8",
    env: { PATH: process.env.PATH, TZ: "UTC" },
  });
  const found = [...text.matchAll(/(?:Next elapse|Iter(?:ation|\.) #\d+): \w+ (\S+) (\S+) UTC/g)];
  return found.map(([, day, time]) => Date.parse(`${day}T${time}Z`));
}

/** Name of the run with this number in a week of four a day: `Mon 1` to `Sun 4`. */
export function runName(number: number): string {
  return `${DAYS[Math.floor(number / 4)]} ${(number % 4) + 1}`;
}
