import { appendFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { JSON_DOCUMENTS } from "../../../src/cli/json-shapes/documents.js";
import { parseAddress } from "../../../src/shared/postgres-address.js";
import { MIGRATIONS } from "../../../src/state/migrations/index.js";
import { openPostgresState } from "../../../src/state/postgres/open.js";
import { diagnose, ofState } from "../../cli/doctor-support.js";
import { done, openConnectedWorkspace } from "../../support/connected-workspace.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import { keyPlaceFor } from "../../support/postgres/state.js";
import { refusal } from "../../support/refusal.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";

const TLS = { rejectUnauthorized: true, minVersion: "TLSv1.2" } as const;

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

  it("is saved, but not called checked, where rows can't be read", async () => {
    await server.query(`UPDATE ${schema}.entities SET field_counts = '{oops'`);
    const { exitCode, document } = await workspace.json(["state", "backup", "saved"]);
    expect(exitCode).toBe(78);
    expect(JSON_DOCUMENTS["state backup"].parse(document).damage).toContain("not in the expected form");
  });

  it("is begun anew where there is no backup", async () => {
    await server.query(`DROP TABLE ${schema}.findings`);
    await runAdvised((await workspace.run(["state", "check"])).stderr);
    done(await workspace.run(["preview"]));
  });
});

describe("an empty database", () => {
  it("is named by what a first run is stopped for, and not the folder beside it", async () => {
    await server.query(`DROP SCHEMA ${schema} CASCADE`);
    const { exitCode, stderr } = await workspace.run(["apply", "--yes"]);
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/The state in postgres:\S+ is new: .+ in `state\.url`/);
    expect(stderr).not.toContain(workspace.stateDir);
  });
});

describe("a user without the rights that are needed", () => {
  async function beGuest(): Promise<string> {
    const guest = `guest_${schemas}`;
    await server.query(`CREATE ROLE ${guest} LOGIN PASSWORD '${server.password}'`);
    workspace.env.SPENDESK_HR_STATE_URL = `postgres://${guest}@localhost:${server.port}/postgres?schema=${schema}`;
    return guest;
  }

  it("has them after what the message says, in an empty schema of another user", async () => {
    const guest = await beGuest();
    await server.query(`DROP SCHEMA ${schema} CASCADE; CREATE SCHEMA ${schema}`);
    await server.query(`GRANT USAGE ON SCHEMA ${schema} TO ${guest}`);
    const found = await diagnose(workspace);
    expect(found.of("rights")[0]?.text).toContain(`has not got: CREATE ON SCHEMA ${schema}.`);
    const refused = await workspace.run(["preview"]);
    expect(refused.exitCode).toBe(78);
    await runAdvised(refused.stderr);
    done(await workspace.run(["preview"]));
  });

  it("has them after what doctor says, also for a restore", async () => {
    done(await workspace.run(["state", "backup", "saved"]));
    await beGuest();
    await runAdvised((await diagnose(workspace)).of("rights")[0]?.next ?? "");
    expect(ofState((await diagnose(workspace)).codes)).toEqual([]);
    done(await workspace.run(["state", "restore", "saved", "--yes"]));
  });

  it("lacks no sequence that doctor does not name, nor does the message forget it", async () => {
    done(await workspace.run(["state", "backup", "saved"]));
    const guest = await beGuest();
    await server.query(`GRANT ALL ON SCHEMA ${schema} TO ${guest}`);
    await server.query(`GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${guest}`);
    expect((await diagnose(workspace)).of("rights")[0]?.text).toContain("_number_seq, and");
    const restore = ["state", "restore", "saved", "--yes"];
    await runAdvised((await workspace.run(restore)).stderr);
    done(await workspace.run(restore));
  });

  it("owns the tables after what the message says, where an upgrade changes them", async () => {
    await server.query(`DROP SCHEMA ${schema} CASCADE`);
    const admin = `postgres://${server.user}@localhost:${server.port}/postgres?schema=${schema}`;
    const older = await openPostgresState({
      ...{ dir: workspace.folder, clock: { now: () => new Date() }, toolVersion: "0.1.0" },
      server: { ...parseAddress(admin), password: server.password, tls: TLS },
      ...{ key: keyPlaceFor(schema), migrations: MIGRATIONS.slice(0, -1) },
    });
    await older.close();
    await beGuest();
    await runAdvised((await diagnose(workspace)).of("rights")[0]?.next ?? "");
    const refused = await workspace.run(["preview"]);
    expect(refused.stderr).toContain("must be owner");
    await runAdvised(refused.stderr);
    done(await workspace.run(["preview"]));
  });
});

describe("a state that takes no changes", () => {
  it("is a problem for doctor on a stand-by, whatever its user may do", async () => {
    const primary = await startPostgres();
    onTestFinished(() => primary.stop());
    const standBy = await primary.follow();
    onTestFinished(() => standBy.stop());
    const { user, port } = standBy;
    const found = await diagnose(workspace, [], {
      env: { ...workspace.env, SPENDESK_HR_STATE_URL: `postgres://${user}@localhost:${port}/postgres` },
    });
    expect(found.exitCode).not.toBe(0);
    expect(found.of("rights")).toMatchObject([{ status: "problem", code: "state_read_only" }]);
    expect(found.of("rights")[0]?.next).toContain("Name the primary server");
  });

  it("is one for a user who may only read, until an administrator changes it", async () => {
    const role = `only_reads_${schemas}`;
    await server.query(`CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD '${server.password}'`);
    await server.query(`ALTER ROLE ${role} IN DATABASE postgres SET default_transaction_read_only = on`);
    const url = `postgres://${role}@localhost:${server.port}/postgres?schema=${schema}`;
    workspace.env.SPENDESK_HR_STATE_URL = url;
    expect((await workspace.run(["preview"])).stderr).toContain("`spendesk-hr doctor`");
    const found = await diagnose(workspace);
    expect(found.exitCode).toBe(78);
    expect(ofState(found.codes)).toEqual(["state_read_only"]);
    await runAdvised(found.of("rights")[0]?.next ?? "");
    expect(ofState((await diagnose(workspace)).codes)).toEqual([]);
    done(await workspace.run(["preview"]));
  });
});
