import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { JSON_DOCUMENTS } from "../../../src/cli/json-shapes/documents.js";
import { diagnose, ofState } from "../../cli/doctor-support.js";
import { everyRow } from "../../state/rich-state.js";
import { done, openAppliedWorkspace } from "../../support/connected-workspace.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import { writesTo } from "../../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { withDisk } from "../support/rights.js";

const PASSWORD = "SPENDESK_HR_INSTALLATION_STATE_PASSWORD";
const KEY = "SPENDESK_HR_INSTALLATION_STATE_FINGERPRINT_KEY";

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

let workspace: SandboxWorkspace;
let url: string;
let schemas = 0;

beforeEach(async () => {
  workspace = await openAppliedWorkspace({ employees: 12 });
  schemas += 1;
  url = `postgres://${server.user}@localhost:${server.port}/postgres?schema=s${schemas}`;
  workspace.env[PASSWORD] = server.password;
});

afterEach(() => workspace.close());

/** As somebody does who follows the message about the key. */
async function supplyKey(): Promise<void> {
  workspace.env[KEY] = (await readFile(join(workspace.stateDir, "fingerprint.key"))).toString("hex");
}

async function useDatabase(): Promise<void> {
  await supplyKey();
  done(await workspace.run(["state", "move", "--to", url, "--yes"]));
  await appendFile(workspace.configPath, `\nstate: { url: "${url}" }\n`);
}

async function expectNothingToDo(): Promise<void> {
  expect(done(await workspace.run(["apply", "--yes"])).stdout).toContain("acme-uk: nothing to do.");
  expect(writesTo(workspace.sandbox)).toEqual({});
}

