import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/** Enough about a process to tell later whether it still runs. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /**
   * Within what the pid is unique: one boot of one machine, and there one pid namespace (containers
   * share host names, a volume with the state is mounted into several). Null when unknown.
   */
  readonly pidScope: string | null;
  /** When the process began, in a form only good for comparing; tells a reused pid. Null when unknown. */
  readonly processStart: string | null;
}

/** What became of a process; `unknown` when that can't be judged from here. */
export type ProcessFate = "gone" | "stopped" | "running" | "unknown";

export function identifyProcess(host: string, pid: number): ProcessIdentity {
  return { host, pid, pidScope: pidScope(), processStart: lookAtProcess(pid)?.start ?? null };
}

/**
 * What became of the process that was identified as `owner`. Gone is one that does not exist, that ended and
 * was never collected by its parent, and one whose number belongs to another process by now.
 * @param here this process
 */
export function fateOf(owner: ProcessIdentity, here: ProcessIdentity): ProcessFate {
  if (owner.host !== here.host || owner.pidScope === null || owner.pidScope !== here.pidScope)
    return "unknown";
  if (owner.pid === here.pid) return hasOtherStart(owner, here.processStart) ? "gone" : "running";
  // Look first, then ask whether it exists: the other way round, one that is collected in between seems alive.
  const found = lookAtProcess(owner.pid);
  if (found === null) return processExists(owner.pid) ? "unknown" : "gone";
  if (found.condition === "ended" || hasOtherStart(owner, found.start)) return "gone";
  return owner.processStart === null ? "unknown" : found.condition;
}

function hasOtherStart({ processStart }: ProcessIdentity, start: string | null): boolean {
  return processStart !== null && start !== null && processStart !== start;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

function pidScope(): string | null {
  // Elsewhere there are no pid namespaces, so the host name says it all.
  if (process.platform !== "linux") return process.platform;
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return null;
  }
}

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
