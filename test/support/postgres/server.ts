import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Certificate } from "../certificates.js";

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
  /** Restarts it so that it speaks TLS with this certificate; null: not at all. */
  certify(certificate: Certificate | null): Promise<void>;
  /** Another server that follows this one: a change is kept once both have it. */
  follow(): Promise<StandBy>;
  /** Ends it as the loss of its machine does. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** A server that takes no changes until it is promoted. */
export interface StandBy extends Pick<TestServer, "port" | "socket" | "user" | "password" | "stop"> {
  promote(): Promise<void>;
  /** From now on it misses what the server gets that it follows, which no longer waits for it. */
  fallBehind(): Promise<void>;
}

/** How to connect to it. */
export type TestServerAddress = Pick<TestServer, "port" | "socket" | "user" | "password">;

const PROGRAMS = "/usr/lib/postgresql";
const USER = "hr";
/** File that says how far the server's clock is from the real one. */
const CLOCK = "clock";
const PASSWORD = "correct horse battery staple";

/** A folder of a server, and what runs in it. */
interface Folder {
  readonly path: string;
  readonly data: string;
  readonly owner: ReturnType<typeof serverUser>;
  /** Writes a file that only the server may read. */
  write(name: string, text: string): string;
  /** Runs one of PostgreSQL's programs to its end. */
  run(program: string, ...flags: readonly string[]): void;
  start(flags?: readonly string[]): ChildProcess;
}

/** @param environment of the server besides the test's own */
function newFolder(environment: (path: string) => Readonly<Record<string, string>> = () => ({})): Folder {
  // The temporary folder of the tests is closed to other users.
  const path = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : "/tmp", "spendesk-hr-pg-"));
  const owner = serverUser();
  const bin = join(PROGRAMS, newest(), "bin");
  const options = { ...owner, cwd: path, stdio: "ignore" } as const;
  const env = { ...process.env, ...environment(path) };
  if (owner) chownSync(path, owner.uid, owner.gid);
  const data = join(path, "data");
  return {
    ...{ path, data, owner },
    write(name, text) {
      const file = join(path, name);
      writeFileSync(file, text, { mode: 0o600 });
      if (owner) chownSync(file, owner.uid, owner.gid);
      return file;
    },
    run: (program, ...flags) => void execFileSync(join(bin, program), flags, options),
    start: (flags = []) => spawn(join(bin, "postgres"), ["-D", data, ...flags], { ...options, env }),
  };
}

/**
 * @param settings further lines of its configuration
 * @param hasOwnClock whether `moveClock` is to move the server's time, by Debian's libfaketime
 */
export async function startPostgres(
  settings: readonly string[] = [],
  hasOwnClock = false,
): Promise<TestServer> {
  const folder = newFolder(hasOwnClock ? (path) => ownClock(join(path, CLOCK)) : undefined);
  const moveClock = (milliseconds: number) =>
    void folder.write(CLOCK, `${milliseconds < 0 ? "" : "+"}${milliseconds / 1000}\n`);
  moveClock(0);
  const passwordFile = folder.write("password", PASSWORD);
  const how = ["--auth-local=trust", "--auth-host=scram-sha-256", `--pwfile=${passwordFile}`, "--no-sync"];
  folder.run("initdb", "-D", folder.data, "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", ...how);
  const port = await freePort();
  // Nothing here outlives the machine, so nothing has to reach its disk.
  const lines = [`port = ${port}`, `unix_socket_directories = '${folder.path}'`, "fsync = off", ...settings];
  const configure = (more: readonly string[]) =>
    void folder.write("data/postgresql.auto.conf", `${[...lines, ...more].join("\n")}\n`);
  configure([]);
  const address = { port, socket: folder.path, user: USER, password: PASSWORD };
  const life = await begin(folder, address);
  const query: TestServer["query"] = (sql, values = []) =>
    asAdmin(address, (client) => client.query(sql, [...values]));
  return {
    ...address,
    query,
    moveClock,
    restart: life.restart,
    async certify(certificate) {
      if (certificate) {
        const [cert, key] = [
          folder.write("cert.pem", certificate.cert),
          folder.write("key.pem", certificate.key),
        ];
        configure(["ssl = on", `ssl_cert_file = '${cert}'`, `ssl_key_file = '${key}'`]);
      } else configure([]);
      await life.restart();
    },
    async follow() {
      const waitFor = async (names: string) => {
        await query(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
        await query("SELECT pg_reload_conf()");
      };
      const standBy = await copyOf(address, () => waitFor(""));
      await waitFor("*");
      return standBy;
    },
    crash: () => life.end("SIGQUIT"),
    stop: life.stop,
  };
}

/** @param release lets the server that it follows go on without it */
async function copyOf(primary: TestServerAddress, release: () => Promise<void>): Promise<StandBy> {
  const folder = newFolder();
  const from = ["-h", primary.socket, "-p", String(primary.port), "-U", primary.user];
  // -R: the copy follows the server it was made of.
  folder.run("pg_basebackup", ...from, "-D", folder.data, "-R", "--checkpoint=fast", "--no-sync");
  const port = await freePort();
  const address = { ...primary, port, socket: folder.path };
  const flags = ["-c", `port=${port}`, "-c", `unix_socket_directories=${folder.path}`];
  const life = await begin({ ...folder, start: () => folder.start(flags) }, address);
  return {
    ...{ port, socket: folder.path, user: primary.user, password: primary.password },
    promote: async () => void (await asAdmin(address, (client) => client.query("SELECT pg_promote()"))),
    async fallBehind() {
      await asAdmin(address, async (client) => {
        await client.query("ALTER SYSTEM SET primary_conninfo = ''");
        return client.query("SELECT pg_reload_conf()");
      });
      while ((await asAdmin(address, (client) => client.query("SELECT 1 FROM pg_stat_wal_receiver"))).length)
        await sleep(20);
      await release();
    },
    stop: life.stop,
  };
}

/** Starts a server, and gives what ends it or starts it again. */
async function begin(
  folder: Folder,
  address: TestServerAddress,
): Promise<{ end(signal: NodeJS.Signals): Promise<void>; restart(): Promise<void>; stop(): Promise<void> }> {
  let server = folder.start();
  const end = async (signal: NodeJS.Signals = "SIGINT") => {
    if (server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await ended;
  };
  await untilUp(address, server);
  return {
    end,
    async restart() {
      await end();
      server = folder.start();
      await untilUp(address, server);
    },
    async stop() {
      await end();
      rmSync(folder.path, { recursive: true, force: true });
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
