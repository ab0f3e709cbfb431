import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

/** Not in memory: it is a whole system. */
const PLACE = "/var/tmp";
const NAME = "server";
const SUITE = "bookworm";
/** What a server with systemd has besides what every Debian has; sudo for its admin. */
const PACKAGES = ["systemd", "systemd-sysv", "dbus", "sudo", "libstdc++6"];
/** The admin of the server. */
export const ADMIN = "ada";

/** A Debian of its own, started by its own systemd; it shares the network, for the servers of the test. */
export interface Debian {
  /** The words that start a program there as root, before its own. */
  readonly enter: readonly string[];
  /** A path there, seen from here. */
  at(path: string): string;
  close(): Promise<void>;
}

/**
 * Makes a minimal Debian and boots it. Needs root: a system has users, mounts and control groups.
 * @throws Error where the tests have no root
 */
export async function bootDebian(): Promise<Debian> {
  if (process.getuid?.() !== 0) throw new Error("A Debian is booted by root only: run this test as root.");
  const base = mkdtempSync(join(PLACE, "spendesk-hr-debian-"));
  const root = join(base, "root");
  const words = ["--variant=minbase", `--include=${PACKAGES.join(",")}`, "--mode=root", SUITE, root];
  try {
    execFileSync("mmdebstrap", words, { stdio: ["ignore", "ignore", "pipe"], env: bareEnvironment() });
    // sudo looks up the machine's own name.
    writeFileSync(join(root, "etc/hosts"), `127.0.0.1 localhost ${NAME}\n`);
    writeFileSync(join(root, "etc/hostname"), `${NAME}\n`);
    const boot = [
      "--quiet",
      "--register=no",
      "--keep-unit",
      "--console=pipe",
      `--hostname=${NAME}`,
      "--boot",
      "-D",
      root,
    ];
    // Names of its own, so that several can be there at the same time.
    const container = spawn("systemd-nspawn", [...boot, "-M", base.slice(-6)], { stdio: "ignore" });
    const enter = await started(container);
    return {
      enter,
      at: (path) => join(root, path),
      async close() {
        const ended = once(container, "exit");
        container.kill("SIGTERM");
        await ended;
        rmSync(base, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(base, { recursive: true, force: true });
    throw error;
  }
}

/** Nothing of the test's own, such as where temporary folders are. */
function bareEnvironment(): Record<string, string> {
  return { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root" };
}

/** Waits until the system has started; the words that enter it. */
async function started(container: ChildProcess): Promise<readonly string[]> {
  for (;;) {
    if (container.exitCode !== null) throw new Error(`Debian did not boot: exit code ${container.exitCode}`);
    const leader = firstProcess(container.pid ?? 0);
    if (leader !== null) {
      const enter = ["nsenter", "--target", String(leader), "--all"];
      const [program = "", ...words] = enter;
      const asked = await execa(program, [...words, "systemctl", "is-system-running", "--wait"], {
        reject: false,
        env: bareEnvironment(),
        extendEnv: false,
      });
      if (["running", "degraded"].includes(asked.stdout)) return enter;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The process of a container that is number 1 in it. */
function firstProcess(parent: number): number | null {
  for (const child of childrenOf(parent)) {
    const path = `/proc/${child}/status`;
    if (!existsSync(path)) continue;
    if (/^NSpid:\s+\d+\s+1$/mu.test(readFileSync(path, "utf8"))) return child;
    const found = firstProcess(child);
    if (found !== null) return found;
  }
  return null;
}

function childrenOf(process: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${process}/task/${process}/children`, "utf8");
    return text.split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
