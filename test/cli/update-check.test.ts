import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProcessContext } from "../../src/cli/cli-context.js";
import { main } from "../../src/cli/main.js";
import { createUpdateCheck } from "../../src/cli/update-check.js";
import { wantedGlobals } from "../../src/cli/usage.js";
import { resolveNetwork } from "../../src/config/network.js";
import { startConnectProxy } from "../support/connect-proxy.js";

const MORNING = new Date("2026-11-30T08:00:00Z");
const HOUR_MS = 3_600_000;

let folder: string;
let cache: string;
let registry: Server;
let asked: string[];
let answer: (response: ServerResponse) => void;
let now: Date;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-updates-"));
  cache = join(folder, "update-check.json");
  asked = [];
  now = MORNING;
  answer = (response) => response.end(JSON.stringify({ name: "spendesk-hr", version: "1.10.0" }));
  registry = createServer((request: IncomingMessage, response) => {
    asked.push(request.url ?? "");
    answer(response);
  });
  await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  registry.closeAllConnections();
  await new Promise((resolve) => registry.close(resolve));
  await rm(folder, { recursive: true });
});

interface Situation {
  readonly isTTY?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly argv?: readonly string[];
  readonly version?: string;
}

function terminal({ isTTY = true, env = {}, version = "1.9.3" }: Situation): ProcessContext & {
  stderr: PassThrough;
} {
  return {
    stdin: Readable.from([]),
    stdout: Object.assign(new PassThrough(), { isTTY }),
    stderr: Object.assign(new PassThrough(), { isTTY }),
    env,
    cwd: folder,
    clock: { now: () => now },
    signal: new AbortController().signal,
    releases: {
      registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
      version,
    },
  };
}

/** A command that takes as long as `during`; what it says in the end. */
async function command(situation: Situation, during: () => Promise<unknown> = async () => {}) {
  const process = terminal(situation);
  const globals = wantedGlobals(situation.argv ?? [], process.env);
  const updates = createUpdateCheck(process, globals);
  updates.begin({ network: {}, stateDir: folder });
  await during();
  return updates.end();
}

const untilAsked = () => vi.waitFor(() => expect(existsSync(cache)).toBe(true));
const OUT = /^Version 1\.10\.0 of spendesk-hr is out; this is 1\.9\.3\. /;

describe("the notice of a newer version", () => {
  it("comes from the registry, once a day, and is kept for its owner only", async () => {
    expect(await command({}, untilAsked)).toMatch(OUT);
    expect(asked).toEqual(["/spendesk-hr/latest"]);
    expect((await stat(cache)).mode & 0o777).toBe(0o600);
    now = new Date(MORNING.getTime() + 23 * HOUR_MS);
    expect(await command({})).toMatch(OUT);
    expect(asked).toHaveLength(1);
    now = new Date(MORNING.getTime() + 25 * HOUR_MS);
    const checkedAt = async () => JSON.parse(await readFile(cache, "utf8")).checkedAt;
    await command({}, () => vi.waitFor(async () => expect(await checkedAt()).toBe(now.toISOString())));
    expect(asked).toHaveLength(2);
  });

  it.each<[string, Situation]>([
    ["without a terminal", { isTTY: false }],
    ["with its variable", { env: { SPENDESK_HR_NO_UPDATE_NOTICE: "1" } }],
    ["with the variable of other tools", { env: { NO_UPDATE_NOTIFIER: "1" } }],
    ["in CI", { env: { CI: "true" } }],
    ["for machines", { argv: ["--json"] }],
    ["of a build without a version", { version: "dev" }],
  ])("does not come, and nobody is asked, %s", async (_name, situation) => {
    await writeFile(cache, JSON.stringify({ checkedAt: "2026-11-01T00:00:00.000Z", latest: "9.0.0" }));
    expect(await command(situation)).toBeNull();
    expect(asked).toEqual([]);
  });

  it("says nothing of the same or an older version", async () => {
    expect(await command({ version: "1.10.0" }, untilAsked)).toBeNull();
    expect(await command({ version: "2.0.0" })).toBeNull();
  });

  it("waits for nobody: a command that is over first is over", async () => {
    answer = () => {};
    expect(await command({}, () => vi.waitFor(() => expect(asked).toHaveLength(1)))).toBeNull();
    expect(existsSync(cache)).toBe(false);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ["nonsense", (response) => response.end("<html>")],
    ["a version that is none", (response) => response.end(JSON.stringify({ version: "9.9.9\u001b[2J" }))],
    ["a refusal", (response) => response.writeHead(503).end()],
    ["another place", (response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end()],
    ["no answer", (response) => response.destroy()],
  ])("is silent after %s, and asks again tomorrow", async (_name, given) => {
    answer = given;
    expect(await command({}, untilAsked)).toBeNull();
    expect(await command({})).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it("makes no folder, and mends a cache that can't be read", async () => {
    const process = terminal({});
    const updates = createUpdateCheck(process, wantedGlobals([], {}));
    updates.begin({ network: {}, stateDir: join(folder, "none") });
    expect(updates.end()).toBeNull();
    expect(asked).toEqual([]);
    await writeFile(cache, "{");
    await command({}, () =>
      vi.waitFor(async () => expect(await readFile(cache, "utf8")).toContain("1.10.0")),
    );
  });

  it("goes through the proxy that was configured", async () => {
    const proxy = await startConnectProxy();
    const { network } = resolveNetwork({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }, folder, null);
    const releases = { registry: "https://registry.example.test", version: "1.9.3" };
    const updates = createUpdateCheck({ ...terminal({}), releases }, wantedGlobals([], {}));
    updates.begin({ network, stateDir: folder });
    await untilAsked();
    expect(updates.end()).toBeNull();
    expect(proxy.asked.map(({ target }) => target)).toEqual(["registry.example.test:443"]);
    await proxy.close();
  });

  it("is said after the result of a real command, which ends as it would have", async () => {
    await writeFile(cache, JSON.stringify({ checkedAt: MORNING.toISOString(), latest: "1.10.0" }));
    const process = terminal({ env: { HOME: folder, SPENDESK_HR_STATE_DIR: folder } });
    expect(await main(["config", "validate"], process)).toBe(0);
    expect(await text(process.stderr.end())).toMatch(/Version 1\.10\.0 of spendesk-hr is out/);
  });
});
