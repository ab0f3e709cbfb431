import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isHidden } from "../../src/credentials/names.js";
import { joinerArrives } from "../../src/sandbox/story.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

describe("plan files", () => {
  let workspace: SandboxWorkspace;
  let path: string;

  beforeEach(async () => {
    workspace = await openSandboxWorkspace({ employees: 20 });
    path = join(workspace.folder, "plan.json");
    expect((await workspace.connect()).exitCode).toBe(0);
    expect((await workspace.configure()).exitCode).toBe(0);
    expect((await workspace.run(["preview", "--out", "plan.json"])).exitCode).toBe(0);
  });

  afterEach(() => workspace.close());

  function writes(): number {
    const calls = Object.entries(workspace.sandbox.stats().requests);
    return calls
      .filter(([route]) => /^(POST|PATCH) \/spendesk\/v1\/users/.test(route))
      .reduce((sum, [, count]) => sum + count, 0);
  }

  it("are applied when nothing has changed", async () => {
    const { exitCode, stdout } = await workspace.run(["apply", "plan.json", "--yes"]);
    expect({ exitCode, applied: /^✔ (\d+) of \1 changes applied/m.test(stdout) }).toEqual({
      exitCode: 0,
      applied: true,
    });
    expect((await workspace.run(["preview", "--detailed-exitcode"])).exitCode).toBe(0);
  });

  it("are refused with the differences when reality moved", async () => {
    const joiner = joinerArrives(workspace.sandbox.control).person;
    const { exitCode, stderr } = await workspace.run(["apply", "plan.json", "--yes"]);
    expect(exitCode).toBe(8);
    expect(stderr).toContain("the plan file no longer matches reality");
    expect(stderr).toContain(`new: create ${joiner.firstName} ${joiner.lastName}`);
    expect(stderr).toContain("spendesk-hr preview --out");
    expect(writes()).toBe(0);
  });

  it("tell who is gone and whose values differ", async () => {
    const plan = JSON.parse(await readFile(path, "utf8"));
    const [first, second] = plan.entities[0].changes;
    workspace.sandbox.control.upsertEmployee({ id: first.employeeId, office: "Berlin" });
    workspace.sandbox.control.upsertEmployee({ id: second.employeeId, lastName: "Novotná" });
    const { exitCode, stderr } = await workspace.run(["apply", "plan.json", "--yes"]);
    expect(exitCode).toBe(8);
    expect(stderr).toContain(`gone: create ${first.name}`);
    expect(stderr).toMatch(/different: create .*Novotná/);
  });

  it("are refused when the bank details behind a mask changed", async () => {
    const plan = JSON.parse(await readFile(path, "utf8"));
    const withBank = plan.entities[0].changes.find((change: { fields: { field: string }[] }) =>
      change.fields.some(({ field }) => field === "bank"),
    );
    // The same last four characters, another account.
    const person = workspace.sandbox.control.employees().find(({ id }) => id === withBank.employeeId);
    const bic = person?.bic?.startsWith("BUKBGB22") ? "NWBKGB2L" : "BUKBGB22";
    workspace.sandbox.control.upsertEmployee({ id: withBank.employeeId, bic });
    expect((await workspace.run(["apply", "plan.json", "--yes"])).exitCode).toBe(8);
    expect(writes()).toBe(0);
  });

  it("hold no secrets and no full bank details, and only the owner reads them", async () => {
    const text = await readFile(path, "utf8");
    const secrets = Object.values(workspace.sandbox.credentials).flatMap((values) =>
      Object.entries(values).flatMap(([field, value]) => (isHidden(field) ? [value] : [])),
    );
    const ibans = workspace.sandbox.control.employees().flatMap(({ iban }) => iban ?? []);
    expect(ibans.length).toBeGreaterThan(5);
    const leaks = [...secrets, ...ibans].filter((value) => text.includes(value.replaceAll(" ", "")));
    expect(leaks).toEqual([]);
    expect(text).toContain("••••");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.each([
    [
      "an edited name",
      (text: string) => text.replace(/"name": "[^"]+"/, '"name": "Somebody Else"'),
      "plan_tampered",
    ],
    ["a removed change", dropFirstChange, "plan_tampered"],
    ["no signature", (text: string) => text.replace(/,\s*"signature": "[0-9a-f]+"/, ""), "plan_tampered"],
    [
      "a signature of nonsense",
      (text: string) => text.replace(/"signature": "\w+"/, '"signature": "zz"'),
      "plan_tampered",
    ],
    ["a newer version", (text: string) => text.replace('"version": 1', '"version": 2'), "plan_version"],
    ["another JSON file", () => '{"name":"something"}', "plan_foreign"],
    ["no JSON at all", () => "PLAN", "plan_foreign"],
  ])("are refused with %s", async (_what, change, code) => {
    await writeFile(path, change(await readFile(path, "utf8")));
    const { exitCode, document } = await workspace.json<{ error: { code: string; hint: string } }>([
      "apply",
      "plan.json",
      "--yes",
    ]);
    expect({ exitCode, code: document.error.code }).toEqual({ exitCode: 64, code });
    expect(document.error.hint).toContain("spendesk-hr preview --out");
    expect(writes()).toBe(0);
  });

  it("that were saved in another encoding are refused", async () => {
    await writeFile(path, Buffer.from(`\ufeff${await readFile(path, "utf8")}`, "utf16le"));
    const { exitCode, stderr } = await workspace.run(["apply", "plan.json", "--yes"]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain("It is not UTF-8: it begins with the mark of UTF-16");
    expect(writes()).toBe(0);
  });

  it("of another installation are refused", async () => {
    const other = { ...workspace.env, SPENDESK_HR_STATE_DIR: join(workspace.folder, "other-state") };
    const { exitCode, stderr } = await workspace.run(["apply", "plan.json", "--yes"], { env: other });
    expect(exitCode).toBe(64);
    expect(stderr).toContain("Its signature does not fit");
  });

  it("that are missing are named", async () => {
    const { exitCode, stderr } = await workspace.run(["apply", "nowhere.json", "--yes"]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain("nowhere.json can't be applied");
  });

  it("keep their choice about archives", async () => {
    await workspace.run(["apply", "plan.json", "--yes"]);
    const managed = workspace.sandbox.control.members("acme-uk").map(({ email }) => email);
    const leaver = workspace.sandbox.control.employees().find(({ workEmail }) => managed.includes(workEmail));
    if (!leaver) throw new Error("nobody is managed");
    workspace.sandbox.control.upsertEmployee({ id: leaver.id, status: "inactive" });
    await workspace.run(["preview", "--no-archive", "--out", "plan.json"]);
    const { exitCode } = await workspace.run(["apply", "plan.json", "--yes"]);
    expect(exitCode).toBe(0);
    const member = workspace.sandbox.control
      .members("acme-uk")
      .find(({ email }) => email === leaver.workEmail);
    expect(member?.status).not.toBe("archived");
  });
});

function dropFirstChange(text: string): string {
  const plan = JSON.parse(text);
  plan.entities[0].changes.shift();
  return JSON.stringify(plan);
}