describe("state move", () => {
  it("takes the memory along: the next run has nothing to do, there and back", async () => {
    const refused = await workspace.run(["state", "move", "--to", url, "--yes"]);
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain(KEY);
    await supplyKey();
    expect(refused.stderr).not.toContain(workspace.env[KEY]);

    const asked = await workspace.run(["state", "move", "--to", url]);
    expect(asked.exitCode).toBe(5);
    expect(asked.stderr).toContain(`spendesk-hr state move --to '${url}' --yes`);
    expect(await server.query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [`s${schemas}`])).toEqual([]);

    const moved = await workspace.run(["state", "move", "--to", url, "--yes", "--json"]);
    const document = JSON_DOCUMENTS["state move --to <place> --yes"].parse(JSON.parse(done(moved).stdout));
    expect(document).toMatchObject({ from: workspace.stateDir, to: url, hasKey: true, keptAside: null });

    // The old place says where the memory is.
    const old = await workspace.run(["preview"]);
    expect(old.exitCode).toBe(78);
    expect(old.stderr).toContain(`state: { url: "${url}" }`);
    expect((await workspace.run(["state", "backup", "never"])).exitCode).toBe(78);
    expect((await workspace.run(["state", "check"])).exitCode).toBe(78);
    expect((await diagnose(workspace, ["--offline"])).codes).toContain("state_moved");

    const before = await readFile(workspace.configPath, "utf8");
    await appendFile(workspace.configPath, `\nstate: { url: "${url}" }\n`);
    await expectNothingToDo();

    const back = done(await workspace.run(["state", "move", "--to", workspace.stateDir, "--yes"]));
    expect(back.stdout).toContain("every row was read back and compared");
    expect(back.stdout).toContain("replaced-");
    expect((await workspace.run(["preview"])).stderr).toContain("was moved to");
    await writeFile(workspace.configPath, before);
    await expectNothingToDo();
    expect(done(await workspace.run(["state", "check"])).stdout).toContain("✔ The state is whole.");
  });

  it.each<[string, () => readonly string[], number, string]>([
    ["no place", () => [], 64, "--to"],
    ["a password in the address", () => ["--to", "postgres://hr:secret@localhost/x"], 78, "holds a password"],
    ["another kind of address", () => ["--to", "postgres://"], 78, "postgres://user@host/database"],
    ["a folder", () => ["--to", "elsewhere"], 64, "state backup"],
    ["nobody listening", () => ["--to", "postgres://hr@localhost:1/postgres"], 7, "does not answer"],
  ])("changes nothing with %s", async (_what, flags, exitCode, text) => {
    await supplyKey();
    const before = everyRow(workspace.stateDir);
    const run = await workspace.run(["state", "move", "--yes", ...flags()]);
    expect(run.stderr).toContain(text);
    expect(run.stderr).not.toContain("secret");
    expect(run.exitCode).toBe(exitCode);
    expect(everyRow(workspace.stateDir)).toEqual(before);
  });

  it("goes to the database of `state.url`, as doctor says, where that was named first", async () => {
    await supplyKey();
    await appendFile(workspace.configPath, `\nstate: { url: "${url}" }\n`);
    const found = await diagnose(workspace);
    expect(found.of("schema")[0]).toMatchObject({ code: "state_missing", next: "spendesk-hr state move" });
    const another = await workspace.run(["state", "move", "--to", `${url}_x`, "--yes"]);
    expect(another.stderr).toContain("`state.url` names another database");
    const moved = done(await workspace.run(["state", "move", "--yes"]));
    expect(moved.stdout).toContain("here it is named already");
    await expectNothingToDo();
    const again = await workspace.run(["state", "move", "--yes"]);
    expect(again.exitCode).toBe(78);
    expect(again.stderr).toContain("was moved to");
  });

  it("to the database of `state.url` needs a state in the folder", async () => {
    await appendFile(workspace.configPath, `\nstate: { url: "${url}" }\n`);
    await rm(workspace.stateDir, { recursive: true });
    const nowhere = await workspace.run(["state", "move", "--to", url, "--yes"]);
    expect(nowhere.exitCode).toBe(64);
    expect(nowhere.stderr).toContain("holds no state");
    expect((await workspace.run(["state", "move", "--yes"])).stderr).toContain("no place was named");
    expect((await diagnose(workspace)).of("schema")[0]?.next).toBe("spendesk-hr preview");
  });

  it("says where the password goes before the configuration names the database", async () => {
    await supplyKey();
    workspace.env[PASSWORD] = "wrong";
    const run = await workspace.run(["state", "move", "--yes", "--to", url]);
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain(`SPENDESK_HR_STATE_URL='${url}' spendesk-hr credentials set state`);
  });
});

