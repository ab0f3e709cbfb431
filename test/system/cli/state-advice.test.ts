import { appendFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { done, openConnectedWorkspace } from "../../support/connected-workspace.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import { refusal } from "../../support/refusal.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";

/** What messages about a state in PostgreSQL advise is done here as it stands. */

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

let workspace: SandboxWorkspace;
let schema: string;
let schemas = 0;

beforeEach(async () => {
  workspace = await openConnectedWorkspace({ employees: 12 });
  schemas += 1;
  schema = `s${schemas}`;
  workspace.env.SPENDESK_HR_INSTALLATION_STATE_PASSWORD = server.password;
  workspace.env.SPENDESK_HR_INSTALLATION_STATE_FINGERPRINT_KEY = "ab".repeat(32);
  const url = `postgres://${server.user}@localhost:${server.port}/postgres?schema=${schema}`;
  await appendFile(workspace.configPath, `\nstate: { url: "${url}" }\n`);
  done(await workspace.configure());
});
afterEach(() => workspace.close());

/** Runs the statements that a message names, as an administrator does who copies them. */
async function runAdvised(next: string): Promise<void> {
  const [sql] = /(?<=run: ).+;/u.exec(next) ?? [];
  await server.query(sql ?? `The message names no statement: ${next}`);
}

describe("a state whose tables were changed by hand", () => {
  it.each([
    ["a table that is gone", "ALTER TABLE findings RENAME TO findings_x", "It has no table findings."],
    ["a column that is gone", "ALTER TABLE links RENAME start_date TO began", "no column start_date"],
    ["a column too many", "ALTER TABLE links ADD extra text", "unknown column extra"],
  ])("is put aside for a backup: %s", async (_what, sql, why) => {
    done(await workspace.run(["state", "backup", "saved"]));
    await server.query(`SET search_path TO ${schema}; ${sql}`);
    const check = await workspace.run(["state", "check"]);
    expect(check.stderr).toContain(why);
    expect(check.stderr).toContain("`spendesk-hr state restore`");
    const restore = ["state", "restore", "saved", "--yes"];
    const { what, next, exitCode } = await refusal(workspace, restore);
    expect({ exitCode, what }).toMatchObject({ what: expect.stringContaining("could not be kept aside") });
    await runAdvised(next);
    done(await workspace.run(restore));
    done(await workspace.run(["state", "check"]));
  });

  it("is begun anew where there is no backup", async () => {
    await server.query(`DROP TABLE ${schema}.findings`);
    await runAdvised((await workspace.run(["state", "check"])).stderr);
    done(await workspace.run(["preview"]));
  });
});
