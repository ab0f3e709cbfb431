import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import type { Habit } from "../../src/sandbox/vendors/ids.js";
import { type Answer, call, NOON, sandboxWith } from "./client.js";

const INCLUDE_ALL = "include=embedded,links,totalCount";

async function askToken(sandbox: Sandbox, changes: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const { clientId = "", clientSecret = "" } = sandbox.credentials.lucca;
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    ...changes,
  });
  return call("POST", `${sandbox.providerUrl("lucca")}/connect/token`, { body });
}

/** A caller with a token of all scopes there are. */
async function callerOf(sandbox: Sandbox) {
  const { access_token } = (await askToken(sandbox)).body;
  const headers = { authorization: `Bearer ${access_token}`, "api-version": "2024-11-01" };
  return (path: string, more: Readonly<Record<string, string>> = {}) =>
    call("GET", `${sandbox.providerUrl("lucca")}/lucca-api/${path}`, { headers: { ...headers, ...more } });
}

async function sandboxAndCaller(options: SandboxOptions = {}) {
  const sandbox = await sandboxWith(options);
  return { sandbox, read: await callerOf(sandbox) };
}

/** Ids of a whole collection, by its cursors. */
async function allIds(read: (path: string) => Promise<Answer>, collection: string): Promise<string[]> {
  const ids: string[] = [];
  let query = `${INCLUDE_ALL}&limit=100`;
  for (;;) {
    const { body } = await read(`${collection}?${query}`);
    ids.push(...body.items.map(({ id }: { id: string }) => id));
    if (body.links.next === null) return ids;
    const cursor = new URL(body.links.next.href).searchParams.get("page");
    query = `${INCLUDE_ALL}&limit=100&page=${encodeURIComponent(String(cursor))}`;
  }
}

describe("POST /connect/token", () => {
  it("gives a token for half an hour to the client whose secret comes in a form", async () => {
    const { status, body } = await askToken(await sandboxWith(), { scope: "employees.readonly" });
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.any(String), token_type: "Bearer", expires_in: 1800 });
  });

  it.each([
    [{ client_secret: "wrong" }, "invalid_client"],
    [{ client_id: "wrong" }, "invalid_client"],
    [{ grant_type: "password" }, "unsupported_grant_type"],
    [{ scope: "employees.readonly absences.readonly" }, "invalid_scope"],
  ])("refuses %o as %s", async (changes, error) => {
    const answer = await askToken(await sandboxWith(), changes);
    expect([answer.status, answer.body.error]).toEqual([400, error]);
  });

  it("takes no JSON", async () => {
    const sandbox = await sandboxWith();
    const answer = await call("POST", `${sandbox.providerUrl("lucca")}/connect/token`, {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(sandbox.credentials.lucca),
    });
    expect(answer.body).toEqual({ error: "invalid_request" });
  });

  it("refuses a scope the application was not given, and tells the given ones when none is asked for", async () => {
    const scope = "employee-personal-records.readonly";
    const sandbox = await sandboxWith({ vendors: { lucca: { hiddenAttributes: [scope] } } });
    expect((await askToken(sandbox, { scope })).body).toEqual({ error: "invalid_scope" });
    const { scope: given } = (await askToken(sandbox)).body;
    expect(given.split(" ")).toContain("employees.readonly");
    expect(given.split(" ")).not.toContain(scope);
  });
});

