import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { holdWrite } from "../../faults/support/gate.js";
import { type Lab, openLab } from "../../faults/support/lab.js";
import { serverOfStates } from "../../support/postgres/place.js";
import { inSchema } from "../../support/postgres/state.js";
import { found, type Needle, secretNeedles } from "../../support/secret-needles.js";
import { APPLY, through } from "./support.js";

const WRONG = "not-the-password-but-secret";
const LOUD = ["--log-level", "debug", "--debug"];

let lab: Lab;
let needles: readonly Needle[];

beforeAll(async () => {
  lab = await openLab();
  const { env } = lab;
  needles = [
    ...secretNeedles("password", env.SPENDESK_HR_INSTALLATION_STATE_PASSWORD ?? ""),
    ...secretNeedles("key", env.SPENDESK_HR_INSTALLATION_STATE_FINGERPRINT_KEY ?? ""),
    ...secretNeedles("wrong password", WRONG),
  ];
});
afterAll(() => lab.close());

/** Every row of every table, as text. */
async function rowsOfTheState(): Promise<string> {
  const place = serverOfStates();
  if (!place) throw new Error("There is no server.");
  const tables = await inSchema(
    place,
    lab.stateDir,
    "SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'",
  );
  const rows = tables.map(({ name }) => inSchema(place, lab.stateDir, `SELECT * FROM ${name}`));
  return JSON.stringify(await Promise.all(rows));
}

function filesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

describe("the password and the key of a state in PostgreSQL", () => {
  it("stand in no output, log, list of processes, file or row of an apply", async () => {
    await lab.reset();
    const held = holdWrite(lab.gate, 1, "before");
    const cli = lab.start([...APPLY, ...LOUD]);
    onTestFinished(() => cli.kill());
    await held.arrived;
    const listed = readFileSync(`/proc/${cli.pid}/cmdline`, "latin1");
    held.release();
    const { code, stdout, stderr } = await cli.ended;
    expect(code, stderr).toBe(0);
    expect(found(needles, listed + stdout + stderr)).toEqual([]);
    expect(found(needles, await rowsOfTheState())).toEqual([]);
    expect(found(needles, filesOf(lab.folder))).toEqual([]);
  });

  it.each([["status"], ["history"], ["config", "show"], ["credentials", "list"], ["doctor"]])(
    "stand in nothing that %s %s says",
    async (...argv) => {
      const { stdout, stderr } = await lab.run([...argv.filter(Boolean), ...LOUD]);
      expect(stdout + stderr).not.toBe("");
      expect(found(needles, stdout + stderr)).toEqual([]);
    },
  );

  it("stand in no error", async () => {
    const wrong = { SPENDESK_HR_INSTALLATION_STATE_PASSWORD: WRONG };
    const key = { SPENDESK_HR_INSTALLATION_STATE_FINGERPRINT_KEY: "12".repeat(32) };
    const damaged = { SPENDESK_HR_INSTALLATION_STATE_FINGERPRINT_KEY: WRONG };
    for (const env of [wrong, key, damaged, through({ port: 1 }, lab.env)]) {
      const { exitCode, stdout, stderr } = await lab.run([...APPLY, ...LOUD], {
        env: { ...lab.env, ...env },
      });
      expect(exitCode, stderr).not.toBe(0);
      expect(found([...needles, { what: "another key", text: "12".repeat(32) }], stdout + stderr)).toEqual(
        [],
      );
    }
  });
});
