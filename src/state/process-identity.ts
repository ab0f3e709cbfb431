import { readFileSync, readlinkSync } from "node:fs";
import { lookAtProcess } from "./process-look.js";

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