describe("GET /lucca-api", () => {
  it("refuses dead tokens, keys of the legacy API and calls without a version", async () => {
    let now = NOON;
    const { sandbox, read } = await sandboxAndCaller({ clock: () => now });
    const authorization = `lucca application=${sandbox.credentials.lucca.apiKey}`;
    expect((await read("employees", { authorization })).status).toBe(401);
    expect((await read("employees")).status).toBe(200);
    now += 1_800_000;
    const late = await read("employees");
    expect([late.status, late.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
    const { access_token } = (await askToken(sandbox)).body;
    const bare = await call("GET", `${sandbox.providerUrl("lucca")}/lucca-api/employees`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect([bare.status, Object.keys(bare.body.errors)]).toEqual([400, ["Api-Version"]]);
  });

  it("forbids a list without its scope, and employees to whom people are forbidden", async () => {
    const sandbox = await sandboxWith();
    const { access_token } = (await askToken(sandbox, { scope: "employees.readonly" })).body;
    const headers = { authorization: `Bearer ${access_token}`, "api-version": "2024-11-01" };
    const get = (path: string) =>
      call("GET", `${sandbox.providerUrl("lucca")}/lucca-api/${path}`, { headers });
    expect((await get("departments")).status).toBe(403);
    const { body } = await get(`employees?${INCLUDE_ALL}`);
    expect(body.embedded).toEqual({});
    sandbox.control.setOptions({ vendors: { lucca: { forbidden: true } } });
    expect((await get("employees")).body).toMatchObject({ status: 403, title: "Forbidden" });
  });

  it("gives total, links and related resources only when they are asked for", async () => {
    const { read } = await sandboxAndCaller({ employees: 30 });
    const { body } = await read("employees");
    expect(body.items).toHaveLength(25);
    expect(body).not.toHaveProperty("totalCount");
    expect([body.links, body.embedded]).toEqual([null, null]);
    const all = (await read(`employees?${INCLUDE_ALL}&limit=2`)).body;
    expect(all.totalCount).toBe(30);
    expect(Object.keys(all.embedded.employment)).toHaveLength(2);
    const [{ applicableEmployment }] = all.items;
    expect(all.embedded.employment[applicableEmployment.id]).toMatchObject({
      start: { date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u) },
    });
  });

  it("links to the next page on the company's own host, with a cursor and without what was included", async () => {
    const { sandbox, read } = await sandboxAndCaller({ employees: 120 });
    const { body } = await read(`employees?${INCLUDE_ALL}&limit=100`);
    const next = new URL(body.links.next.href);
    expect(next.host).toBe("acme.ilucca.net");
    expect([...next.searchParams.keys()]).toEqual(["page", "limit"]);
    const ids = sandbox.control.employees().map(({ id }) => id);
    expect(await allIds(read, "employees")).toEqual(ids);
  });

  it.each(["limit=0", "limit=101", "limit=many", "page=xyz", "page=2"])("refuses %s", async (query) => {
    const { read } = await sandboxAndCaller();
    expect((await read(`employees?${query}`)).status).toBe(422);
  });

  it("tells everybody's status by the days of the employment, leavers and future hires included", async () => {
    const { sandbox, read } = await sandboxAndCaller({ employees: 60 });
    sandbox.control.upsertEmployee({ id: "9", firstName: "Gone", status: "inactive" });
    const { body } = await read("employees?limit=100");
    const people = sandbox.control.employees();
    const STATUS_OF = { active: "active", leave: "active", onboarding: "upcoming", inactive: "deactivated" };
    for (const { id, status } of body.items) {
      expect(status).toBe(STATUS_OF[people.find((person) => person.id === id)?.status ?? "active"]);
    }
    expect(body.items).toHaveLength(61);
  });

  it("names units by id, which their own lists explain", async () => {
    const { sandbox, read } = await sandboxAndCaller({ employees: 20 });
    const { embedded } = (await read(`employees?${INCLUDE_ALL}&limit=100`)).body;
    const [job] = Object.values<{ department: { id: string } }>(embedded["job-position"]);
    const departments = (await read("departments?limit=100")).body.items;
    const department = departments.find(({ id }: { id: string }) => id === job?.department.id);
    expect(department).toMatchObject({ name: expect.any(String), parent: { id: expect.any(String) } });
    const [entity] = (await read("legal-entities")).body.items;
    expect(entity).toMatchObject({
      legalName: expect.any(String),
      countryCode: expect.stringMatching(/^[A-Z]{3}$/u),
    });
    expect(entity).not.toHaveProperty("name");
    const offices = new Set(sandbox.control.employees().flatMap(({ office }) => office ?? []));
    const names = (await read("business-establishments?limit=100")).body.items.map(
      ({ name }: { name: string }) => name,
    );
    expect(new Set(names)).toEqual(offices);
  });

  it("gives personal records with IBANs that have no BIC, of those asked for", async () => {
    const { sandbox, read } = await sandboxAndCaller({ employees: 60 });
    const records = (await read("employee-personal-records?limit=100")).body.items;
    const accounts = records.flatMap(({ bankAccount }: { bankAccount: object | null }) => bankAccount ?? []);
    expect(accounts.length).toBeGreaterThan(0);
    for (const account of accounts) {
      expect(account).toEqual({
        format: "iban",
        bankName: expect.any(String),
        accountIdentifier: expect.any(String),
        bankIdentifier: null,
      });
    }
    const wanted = sandbox.control.employees().slice(3, 5);
    const ids = wanted.map(({ id }) => id);
    const some = (await read(`employee-personal-records?employee.id=${ids.join(",")}`)).body.items;
    expect(some.map(({ employee }: { employee: { id: string } }) => employee.id)).toEqual(ids);
    const many = Array.from({ length: 101 }, (_, index) => index).join(",");
    expect((await read(`employee-personal-records?employee.id=${many}`)).status).toBe(400);
  });

  it("leaves out what a section of the employee file hides, without an error", async () => {
    const hiddenAttributes = ["employee.email", "employment.end", "legal-entity.countryCode"];
    const { read } = await sandboxAndCaller({ vendors: { lucca: { hiddenAttributes } } });
    const { items, embedded } = (await read(`employees?${INCLUDE_ALL}`)).body;
    expect(items[0]).not.toHaveProperty("email");
    for (const employment of Object.values(embedded.employment)) {
      expect(employment).not.toHaveProperty("end");
      expect(employment).toHaveProperty("start");
    }
    expect((await read("legal-entities")).body.items[0]).not.toHaveProperty("countryCode");
  });

  it("has unpleasant habits: silent lists, counts as texts, small pages, contrary statuses", async () => {
    const withHabits = async (...habits: Habit[]) =>
      (await sandboxAndCaller({ employees: 60, vendors: { lucca: { habits } } })).read;
    const silent = await (await withHabits("silent-lists"))(`employees?${INCLUDE_ALL}`);
    expect([silent.body.totalCount, silent.body.links]).toEqual([null, null]);
    const text = await (await withHabits("text-totals"))(`employees?${INCLUDE_ALL}`);
    expect(text.body.totalCount).toBe("60");
    const large = await (await withHabits("refused-page-size"))("employees?limit=100");
    expect([large.status, large.body.errors]).toEqual([422, { limit: ["must be between 1 and 50"] }]);
    const contrary = await (await withHabits("contradictions", "missing-ids"))(
      `employees?${INCLUDE_ALL}&limit=100`,
    );
    const { items, embedded } = contrary.body;
    const open = items.filter(
      ({ applicableEmployment }: { applicableEmployment: { id: string } }) =>
        embedded.employment[applicableEmployment.id].end === null,
    );
    expect(open.some(({ status }: { status: string }) => status === "deactivated")).toBe(true);
    expect(items.some(({ id }: { id: unknown }) => id === null)).toBe(true);
  });

  it("shares the limit of the account with the legacy API", async () => {
    const { sandbox, read } = await sandboxAndCaller({
      employees: 1,
      vendors: { lucca: { rateLimit: { limit: 3 } } },
    });
    expect((await read("employees")).status).toBe(200);
    const legacy = `${sandbox.providerUrl("lucca")}/api/v3/users?fields=id`;
    const headers = { authorization: `lucca application=${sandbox.credentials.lucca.apiKey}` };
    expect((await call("GET", legacy, { headers })).status).toBe(200);
    const refused = await read("employees");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
  });
});
