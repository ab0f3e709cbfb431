import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.js";
import { foundCompany, hire, OWNER } from "../e2e/support/company.js";
import { installProgram } from "../e2e/support/installed-program.js";
import { ADMIN, bootDebian, type Debian } from "./support/debian.js";
import { type Block, commandBlocks, type Machine, otherBlocks } from "./support/page.js";
import { type Answers, type Typed, typeInto } from "./support/shell.js";

const ROOT = join(import.meta.dirname, "../../..");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const HOME = `/home/${ADMIN}`;
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const RULE = "'Work Location' is one of: London";
const EDITOR = "/usr/local/bin/type-it";

const EXPORTED = "a-passphrase-for-the-way";
const STORED = "another-one-for-the-server";
const ON_LAPTOP: Answers = [
  [/\? Passphrase of credentials\.age/u, EXPORTED],
  [/\? The same passphrase again/u, EXPORTED],
];
const ON_SERVER: Answers = [
  [/\? Passphrase of \S*moved\/credentials\.age/u, EXPORTED],
  [/\? (?:The same passphrase again|Passphrase of \/var\/lib\/spendesk-hr\/credentials\.age)/u, STORED],
  [/spendesk-hr\.passphrase:/u, STORED],
  [/\? Restore this backup/u, "y"],
];

/** The laptop, which the page begins with, and the server, with an admin who may do everything. */
interface Desks {
  readonly sandbox: Sandbox;
  readonly base: string;
  readonly laptop: string;
  readonly server: Debian;
}

let desks: Desks;
const blocks = commandBlocks(version);
/** Every block that was typed, with how it ended. */
const typed = new Map<Block, Typed>();

beforeAll(async () => {
  const base = mkdtempSync("/var/tmp/spendesk-hr-guide-");
  const laptop = join(base, "laptop");
  mkdirSync(laptop);
  const packages = join(base, "packages");
  await execa(process.execPath, ["scripts/package.mjs", process.arch, "--out", packages], { cwd: ROOT });
  const sandbox = await startSandbox({ employees: 0, ownerEmail: OWNER });
  foundCompany(sandbox.control);
  const server = await bootDebian();
  desks = { sandbox, base, laptop, server };
  makeAdmin(server);
  // Downloaded by the admin.
  cpSync(packages, server.at(HOME), { recursive: true });
  asRoot("chown", "-R", `${ADMIN}:`, HOME);
  await setUpLaptop();
}, 900_000);

afterAll(async () => {
  await desks?.server.close();
  await desks?.sandbox.close();
  if (desks) rmSync(desks.base, { recursive: true, force: true });
});

function asRoot(...words: readonly string[]): string {
  const [program = "", ...rest] = [...desks.server.enter, ...words];
  return execFileSync(program, rest, { encoding: "utf8", env: { PATH } });
}

function makeAdmin(server: Debian): void {
  asRoot("useradd", "--create-home", "--shell", "/bin/bash", ADMIN);
  writeFileSync(server.at(`/etc/sudoers.d/${ADMIN}`), `${ADMIN} ALL=(ALL) NOPASSWD: ALL\n`, { mode: 0o440 });
  // What the admin types into the editor is prepared in the home folder.
  writeFileSync(server.at(EDITOR), `#!/bin/sh\ncat ${HOME}/typed > "$1"\n`);
  chmodSync(server.at(EDITOR), 0o755);
}

const laptopEnv = () => ({ PATH: `${join(desks.base, "bin")}:${PATH}`, HOME: desks.laptop });

