import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import type { Habit } from "../../src/sandbox/vendors/ids.js";
import { type Answer, call, sandboxWith } from "./client.js";

const ALL = "formerEmployees=true&fields=id,collection.count&orderBy=id,asc";

function caller(sandbox: Sandbox) {
  const headers = { authorization: `lucca application=${sandbox.credentials.lucca.apiKey}` };
  return (query: string) => call("GET", `${sandbox.providerUrl("lucca")}/api/v3/users?${query}`, { headers });
}

function idsOf(answer: Answer): string[] {
  return answer.body.data.items.map(({ id }: { id: number }) => String(id));
}

describe("GET /api/v3/users", () => {
  it("refuses a wrong key, another scheme and a missing right", async () => {
    const sandbox = await sandboxWith();
    const url = `${sandbox.providerUrl("lucca")}/api/v3/users`;
    const { apiKey } = sandbox.credentials.lucca;
    for (const authorization of ["lucca application=wrong", `Bearer ${apiKey}`, ""]) {
      expect((await call("GET", url, { headers: { authorization } })).status).toBe(401);
    }
    sandbox.control.setOptions({ vendors: { lucca: { forbidden: true } } });
    const forbidden = await caller(sandbox)("");
    expect([forbidden.status, forbidden.body.Message]).toEqual([403, expect.stringContaining("permission")]);
  });

  it("gives three properties without fields, and no count", async () => {
    const { body } = await caller(await sandboxWith())("");
    expect(Object.keys(body.data.items[0])).toEqual(["id", "name", "url"]);
    expect(body.data).not.toHaveProperty("count");
  });

  it("gives what fields name, in brackets or with dots", async () => {
    const { body } = await caller(await sandboxWith())(
      "fields=id,department[id,name],manager.id,dtContractStart,extendedData&orderBy=id,asc",
    );
    const [, second] = body.data.items;
    expect(second).toEqual({
      id: expect.any(Number),
      department: { id: expect.any(Number), name: expect.any(String) },
      manager: { id: expect.any(Number) },
      dtContractStart: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00$/u),
      extendedData: expect.objectContaining({
        "e_t-shirt": { value: expect.any(String) },
        e_Societe: { value: expect.any(Number) },
        "e_Coordonnees-bancaires": {
          value: expect.objectContaining({ e_iban: { value: expect.anything() } }),
        },
      }),
    });
  });

  it("shows leavers only when asked for, and only with the right to see them", async () => {
    const sandbox = await sandboxWith({ employees: 60 });
    const read = caller(sandbox);
    const people = sandbox.control.employees();
    const leavers = people.filter(({ status }) => status === "inactive").map(({ id }) => id);
    expect(leavers.length).toBeGreaterThan(0);
    expect(idsOf(await read(ALL))).toEqual(people.map(({ id }) => id));
    const present = people.map(({ id }) => id).filter((id) => !leavers.includes(id));
    expect(idsOf(await read("fields=id&orderBy=id,asc"))).toEqual(present);
    sandbox.control.setOptions({ vendors: { lucca: { hiddenAttributes: ["See former employees"] } } });
    expect(idsOf(await read(ALL))).toEqual(present);
  });

  it("shows future employees only with the right to see them", async () => {
    const sandbox = await sandboxWith({ employees: 60 });
    const ahead = sandbox.control.employees().filter(({ status }) => status === "onboarding");
    expect(ahead.length).toBeGreaterThan(0);
    sandbox.control.setOptions({ vendors: { lucca: { hiddenAttributes: ["See future employees"] } } });
    const answer = await caller(sandbox)(ALL);
    expect(answer.body.data.count).toBe(60 - ahead.length);
    for (const { id } of ahead) expect(idsOf(answer)).not.toContain(id);
  });

  it("cuts pages by offset and limit, 1000 at most, in an order that means nothing unless asked for", async () => {
    const read = caller(await sandboxWith({ employees: 120 }));
    const ordered = idsOf(await read(ALL));
    expect(idsOf(await read(`${ALL}&paging=100,100`))).toEqual(ordered.slice(100));
    const unordered = idsOf(await read("formerEmployees=true&fields=id"));
    expect(unordered).not.toEqual(ordered);
    expect(unordered.sort()).toEqual([...ordered].sort());
    for (const paging of ["0,1001", "0,0", "-1,10", "x", "0"]) {
      expect((await read(`paging=${paging}`)).status, paging).toBe(400);
    }
  });

  it("leaves out what the role may not see, and refuses fields that do not exist", async () => {
    const sandbox = await sandboxWith({
      vendors: { lucca: { hiddenAttributes: ["mail", "e_iban"] } },
    });
    const read = caller(sandbox);
    const [item] = (await read("fields=id,mail,extendedData")).body.data.items;
    expect(item).not.toHaveProperty("mail");
    expect(Object.keys(item.extendedData["e_Coordonnees-bancaires"].value)).toEqual(["e_bic"]);
    for (const fields of ["id,shoeSize", "id,department[name", "["]) {
      expect((await read(`fields=${fields}`)).status, fields).toBe(400);
    }
  });

  it("tells the labels of a list, and has none for other fields", async () => {
    const sandbox = await sandboxWith();
    const authorization = `lucca application=${sandbox.credentials.lucca.apiKey}`;
    const define = (key: string, headers: Record<string, string> = { authorization }) =>
      call("GET", `${sandbox.providerUrl("lucca")}/api/v3/extensionuserdefinitions/${key}`, { headers });
    const { body } = await define("e_Societe");
    const names = body.data.extensionUserPropertyListEntries.map(({ name }: { name: string }) => name);
    const entities = sandbox.control.employees().flatMap(({ legalEntity }) => legalEntity ?? []);
    expect(new Set(names)).toEqual(new Set(entities));
    expect((await define("e_languages")).body.data.extensionUserPropertyListEntries).toEqual([]);
    expect((await define("e_nothing")).status).toBe(404);
    expect((await define("e_Societe", {})).status).toBe(401);
  });

  it("has unpleasant habits: no count, counts as texts, small pages, no order, people without an id", async () => {
    const withHabits = async (...habits: Habit[]) =>
      caller(await sandboxWith({ vendors: { lucca: { habits } } }));
    expect((await (await withHabits("silent-lists"))(ALL)).body.data).not.toHaveProperty("count");
    expect((await (await withHabits("text-totals"))(ALL)).body.data.count).toBe("60");
    expect((await (await withHabits("refused-page-size"))(`${ALL}&paging=0,1000`)).status).toBe(400);
    const refused = await (await withHabits("fewer-parameters"))(ALL);
    expect([refused.status, refused.body.Message]).toEqual([400, "Order by query parameter is invalid"]);
    expect(idsOf(await (await withHabits("missing-ids"))(ALL))).toContain("null");
  });

  it("gives everybody who has left a contract end", async () => {
    const sandbox = await sandboxWith({ employees: 0 });
    sandbox.control.upsertEmployee({ firstName: "Gone", status: "inactive" });
    const [item] = (await caller(sandbox)("formerEmployees=true&fields=dtContractEnd,manager,mail")).body.data
      .items;
    expect(item).toEqual({ dtContractEnd: "2026-09-29T00:00:00", manager: null, mail: null });
  });

  it("allows 50 calls a minute and says when to come back only when refusing", async () => {
    const read = caller(await sandboxWith({ employees: 1, vendors: { lucca: { rateLimit: {} } } }));
    for (let count = 0; count < 50; count += 1) {
      const answer = await read("fields=id");
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([200, null]);
    }
    const refused = await read("fields=id");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
  });
});
