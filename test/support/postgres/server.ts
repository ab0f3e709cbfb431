import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** A real server of Debian's package, in a folder of its own, without root rights. */
export interface TestServer {
  readonly port: number;
  readonly socket: string;
  readonly user: string;
  readonly password: string;
  /** Runs SQL as the superuser. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** How far its clock is from the real one from now on. */
  moveClock(milliseconds: number): void;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** How to connect to it. */
export type TestServerAddress = Pick<TestServer, "port" | "socket" | "user" | "password">;

const PROGRAMS = "/usr/lib/postgresql";
const USER = "hr";
const PASSWORD = "correct horse battery staple";

/**
 * @param settings further lines of its configuration
 * @param hasOwnClock whether `moveClock` is to move the server's time, by Debian's libfaketime
 */
export async function startPostgres(
  settings: readonly string[] = [],
  hasOwnClock = false,
): Promise<TestServer> {
  // The temporary folder of the tests is closed to other users.
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : "/tmp", "spendesk-hr-pg-"));
  const owner = serverUser();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  const bin = join(PROGRAMS, newest(), "bin");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, PASSWORD);
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const how = ["--auth-local=trust", "--auth-host=scram-sha-256", `--pwfile=${passwordFile}`, "--no-sync"];
  const options = { ...owner, cwd: folder, stdio: "ignore" } as const;
  execFileSync(
    join(bin, "initdb"),
    ["-D", data, "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", ...how],
    options,
  );
  const port = await freePort();
  // Nothing here outlives the machine, so nothing has to reach its disk.
  const lines = [`port = ${port}`, `unix_socket_directories = '${folder}'`, "fsync = off", ...settings];
  writeFileSync(join(data, "postgresql.auto.conf"), `${lines.join("\n")}\n`);
  const clock = join(folder, "clock");
  const moveClock = (milliseconds: number) =>
    writeFileSync(clock, `${milliseconds < 0 ? "" : "+"}${milliseconds / 1000}\n`);
  moveClock(0);
  const env = { ...process.env, ...(hasOwnClock && ownClock(clock)) };
  const begin = () => spawn(join(bin, "postgres"), ["-D", data], { ...options, env });
  const address = { port, socket: folder, user: USER, password: PASSWORD };
  let server = begin();
  const end = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
  };
  await untilUp(address, server);
  return {
    ...address,
    query: (sql, values = []) => asAdmin(address, (client) => client.query(sql, [...values])),
    moveClock,
    async restart() {
      await end();
      server = begin();
      await untilUp(address, server);
    },
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The clock that is told is the file's; timers go on as they are. */
function ownClock(file: string): Readonly<Record<string, string>> {
  const folders = readdirSync("/usr/lib").map((name) => join("/usr/lib", name, "faketime/libfaketime.so.1"));
  const library = folders.find((path) => existsSync(path));
  if (!library) throw new Error("libfaketime is missing: run scripts/install-debian-packages.sh.");
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function serverUser(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

function newest(): string {
  const versions = existsSync(PROGRAMS) ? readdirSync(PROGRAMS) : [];
  const found = versions
    .filter((name) => /^\d+$/u.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .at(-1);
  if (!found) throw new Error("PostgreSQL is missing: run scripts/install-debian-packages.sh.");
  return found;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function asAdmin(
  { socket, port, user }: TestServerAddress,
  use: (client: pg.Client) => Promise<{ readonly rows: readonly Record<string, unknown>[] }>,
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ host: socket, port, user, database: "postgres" });
  await client.connect();
  try {
    return (await use(client)).rows;
  } finally {
    await client.end();
  }
}

async function untilUp(address: TestServerAddress, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    const isUp = await asAdmin(address, (client) => client.query("SELECT 1")).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await sleep(50);
  }
}