/** A sync that works: connected, configured, applied once. */
async function setUpLaptop(): Promise<void> {
  const { base, laptop, sandbox } = desks;
  const program = join(base, "program");
  installProgram(program);
  mkdirSync(join(base, "bin"));
  const start = `#!/bin/sh\nexec '${process.execPath}' '${program}/bin/spendesk-hr.js' "$@"\n`;
  writeFileSync(join(base, "bin/spendesk-hr"), start, { mode: 0o755 });
  const settings = {
    ...{ timezone: "Europe/London", owner: OWNER, keyExpiresOn: "2099-12-31", "credentials.store": "file" },
    "spendesk.baseUrl": sandbox.spendeskUrl(),
    "source.baseUrl": sandbox.providerUrl("personio"),
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  const { spendesk, personio } = sandbox.credentials;
  const run = (words: readonly string[], input = "") =>
    execa("spendesk-hr", words, { cwd: laptop, env: laptopEnv(), extendEnv: false, input });
  const connect = [
    "connect",
    "personio",
    "--entity",
    "acme-uk",
    "--yes",
    "--credentials-file",
    "-",
    ...flags,
  ];
  await run(connect, JSON.stringify({ spendesk, personio }));
  await run(["configure", "--yes", "--rule", RULE]);
  await run(["apply", "--yes"]);
}

function typeOnLaptop(commands: string): Promise<Typed> {
  return typeInto(["bash", "-ec"], commands, ON_LAPTOP, { cwd: desks.laptop, env: laptopEnv() });
}

/** As the admin, in the home folder. */
function typeOnServer(commands: string): Promise<Typed> {
  const admin = ["setpriv", `--reuid=${ADMIN}`, `--regid=${ADMIN}`, "--init-groups", "--reset-env"];
  const shell = ["env", `EDITOR=${EDITOR}`, "TERM=xterm-256color", "bash", "-ec"];
  const start = [...desks.server.enter, ...admin, ...shell];
  return typeInto(start, `cd\n${commands}`, ON_SERVER, { cwd: "/", env: { PATH } });
}

/** Types the next block of the page that has these words, which must be the next one there, and must work. */
async function type(machine: Machine, words: string): Promise<string> {
  const next = blocks.find((block) => block.machine === machine && !typed.has(block));
  if (!next?.text.includes(words))
    throw new Error(`the next block is not that with "${words}":\n${next?.text}`);
  const ending = await (machine === "laptop" ? typeOnLaptop : typeOnServer)(next.text);
  typed.set(next, ending);
  expect(ending.code, `${next.text}\n${ending.screen}`).toBe(0);
  return ending.screen;
}

/** The commands that `schedule` prints, step by step. */
function printedCommands(screen: string): readonly string[] {
  const todo = screen.slice(screen.indexOf("Nothing is installed yet"));
  return todo.split(/\r?\n/u).flatMap((line) => /^ {5}(\S.*)$/u.exec(line)?.[1] ?? []);
}

describe("docs/server.md, block by block on a fresh Debian", () => {
  it("installs the program", async () => {
    const screen = await type("server", "sha256sum");
    expect(screen).toContain(": OK");
    expect(screen).toContain(version);
  });

  it("packs what the laptop has, and nothing of it is in clear", async () => {
    const screen = await type("laptop", "credentials export");
    expect(screen).toContain("Encrypted into credentials.age.");
    const { laptop, sandbox, server } = desks;
    const packed = readFileSync(join(laptop, "credentials.age"), "latin1");
    expect(packed).not.toContain(sandbox.credentials.spendesk.clientSecret);
    for (const name of ["credentials.age", "state-copy", "spendesk-hr.config.yaml"])
      cpSync(join(laptop, name), server.at(`${HOME}/${name}`), { recursive: true });
    asRoot("chown", "-R", `${ADMIN}:`, HOME);
  });

  it("unpacks it as the service's user", async () => {
    const { server } = desks;
    const [block, another] = otherBlocks();
    expect(another).toBeUndefined();
    expect(block?.language).toBe("yaml");
    const config = parseDocument(readFileSync(join(desks.laptop, "spendesk-hr.config.yaml"), "utf8"));
    for (const [key, value] of Object.entries(parse(block?.text ?? ""))) config.set(key, value);
    writeFileSync(server.at(`${HOME}/typed`), config.toString());
    await type("server", "useradd");
    const screen = await type("server", "credentials import");
    expect(screen).toContain("The backup is restored.");
    expect(asRoot("ls", "-A", HOME)).not.toMatch(/credentials\.age|state-copy|spendesk-hr\.config/u);
    for (const name of ["credentials.age", "state.sqlite", "fingerprint.key"])
      expect(asRoot("stat", "-c", "%U %a", `/var/lib/spendesk-hr/${name}`)).toBe("spendesk-hr 600\n");
    // Only root may change whom it touches.
    expect(asRoot("stat", "-c", "%U:%G %a", "/etc/spendesk-hr/spendesk-hr.config.yaml")).toBe(
      "root:spendesk-hr 640\n",
    );
  });

  it("writes units, and every step that is printed works", async () => {
    const screen = await type("server", "schedule systemd");
    // Nothing begins anew: the state came along.
    expect(screen).not.toMatch(/Warning|accept-config|is new/u);
    const commands = printedCommands(screen);
    expect(commands.filter((command) => command.includes("systemd-run"))).toHaveLength(1);
    for (const command of commands) {
      // A pager would wait for a person.
      const { code, screen: said } = await typeOnServer(`export SYSTEMD_PAGER=cat\n${command}`);
      expect(code, `${command}\n${said}`).toBe(0);
      if (command.includes("systemd-run")) expect(said).toContain("Plan: no changes.");
    }
    const verify = ["systemd-analyze", "verify", "--man=no", "/etc/systemd/system/spendesk-hr.service"];
    expect(asRoot(...verify)).toBe("");
  });

  it("runs as the service for the first time, with what the laptop knew", async () => {
    hire(desks.sandbox.control, "lou");
    const screen = await type("server", "systemctl start");
    expect(screen).toContain("1 of 1 change applied to acme-uk (1 invitation sent)");
    expect(screen).toContain("spendesk-hr.timer");
    const emails = desks.sandbox.control.members().map(({ email }) => email);
    expect(emails).toContain("lou@acme.test");
    expect(asRoot("systemctl", "show", "-p", "Result", "spendesk-hr.service")).toBe("Result=success\n");
    expect(asRoot("find", "/var/lib/spendesk-hr", "!", "-user", "spendesk-hr")).toBe("");
  });

  it("writes for the other schedulers", async () => {
    const screen = await type("server", "schedule cron");
    for (const name of ["CronJob", "self-hosted", "services:", "ProgramArguments", "CalendarTrigger"])
      expect(screen).toContain(name);
  });

  it("is watched and kept", async () => {
    const watched = await type("server", "status");
    expect(watched).toMatch(/acme-uk.*connected/su);
    const runs = [...watched.matchAll(/^\S+ +apply /gmu)];
    // Those of the laptop and of the service.
    expect(runs.length, watched).toBe(2);
    const kept = await type("server", "state backup");
    expect(kept).toContain("The backup is restored.");
  });

  it("is taken away without a trace, and the members stay", async () => {
    const before = desks.sandbox.control.members();
    await type("server", "systemctl disable");
    const traces = asRoot("sh", "-c", "find /etc /opt /usr /var -name '*spendesk*' 2>/dev/null || true");
    expect(traces).toBe("");
    expect(asRoot("getent", "passwd")).not.toContain("spendesk");
    expect(desks.sandbox.control.members()).toEqual(before);
  });

  it("comes and goes as a Debian package, too", async () => {
    const screen = await type("server, with the Debian package instead", "apt-get install");
    expect(screen).toContain(version);
    await type("server, with the Debian package instead", "apt-get remove");
    expect(asRoot("sh", "-c", "ls /opt 2>/dev/null || true")).toBe("");
  });

  it("left out no block of the page", () => {
    expect(blocks.filter((block) => !typed.has(block))).toEqual([]);
  });
});
