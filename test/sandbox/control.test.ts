import { describe, expect, it } from "vitest";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { call, personioCaller, sandboxWith, spendeskCaller } from "./client.js";

async function controlled(options = {}) {
  const sandbox = await sandboxWith(options);
  const control = (method: string, path: string, json?: unknown) =>
    call(method, `${sandbox.url}/__sandbox${path}`, json === undefined ? {} : { body: JSON.stringify(json) });
  return { sandbox, control };
}

describe("control over HTTP", () => {
  it("counts requests per route and status, itself excluded, and forgets them", async () => {
    const { sandbox, control } = await controlled({ members: 1 });
    const api = await spendeskCaller(sandbox);
    const id = sandbox.control.members()[0]?.id;
    await api("GET", `/v1/users/${id}`);
    await api("GET", "/v1/users/nobody");
    await api("GET", "/v1/else");
    await personioCaller(sandbox);
    expect((await control("GET", "/stats")).body).toEqual({
      total: 5,
      requests: {
        "GET /spendesk/v1/users/{id}": 2,
        "GET /spendesk/{unknown}": 1,
        "POST /personio/v1/auth": 1,
        "POST /spendesk/v1/auth/token": 1,
      },
      statuses: { 200: 3, 404: 2 },
      tooManyRequests: 0,
      maxConcurrent: { personio: 1, spendesk: 1 },
    });
    expect(await control("POST", "/stats/reset")).toMatchObject({ status: 200 });
    expect((await control("GET", "/stats")).body.total).toBe(0);
  });

  it("adds, changes and removes members of an entity", async () => {
    const { control } = await controlled({ entities: ["acme-uk", "acme-fr"] });
    const member = { email: "hand@acme.test", firstName: "By", lastName: "Hand" };
    const added = await control("POST", "/members", { do: "add", entity: "acme-fr", member });
    expect(added.body).toMatchObject({ ...member, status: "active", bankAccount: null });
    const { id } = added.body;
    const change = { do: "patch", entity: "acme-fr", id, member: { pendingApprovals: true } };
    expect((await control("POST", "/members", change)).body).toEqual({
      ...added.body,
      pendingApprovals: true,
    });
    expect((await control("GET", "/members?entity=acme-fr")).body).toHaveLength(1);
    expect((await control("GET", "/members")).body).toEqual([]);
    const remove = { do: "remove", entity: "acme-fr", id };
    expect((await control("POST", "/members", remove)).body).toEqual({ removed: true });
    expect((await control("POST", "/members", remove)).body).toEqual({ removed: false });
    expect((await control("GET", "/members?entity=acme-fr")).body).toEqual([]);
  });

  it("adds, changes and removes people, who appear in the HR tool", async () => {
    const { sandbox, control } = await controlled({ employees: 2 });
    const read = await personioCaller(sandbox);
    const added = await control("POST", "/employees", {
      firstName: "New",
      lastName: "Person",
      office: "Paris",
    });
    const { id } = added.body;
    const changed = await control("POST", "/employees", { id, office: null, status: "inactive" });
    expect(changed.body).toMatchObject({ id, firstName: "New", office: null, status: "inactive" });
    expect((await control("GET", "/employees")).body).toHaveLength(3);
    expect((await read("/v1/company/employees")).body.metadata.total_elements).toBe(3);
    expect((await control("DELETE", `/employees/${id}`)).body).toEqual({ removed: true });
    expect((await read("/v1/company/employees")).body.metadata.total_elements).toBe(2);
  });

  it("replaces faults", async () => {
    const { sandbox, control } = await controlled({ faults: ["500"] });
    await control("POST", "/faults", { faults: ["503"] });
    expect((await fetch(`${sandbox.spendeskUrl()}/v1/users`)).status).toBe(503);
    await control("POST", "/faults", { faults: [] });
    expect((await fetch(`${sandbox.spendeskUrl()}/v1/users`)).status).toBe(401);
  });

  it("changes options, the others stay", async () => {
    const { sandbox, control } = await controlled({ vendors: { personio: { hiddenAttributes: ["email"] } } });
    const api = await spendeskCaller(sandbox);
    const announcements = { deprecation: "@1790000000", sunset: "Sat, 31 Oct 2026 23:59:59 GMT" };
    await control("POST", "/options", {
      announcements,
      writes: false,
      vendors: { personio: { forbidden: true } },
    });
    const answer = await api("GET", "/v1/users");
    expect([answer.headers.get("deprecation"), answer.headers.get("sunset")]).toEqual([
      announcements.deprecation,
      announcements.sunset,
    ]);
    expect((await api("POST", "/v1/users", [])).status).toBe(404);
    await control("POST", "/options", { writes: true, vendors: { personio: { forbidden: false } } });
    expect((await api("POST", "/v1/users", [])).status).toBe(400);
    const read = await personioCaller(sandbox);
    expect((await read("/v1/company/employees")).body.data[0].attributes).not.toHaveProperty("email");
  });

  it("moves the clock", async () => {
    const { sandbox, control } = await controlled();
    const api = await spendeskCaller(sandbox);
    expect((await control("POST", "/clock", { advanceMs: 86_400_000 })).body).toEqual({
      today: "2026-10-01",
    });
    expect((await api("GET", "/v1/users")).status).toBe(401);
  });

  it.each([
    ["/members", { do: "add", member: { mail: "typo@acme.test" } }, "invalid_body"],
    ["/members", { do: "patch", id: "nobody", member: {} }, "unknown_sandbox_member"],
    ["/members", { do: "add", entity: "nowhere", member: {} }, "unknown_sandbox_entity"],
    ["/employees", { id: "not-a-number" }, "invalid_body"],
    ["/faults", { faults: ["418"] }, "unknown_fault"],
    ["/options", { seats: -1 }, "invalid_body"],
    ["/clock", {}, "invalid_body"],
  ])("explains what is wrong with %s %j", async (path, body, code) => {
    const { control } = await controlled();
    const answer = await control("POST", path, body);
    expect([answer.status, answer.body.error.code]).toEqual([400, code]);
  });

  it("is 404 for unknown endpoints, as is everything outside the mounts", async () => {
    const { sandbox, control } = await controlled();
    expect((await control("GET", "/nothing")).status).toBe(404);
    expect((await fetch(`${sandbox.url}/elsewhere`)).status).toBe(404);
  });

  it("is untouched by faults and latency", async () => {
    const { control } = await controlled({ faults: ["reset"], latencyMs: 60_000 });
    expect((await control("GET", "/stats")).status).toBe(200);
  });
});

describe("startSandbox", () => {
  it("listens on loopback and says no to a taken port", async () => {
    const { sandbox } = await controlled();
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({
      kind: "usage",
      code: "sandbox_port_refused",
    });
  });

  it.each([[[]], [["acme-uk", "acme-uk"]], [["v1"]], [["Acme UK"]]])(
    "refuses the entities %j",
    async (entities) => {
      await expect(startSandbox({ entities })).rejects.toMatchObject({ code: "invalid_sandbox_entities" });
    },
  );

  it("gives the same keys and members for the same seed", async () => {
    const [one, two, three] = [
      await sandboxWith({ members: 10 }),
      await sandboxWith({ members: 10 }),
      await sandboxWith({ members: 10, seed: 2 }),
    ];
    expect(two.credentials).toEqual(one.credentials);
    expect(two.control.members()).toEqual(one.control.members());
    expect(three.credentials).not.toEqual(one.credentials);
  });

  it("closes twice without harm", async () => {
    const { sandbox } = await controlled();
    await sandbox.close();
    await sandbox.close();
    await expect(fetch(sandbox.url)).rejects.toThrow();
  });
});
