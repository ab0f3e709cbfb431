import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What the system tells of a process that is there. */
export interface ProcessLook {
  readonly condition: "running" | "stopped" | "ended";
  /** When the process began, in a form only good for comparing with what this function gave before. */
  readonly start: string;
}

/**
 * What the system tells of a process; null when it tells nothing: there is none of this number, or it may
 * not be seen. A process that ended and was not yet collected by its parent is `ended`; one that got SIGSTOP,
 * SIGTSTP (Ctrl-Z) or is held by a debugger is `stopped`.
 */
export function lookAtProcess(pid: number): ProcessLook | null {
  if (process.platform === "linux") return readStat(pid);
  return process.platform === "win32" ? null : askPs(pid);
}

function readStat(pid: number): ProcessLook | null {
  try {
    return fromStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return null;
  }
}

/**
 * macOS and the BSDs have no `/proc`. The time is asked for without zone and language of the user: it must
 * read the same for everybody.
 */
export function askPs(pid: number): ProcessLook | null {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-o", "lstart=", "-p", String(pid)], {
    encoding: "utf8",
    env: { PATH: `${process.env.PATH ?? ""}:/bin:/usr/bin`, LC_ALL: "C", TZ: "UTC" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  return fromPs(stdout ?? "");
}

/** Reads `/proc/<pid>/stat`. */
export function fromStat(stat: string): ProcessLook | null {
  // proc(5): field 2 is the name in brackets and may hold blanks and brackets; the state is field 3
  // and the start time field 22.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return look(fields[0], fields[19]);
}

/** Reads what `ps -o stat= -o lstart=` prints: `Ss+  Mon Nov 23 09:00:00 2026`. */
export function fromPs(line: string): ProcessLook | null {
  const [state, ...start] = line.trim().split(/\s+/);
  return look(state, start.join(" "));
}

/** @param state a letter of proc(5) or ps(1), the same on Linux, macOS and the BSDs; more may follow */
function look(state: string | undefined, start: string | undefined): ProcessLook | null {
  if (!state || !start) return null;
  const [letter = ""] = state;
  if ("ZXx".includes(letter)) return { condition: "ended", start };
  return { condition: "Tt".includes(letter) ? "stopped" : "running", start };
}
