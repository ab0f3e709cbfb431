import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ending, runChild } from "./run-child.js";

/** Places in the clean root. */
export const PLACES = {
  node: "/opt/node",
  program: "/opt/spendesk-hr",
  preload: "/opt/time-travel.mjs",
  config: "/etc/spendesk-hr",
  credstore: "/etc/credstore",
  state: "/var/lib/spendesk-hr",
  metrics: "/var/lib/prometheus/node-exporter",
} as const;

const ROOT_SCRIPT = `
set -e
# The times of a schedule follow from the name of the machine.
hostname "$5"
root=$1 program=$2 preload=$3 node=$4
mount -t tmpfs -o mode=755 none "$root"
cd "$root"
mkdir -p usr proc dev tmp root run etc/spendesk-hr etc/credstore opt/spendesk-hr var/lib/spendesk-hr var/lib/prometheus/node-exporter
chmod 700 root etc/credstore
for name in bin sbin lib lib32 lib64; do
  if [ -L "/$name" ]; then cp -a "/$name" "$name"
  elif [ -d "/$name" ]; then mkdir "$name"; mount --bind "/$name" "$name"; mount -o remount,bind,ro "$name"; fi
done
mount --bind /usr usr && mount -o remount,bind,ro usr
mount --bind "$program" opt/spendesk-hr && mount -o remount,bind,ro opt/spendesk-hr
: > opt/time-travel.mjs && mount --bind "$preload" opt/time-travel.mjs
for name in null zero random urandom; do : > "dev/$name"; mount --bind "/dev/$name" "dev/$name"; done
mount -t proc none proc || mount --rbind /proc proc
mount -t tmpfs -o size=16m none tmp
# At a place of its own: the checkout may be anywhere.
: > opt/node && mount --bind "$node" opt/node
mount -t tmpfs -o size=2m,mode=700 none var/lib/spendesk-hr
mount -t tmpfs -o size=1m none var/lib/prometheus/node-exporter
echo 'root:x:0:0:root:/root:/bin/sh' > etc/passwd
echo '127.0.0.1 localhost' > etc/hosts
echo ready
exec sleep infinity
`;

/** Makes everything read-only but the given places, hands out credentials, and drops all rights. */
const SERVICE_SCRIPT = `
set -e
writable=" $1 " loads=$2
shift 2
for place in / ${PLACES.state} ${PLACES.metrics}; do
  case "$writable" in *" $place "*) ;; *) mount -o remount,bind,ro "$place" ;; esac
done
mount -t tmpfs -o size=16m none /tmp
mount -t tmpfs -o size=1m,mode=700 none /run
if [ -n "$CREDENTIALS_DIRECTORY" ]; then
  mkdir -p "$CREDENTIALS_DIRECTORY"
  for load in $loads; do install -m 400 "\${load#*:}" "$CREDENTIALS_DIRECTORY/\${load%%:*}"; done
fi
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all -- "$@"
`;

export interface ServiceOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Places that may be written; `/` stands for all without a disk of their own. */
  readonly writable: readonly string[];
  /** `name:path` as in `LoadCredential=`. */
  readonly credentials: readonly string[];
}

/**
 * A machine within this one: its own file tree, processes and small disks, no D-Bus, no session, no
 * home of anybody. Only the network is shared, for the servers of the test.
 */
export interface CleanRoot {
  /** Runs a program as an administrator of the machine. */
  run(command: readonly string[], options?: { readonly stdin?: string }): Promise<Ending>;
  /** Runs a program in the way of a hardened service. */
  runService(command: readonly string[], options: ServiceOptions): Promise<Ending>;
  close(): Promise<void>;
}

/** @param program folder with the installed program @param hostname how the machine calls itself */
export async function openCleanRoot(program: string, hostname = "sync.acme.test"): Promise<CleanRoot> {
  const base = mkdtempSync(join(tmpdir(), "spendesk-hr-server-"));
  const root = join(base, "root");
  mkdirSync(root);
  const preload = join(import.meta.dirname, "time-travel.mjs");
  const words = [
    "-rmpuf",
    "--kill-child",
    "sh",
    "-c",
    ROOT_SCRIPT,
    "sh",
    root,
    program,
    preload,
    process.execPath,
    hostname,
  ];
  const holder = spawn("unshare", words, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(holder, "exit");
  await Promise.race([
    once(holder.stdout, "data"),
    ended.then(() => Promise.reject(new Error("no clean root"))),
  ]);

  const spaces = `/proc/${holder.pid}/ns`;
  const enter = [
    ...[
      "nsenter",
      "--preserve-credentials",
      `--user=${spaces}/user`,
      `--mount=${spaces}/mnt`,
      `--uts=${spaces}/uts`,
    ],
    ...[`--pid=${spaces}/pid_for_children`, "chroot", root],
  ];
  const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  return {
    run: (command, options = {}) =>
      runChild([...enter, ...command], { env: { PATH, HOME: "/root" }, cwd: "/", ...options }),
    runService(command, { env, stdin, writable, credentials }) {
      const service = [
        "unshare",
        "-m",
        "sh",
        "-c",
        SERVICE_SCRIPT,
        "sh",
        writable.join(" "),
        credentials.join(" "),
      ];
      const folder =
        credentials.length > 0 ? { CREDENTIALS_DIRECTORY: "/run/credentials/spendesk-hr.service" } : {};
      return runChild([...enter, ...service, ...command], {
        env: { PATH, ...folder, ...env },
        cwd: "/",
        ...(stdin !== undefined && { stdin }),
      });
    },
    async close() {
      holder.kill("SIGKILL");
      await ended;
      rmSync(base, { recursive: true, force: true });
    },
  };
}