describe("the memory in a database", () => {
  beforeEach(useDatabase);

  it("is saved, checked and brought back like one in a folder", async () => {
    const { document: check } = await workspace.json(["state", "check"]);
    const checked = JSON_DOCUMENTS["state check"].parse(check);
    expect(checked).toMatchObject({ ok: true, hasKey: true, freeBytes: null, entities: ["acme-uk"] });
    expect(done(await workspace.run(["state", "check"])).stdout).toContain("Database");
    const { document: backup } = await workspace.json(["state", "backup", "saved"]);
    expect(JSON_DOCUMENTS["state backup"].parse(backup)).toMatchObject({ hasKey: true });
    expect((await workspace.run(["state", "backup", "saved"])).exitCode).toBe(64);

    await server.query(`DELETE FROM s${schemas}.links`);
    expect((await workspace.run(["state", "restore", "saved"])).exitCode).toBe(5);
    const { document } = await workspace.json(["state", "restore", "saved", "--yes"]);
    const restored = JSON_DOCUMENTS["state restore <backup> --yes"].parse(document);
    expect(restored.keptAside).toContain(workspace.stateDir);
    expect((await readdir(restored.keptAside ?? "")).sort()).toEqual(["fingerprint.key", "state.sqlite"]);
    await expectNothingToDo();
    await rm(workspace.stateDir, { recursive: true });
    await expectNothingToDo();
  });

  it("stays there when the disk of its new folder is full", async () => {
    const target = join(workspace.folder, "small");
    await mkdir(target);
    const program = join(import.meta.dirname, "../../../bin/spendesk-hr.js");
    const command = [process.execPath, program, "state", "move", "--to", target, "--yes"];
    const [file = "", ...words] = withDisk(target, "size=100k", command);
    const options = { cwd: workspace.folder, env: workspace.env, reject: false, stdin: "ignore" } as const;
    const run = await execa(file, words, options);
    expect(run.stderr).toContain(`The disk that holds the state (${target}) is full.`);
    expect(run.exitCode).toBe(7);
    await expectNothingToDo();
    done(await workspace.run(["state", "move", "--to", target, "--yes"]));
  });

  it("is looked at by doctor, which changes nothing", async () => {
    const well = await diagnose(workspace);
    expect(ofState(well.codes)).toEqual([]);
    expect(well.of("server")[0]?.text).toContain("PostgreSQL");
    expect(well.of("schema").at(-1)?.text).toMatch(/is whole: .+ people: \d+, runs: \d+/u);
    for (const name of ["rights", "clock", "lock", "key", "folder", "disk"]) {
      expect(well.of(name).at(-1)?.status, name).toBe("ok");
    }
    const offline = await diagnose(workspace, ["--offline"]);
    expect(offline.of("server")).toEqual([]);

    workspace.env[KEY] = "ab".repeat(32);
    expect((await diagnose(workspace)).codes).toContain("state_key_other");
    delete workspace.env[KEY];
    expect((await diagnose(workspace)).codes).toContain("state_key_missing");
  });

  it.each<[string, (schema: string) => string, string, number]>([
    ["newer", (schema) => `UPDATE ${schema}.about SET format = 99`, "state_newer", 78],
    ["another program's", (schema) => `UPDATE ${schema}.about SET application = 'x'`, "state_foreign", 78],
    ["changed by hand", (schema) => `ALTER TABLE ${schema}.links DROP COLUMN hidden`, "state_edited", 78],
    ["damaged", (schema) => `UPDATE ${schema}.runs SET entities = 'x'`, "state_corrupt", 78],
    ["not there", (schema) => `DROP SCHEMA ${schema} CASCADE`, "state_missing", 0],
  ])("that is %s is a finding, and the rest is checked", async (_what, sql, code, exitCode) => {
    await server.query(sql(`s${schemas}`));
    const found = await diagnose(workspace);
    expect(found.codes).toContain(code);
    expect(found.exitCode).toBe(exitCode);
    expect(found.of("server")[0]?.status).toBe("ok");
    expect(found.of("spendesk-access")[0]?.status).toBe("ok");
  });

  it("is out of reach with a wrong password, and says so once", async () => {
    workspace.env[PASSWORD] = "wrong";
    const found = await diagnose(workspace);
    expect(ofState(found.codes)).toEqual(["state_login_refused"]);
    expect(found.exitCode).toBe(4);
  });

  it("is worked with by a user who lacks rights only after they are given", async () => {
    const schema = `s${schemas}`;
    await server.query(`CREATE ROLE reader${schemas} LOGIN PASSWORD '${server.password}'`);
    await server.query(`GRANT USAGE ON SCHEMA ${schema} TO reader${schemas}`);
    await server.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO reader${schemas}`);
    workspace.env.SPENDESK_HR_STATE_URL = url.replace(`${server.user}@`, `reader${schemas}@`);
    const found = await diagnose(workspace);
    expect(ofState(found.codes)).toEqual(["state_rights"]);
    const next = found.of("rights")[0]?.next ?? "";
    expect(next).toContain(`GRANT ALL ON SCHEMA ${schema} TO "reader${schemas}"`);
    await server.query(next.slice(next.indexOf("GRANT")));
    expect(ofState((await diagnose(workspace)).codes)).toEqual([]);
  });

  it("is judged by a clock that may be another one", async () => {
    const late = await workspace.json<{ checks: { code: string | null }[] }>(["doctor"], {
      now: () => new Date(Date.now() - 600_000),
    });
    expect(late.document.checks.map(({ code }) => code)).toContain("state_clocks_apart");
  });
});
