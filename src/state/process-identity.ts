import { readFileSync, readlinkSync } from "node:fs";

/** Enough about a process to tell later whether it still runs. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /**
   * Within what the pid is unique: one boot of one machine, and there one pid namespace (containers
   * share host names, a volume with the state is mounted into several; peers.md §2 restic). Null when unknown.
   */
  readonly pidScope: string | null;
  /** When the process began, in a form only good for comparing; tells a reused pid. Null when unknown. */
  readonly processStart: string | null;
}

export function identifyProcess(host: string, pid: number): ProcessIdentity {
  return { host, pid, pidScope: pidScope(), processStart: readProcess(pid)?.start ?? null };
}

/** True when the process certainly ended; false when it runs or can't be judged from here. */
export function hasEnded(owner: ProcessIdentity, here: ProcessIdentity): boolean {
  if (owner.host !== here.host || owner.pidScope === null || owner.pidScope !== here.pidScope) return false;
  if (!processExists(owner.pid)) return true;
  const found = readProcess(owner.pid);
  if (found === null || owner.processStart === null) return false;
  return found.defunct || found.start !== owner.processStart;
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

/** Reads `/proc/<pid>/stat`; null where there is no such file. */
function readProcess(pid: number): { readonly defunct: boolean; readonly start: string } | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  // proc(5): field 2 is the name in brackets and may hold blanks and brackets; the state is field 3
  // and the start time field 22.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, start] = [fields[0], fields[19]];
  if (state === undefined || start === undefined) return null;
  return { defunct: state === "Z" || state === "X", start };
}
