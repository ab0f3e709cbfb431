import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { done } from "../../support/connected-workspace.js";
import { sandboxKeys, writeConfig, writeSecret } from "../../support/credential-files.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import type { CliRun } from "../../support/run-cli.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";

/** The key of the bank fingerprints in a store that the program writes to. */

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

let workspace: SandboxWorkspace;
let schemas = 0;

beforeEach(async () => {
  workspace = await openSandboxWorkspace({ employees: 12 });
  delete workspace.env.SPENDESK_HR_CREDENTIALS_STORE;
  await writeConfig(workspace, { credentials: "{ store: file, file: { path: hr.json } }" });
  await writeSecret(workspace, "hr.json", {
    "acme-uk": sandboxKeys(workspace),
    installation: { state: { password: server.password } },
  });
  useNewSchema();
  done(await workspace.configure("--include", "all"));
});
afterEach(() => workspace.close());

function useNewSchema(): string {
  schemas += 1;
  const url = `postgres://${server.user}@localhost:${server.port}/postgres?schema=k${schemas}`;
  workspace.env.SPENDESK_HR_STATE_URL = url;
  return url;
}

async function stored(): Promise<Readonly<Record<string, string>>> {
  const set = JSON.parse(await readFile(join(workspace.folder, "hr.json"), "utf8"));
  return set.installation?.state ?? {};
}

async function setPassword(): Promise<CliRun> {
  const file = await writeSecret(workspace, "new.json", { state: { password: server.password } });
  return workspace.run(["credentials", "set", "state", "--credentials-file", file]);
}

const remove = (...flags: readonly string[]) =>
  workspace.run(["credentials", "remove", "state", "--yes", ...flags]);

describe("credentials remove state", () => {
  it("leaves the key, with which the next preview works once there is a password again", async () => {
    const { fingerprintKey } = await stored();
    expect(fingerprintKey).toMatch(/^[0-9a-f]{64}$/);
    const removed = done(await remove());
    expect(removed.stdout).toContain("The key of the bank fingerprints stays");
    expect(await stored()).toEqual({ fingerprintKey });
    done(await setPassword());
    done(await workspace.run(["preview"]));
  });

  it("takes the key when it is named, and says what that means; the message leads out of its loss", async () => {
    const asked = await workspace.run(["credentials", "remove", "state", "--key"]);
    expect(asked.exitCode).toBe(5);
    expect(asked.stderr).toContain("it can't be had again but from another machine or a backup");
    done(await remove("--key"));
    expect(await stored()).toEqual({ password: server.password });
    const lost = await workspace.run(["preview"]);
    expect(lost.exitCode).toBe(4);
    const [sql = ""] = /DELETE FROM .+?;/u.exec(lost.stderr) ?? [];
    await server.query(sql);
    done(await workspace.run(["preview"]));
    expect((await stored()).fingerprintKey).toMatch(/^[0-9a-f]{64}$/);
  });

  it("has nothing to do with the key of an HR tool", async () => {
    const run = await workspace.run(["credentials", "remove", "personio", "--key", "--yes"]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("`spendesk-hr credentials remove personio --entity acme-uk`");
  });
});

describe("the key of another state on this machine", () => {
  it("is not replaced by that of a backup before somebody removes it", async () => {
    done(await workspace.run(["state", "backup", "saved"]));
    done(await remove("--key"));
    const own = useNewSchema();
    done(await workspace.configure("--include", "all"));
    const before = await stored();

    useNewSchema();
    const restore = ["state", "restore", "saved", "--yes"];
    const refused = await workspace.run(restore);
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain("`spendesk-hr credentials remove state --key`");
    expect(await stored()).toEqual(before);
    const check = { env: { ...workspace.env, SPENDESK_HR_STATE_URL: own } };
    done(await workspace.run(["state", "check"], check));

    done(await remove("--key"));
    done(await workspace.run(restore));
    done(await workspace.run(["state", "check"]));
  });

  it("is not replaced by a move either", async () => {
    const { SPENDESK_HR_STATE_URL: _url, ...env } = workspace.env;
    done(await workspace.run(["preview"], { env }));
    const to = useNewSchema();
    const refused = await workspace.run(["state", "move", "--to", to, "--yes"], { env });
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain(
      `SPENDESK_HR_STATE_URL='${to}' spendesk-hr credentials remove state --key`,
    );
  });

  it("makes room when it is that of the state that is replaced, and is kept aside with it", async () => {
    done(await workspace.run(["state", "backup", "saved"]));
    done(await remove("--key"));
    useNewSchema();
    done(await workspace.configure("--include", "all"));
    const { fingerprintKey } = await stored();
    const restored = await workspace.json<{ keptAside: string }>(["state", "restore", "saved", "--yes"]);
    const aside = await readFile(join(restored.document.keptAside, "fingerprint.key"));
    expect(aside.toString("hex")).toBe(fingerprintKey);
    expect((await stored()).fingerprintKey).not.toBe(fingerprintKey);
    done(await workspace.run(["state", "check"]));
  });
});
