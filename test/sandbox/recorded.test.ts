import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { call, idsOf, personioCaller, sandboxWith } from "./client.js";

const FIXTURE = join(import.meta.dirname, "../../fixtures/personio/employees.json");
const EMPLOYEES = "/v1/company/employees";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-data-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function fileWith(content: unknown): Promise<string> {
  const path = join(folder, `${Math.abs(JSON.stringify(content).length)}.json`);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** A reply recorded with a limit of 200, which the real API no longer allows. */
function recording(count: number) {
  const data = Array.from({ length: count }, (_, index) => ({
    type: "Employee",
    attributes: {
      id: { label: "ID", value: index + 1, type: "integer", universal_id: "id" },
      email: { label: "Email", value: `r${index + 1}@acme.test`, type: "standard", universal_id: "email" },
      dynamic_9: { label: "IBAN", value: "", type: "standard", universal_id: null },
    },
  }));
  return { success: true, data, metadata: { total_elements: count }, offset: 0, limit: 200 };
}

describe("a recorded reply", () => {
  it("is paged by today's rules, whatever limit it was recorded with", async () => {
    const read = await personioCaller(await sandboxWith({ data: await fileWith(recording(150)) }));
    const first = await read(`${EMPLOYEES}?limit=100`);
    expect(first.body).toMatchObject({
      metadata: { total_elements: 150, current_page: 0, total_pages: 2 },
      offset: 0,
      limit: 100,
    });
    const second = await read(`${EMPLOYEES}?limit=100&offset=100`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    expect((await read(`${EMPLOYEES}?limit=200`)).status).toBe(400);
  });

  it("comes through unchanged, minus what is hidden", async () => {
    const { data } = recording(1);
    const sandbox = await sandboxWith({ data: await fileWith(recording(1)) });
    const read = await personioCaller(sandbox);
    expect((await read(EMPLOYEES)).body.data).toEqual(data);
    expect((await read(`${EMPLOYEES}/attributes`)).body.data.map((one: { key: string }) => one.key)).toEqual([
      "id",
      "email",
      "dynamic_9",
    ]);
    sandbox.control.setOptions({ vendors: { personio: { hiddenAttributes: ["IBAN"] } } });
    expect(Object.keys((await read(EMPLOYEES)).body.data[0].attributes)).toEqual(["id", "email"]);
  });

  it("gives the members from the start their e-mails", async () => {
    const sandbox = await sandboxWith({ data: await fileWith(recording(3)), members: 5 });
    const emails = sandbox.control.members().map((member) => member.email);
    expect(emails.slice(0, 3)).toEqual(["r1@acme.test", "r2@acme.test", "r3@acme.test"]);
  });

  it("can't be changed through control", async () => {
    const sandbox = await sandboxWith({ data: await fileWith(recording(1)) });
    expect(() => sandbox.control.upsertEmployee({ firstName: "New" })).toThrow(/recording/u);
    const answer = await call("DELETE", `${sandbox.url}/__sandbox/employees/1`);
    expect([answer.status, answer.body.error.code]).toEqual([400, "sandbox_data_is_fixed"]);
  });

  it("is refused when missing or of another shape", async () => {
    const data = await fileWith({ people: [] });
    await expect(startSandbox({ data })).rejects.toMatchObject({
      code: "invalid_sandbox_data",
      kind: "configuration",
    });
    await expect(startSandbox({ data: join(folder, "none.json") })).rejects.toMatchObject({
      code: "invalid_sandbox_data",
    });
    const text = await fileWith("no json at all");
    await expect(startSandbox({ data: text })).rejects.toMatchObject({ code: "invalid_sandbox_data" });
  });

  it("may be the fixture of the providers", async () => {
    const read = await personioCaller(await sandboxWith({ data: FIXTURE }));
    const answer = await read(`${EMPLOYEES}?limit=100`);
    expect(answer.body.metadata.total_elements).toBe(6);
    expect(answer.body.data[3].attributes).toMatchObject({
      status: { value: "inactive" },
      office: { value: null },
    });
  });
});
