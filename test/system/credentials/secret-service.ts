import { readdir, readFile, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { bareEnvironment } from "../../support/bare-environment.js";

const MISSING =
  "These tests need a real Secret Service: dbus-run-session, dbus-send and gnome-keyring-daemon. Run `bash scripts/install-debian-packages.sh`.";

/**
 * Runs in a D-Bus session of its own. `locked` first creates the login keyring with a password, then
 * starts a daemon that was never told it. Says `ready <bus address> <daemon's pid>`, and ends with its input.
 */
const SESSION = `
for tool in gnome-keyring-daemon dbus-send; do
  command -v "$tool" >/dev/null || { echo missing; exit 1; }
done
owned() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / \\
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q "boolean $1"
}
start_unlocked() {
  printf 'only-for-this-test' | gnome-keyring-daemon --unlock --foreground --components=secrets >/dev/null 2>&1 &
  daemon=$!
  until owned true && [ -e "$XDG_DATA_HOME/keyrings/login.keyring" ]; do sleep 0.05; done
}
start_locked() {
  gnome-keyring-daemon --start --foreground --components=secrets >/dev/null 2>&1 &
  daemon=$!
  until owned true; do sleep 0.05; done
}
start_unlocked
if [ "$1" = locked ]; then
  kill "$daemon"; wait "$daemon"
  until owned false; do sleep 0.05; done
  start_locked
fi
echo "ready $DBUS_SESSION_BUS_ADDRESS $daemon"
cat >/dev/null
kill -KILL "$daemon"
`;

export interface SecretService {
  /** Environment of a process in this session; nothing of the real user's is in it. */
  readonly env: Readonly<Record<string, string>>;
  readonly home: string;
  readonly daemonPid: number;
  stop(): Promise<void>;
}

/** A D-Bus session with gnome-keyring in it, unlocked or locked. */
export async function startSecretService(state: "unlocked" | "locked"): Promise<SecretService> {
  const { home, env } = await bareEnvironment();
  const session = execa("dbus-run-session", ["--", "bash", "-c", SESSION, "bash", state], {
    env,
    extendEnv: false,
    reject: false,
    buffer: false,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const [word, address = "", pid = ""] = (await firstLine(session.stdout)).split(" ");
  if (word !== "ready") throw new Error(MISSING);
  return {
    env: { ...env, DBUS_SESSION_BUS_ADDRESS: address },
    home,
    daemonPid: Number(pid),
    async stop() {
      session.stdin.end();
      await session;
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Helper processes that belong to the session, found by the home in their environment. */
export async function helperProcesses(home: string): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [environment, command] = await Promise.all(
        ["environ", "cmdline"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "")),
      );
      return environment?.includes(`HOME=${home}\0`) && command?.includes("--eval") ? [pid] : [];
    }),
  );
  return found.flat();
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  return "";
}
