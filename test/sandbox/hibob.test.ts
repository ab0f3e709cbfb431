import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { type Answer, call, sandboxWith } from "./client.js";

const SEARCH = "/v1/people/search";

/** A Bob caller with the service user of the sandbox. */
function bobCaller(sandbox: Sandbox) {
  const { serviceUserId, token } = sandbox.credentials.hibob;
  const authorization = `Basic ${Buffer.from(`${serviceUserId}:${token}`).toString("base64")}`;
  const base = sandbox.providerUrl("hibob");
  return {
    get: (path: string) => call("GET", `${base}${path}`, { headers: { authorization } }),
    search: (body: unknown) =>
      call("POST", `${base}${SEARCH}`, { headers: { authorization }, body: JSON.stringify(body) }),
  };
}

function ids({ body }: Answer): string[] {
  return body.employees.map(({ id }: { id: string }) => id).sort();
}

async function oneOf(sandbox: Sandbox, fields: string[], more: object = {}) {
  const answer = await bobCaller(sandbox).search({ fields, showInactive: true, ...more });
  return answer.body.employees[0];
}

describe("Bob's service user", () => {
  it("signs in with Basic, everywhere", async () => {
    const sandbox = await sandboxWith();
    const base = sandbox.providerUrl("hibob");
    for (const headers of [{}, { authorization: "Basic bWFkZTp1cA==" }, { authorization: "Bearer x" }]) {
      const answer = await call("POST", `${base}${SEARCH}`, { headers, body: "{}" });
      expect([answer.status, Object.keys(answer.body)]).toEqual([401, ["key", "error"]]);
      expect((await call("GET", `${base}/v1/company/people/fields`, { headers })).status).toBe(401);
    }
  });

  it("lists fields without any right, but no people", async () => {
    const sandbox = await sandboxWith({ vendors: { hibob: { forbidden: true } } });
    const bob = bobCaller(sandbox);
    const refused = await bob.search({});
    expect([refused.status, refused.body.key]).toEqual([403, "errors.auth.forbidden"]);
    const [person] = sandbox.control.employees();
    expect((await bob.get(`/v1/people/${person?.id}/bank-accounts`)).status).toBe(403);
    expect((await bob.get("/v1/company/people/fields")).status).toBe(200);
  });

  it("finds the old list of people gone", async () => {
    expect((await bobCaller(await sandboxWith()).get("/v1/people?showInactive=true")).status).toBe(404);
  });
});

describe("POST /v1/people/search", () => {
  it("gives everybody at once, in an order that is stable but means nothing", async () => {
    const sandbox = await sandboxWith({ employees: 300 });
    const bob = bobCaller(sandbox);
    const all = { fields: ["root.id"], showInactive: true };
    const answer = await bob.search(all);
    expect(ids(answer)).toEqual(sandbox.control.employees().map(({ id }) => id));
    expect(answer.body.employees.map(({ id }: { id: string }) => id)).not.toEqual(ids(answer));
    expect((await bob.search(all)).body).toEqual(answer.body);
  });

  it("leaves out everybody without access unless asked: leavers, future hires, some on leave", async () => {
    const sandbox = await sandboxWith({ employees: 300 });
    const answer = await bobCaller(sandbox).search({ fields: ["root.id", "internal.lifecycleStatus"] });
    const shown = answer.body.employees.map(
      ({ internal }: { internal: { lifecycleStatus: string } }) => internal.lifecycleStatus,
    );
    // The last one is the id of a type of leave of the account's own.
    expect(new Set(shown)).toEqual(new Set(["employed", "leave", "260871234"]));
    const onLeave = sandbox.control.employees().filter(({ status }) => status === "leave");
    expect(shown.filter((status: string) => status === "leave").length).toBeLessThan(onLeave.length);
  });

  it("never shows people outside the access rights, asked or not", async () => {
    const sandbox = await sandboxWith({ vendors: { hibob: { hiddenAttributes: ["Terminated", "Hired"] } } });
    const bob = bobCaller(sandbox);
    const expected = sandbox.control
      .employees()
      .filter(({ status }) => status === "active" || status === "leave")
      .map(({ id }) => id);
    expect(ids(await bob.search({ fields: ["root.id"], showInactive: true }))).toEqual(expected);
    const leaver = sandbox.control.employees().find(({ status }) => status === "inactive");
    const filters = [{ fieldPath: "root.id", operator: "equals", values: [leaver?.id] }];
    expect(ids(await bob.search({ fields: ["root.id"], showInactive: true, filters }))).toEqual([]);
    expect((await bob.get(`/v1/people/${leaver?.id}/bank-accounts`)).status).toBe(404);
  });

  it("gives a default set without fields: no lifecycle, bank details or fields of the account's own", async () => {
    const answer = await bobCaller(await sandboxWith()).search({});
    const [person] = answer.body.employees;
    expect(Object.keys(person)).toEqual(expect.arrayContaining(["id", "email", "work"]));
    for (const key of ["internal", "financial", "payroll", "humanReadable"])
      expect(person).not.toHaveProperty(key);
    expect(Object.keys(person.work)).not.toContain("custom");
  });

  it("gives every value nested and under a slash key, and drops unknown and slash ids silently", async () => {
    const sandbox = await sandboxWith({ employees: 1 });
    const [person] = sandbox.control.employees();
    expect(await oneOf(sandbox, ["root.id", "work.site", "work.nonsense", "/root/email"])).toEqual({
      id: person?.id,
      "/root/id": { value: person?.id },
      work: { site: person?.office },
      "/work/site": { value: person?.office },
    });
  });

  it("has ids of list items and ISO days for machines, names and the user's locale for people", async () => {
    const sandbox = await sandboxWith({ employees: 0 });
    const manager = sandbox.control.upsertEmployee({ firstName: "Cara", lastName: "Boss", endDate: null });
    sandbox.control.upsertEmployee({
      firstName: "Mira",
      startDate: "2022-04-01",
      department: "Design",
      country: "GB",
      managerId: manager.id,
    });
    const fields = [
      "root.firstName",
      "work.startDate",
      "work.department",
      "work.reportsTo",
      "work.title",
      "address.siteCountry",
    ];
    const bob = bobCaller(sandbox);
    const mira = async (humanReadable: string) =>
      (await bob.search({ fields, showInactive: true, humanReadable })).body.employees.find(
        ({ firstName }: { firstName: string }) => firstName === "Mira",
      );
    const words = {
      firstName: "Mira",
      work: { startDate: "01/04/2022", department: "Design", reportsTo: "Cara Boss" },
      address: { siteCountry: "United Kingdom" },
    };
    const appended = await mira("APPEND");
    expect(appended).toMatchObject({
      work: {
        startDate: "2022-04-01",
        department: expect.stringMatching(/^\d{9}$/u),
        reportsTo: { id: manager.id, displayName: "Cara Boss", email: null },
        title: null,
      },
      humanReadable: words,
    });
    // What is empty is null for machines and left out for people.
    expect(appended.humanReadable.work).not.toHaveProperty("title");
    expect(await mira("REPLACE")).toMatchObject(words);
    expect(await mira("nonsense")).not.toHaveProperty("humanReadable");
  });

  it("leaves out what the group may not see, by field or by category", async () => {
    const sandbox = await sandboxWith({
      vendors: { hibob: { hiddenAttributes: ["financial.iban", "Lifecycle"] } },
    });
    const fields = ["root.id", "financial.iban", "financial.swift", "internal.status"];
    const person = await oneOf(sandbox, fields);
    expect(Object.keys(person)).toEqual(["id", "/root/id", "financial", "/financial/swift"]);
  });

  it("puts somebody who works no more until the end of the contract on garden leave", async () => {
    const sandbox = await sandboxWith({ employees: 0 });
    sandbox.control.upsertEmployee({ lastWorkingDay: "2026-09-01", endDate: "2026-12-31" });
    expect((await oneOf(sandbox, ["internal.lifecycleStatus", "internal.status"])).internal).toEqual({
      lifecycleStatus: "garden leave",
      status: "Inactive",
    });
  });

  it("filters by ids or e-mails and by nothing else", async () => {
    const sandbox = await sandboxWith();
    const bob = bobCaller(sandbox);
    const wanted = sandbox.control
      .employees()
      .slice(3, 5)
      .map(({ id }) => id);
    const filter = { fieldPath: "root.id", operator: "equals", values: wanted };
    const search = (filters: object[]) => bob.search({ fields: ["root.id"], showInactive: true, filters });
    expect(ids(await search([filter]))).toEqual(wanted);
    for (const filters of [
      [{ ...filter, fieldPath: "work.department" }],
      [{ ...filter, operator: "contains" }],
      [{ ...filter, values: [] }],
      [filter, filter],
    ]) {
      expect((await search(filters)).status).toBe(400);
    }
    expect((await bob.search({ fields: Array(401).fill("root.id") })).status).toBe(400);
  });

  it("tells the limit with the instant of its reset", async () => {
    const sandbox = await sandboxWith({ vendors: { hibob: { rateLimit: { limit: 1 } } } });
    const bob = bobCaller(sandbox);
    const { headers } = await bob.search({});
    expect([headers.get("x-ratelimit-limit"), headers.get("x-ratelimit-remaining")]).toEqual(["1", "0"]);
    expect(Number(headers.get("x-ratelimit-reset"))).toBe(Date.parse("2026-09-30T12:01:00Z") / 1000);
    const refused = await bob.search({});
    expect([refused.status, Object.keys(refused.body)]).toEqual([429, ["key", "error"]]);
  });
});

describe("GET /v1/company/people/fields", () => {
  it("lists all fields with their categories, hidden ones too", async () => {
    const sandbox = await sandboxWith({ vendors: { hibob: { hiddenAttributes: ["Financial"] } } });
    const { body } = await bobCaller(sandbox).get("/v1/company/people/fields");
    expect(body.find(({ id }: { id: string }) => id === "financial.iban")).toMatchObject({
      categoryDisplayName: "Financial",
      name: "IBAN",
      type: "text",
    });
    const own = body.find(({ name }: { name: string }) => name === "Team");
    expect(own.id).toMatch(/^work\.customColumns\.column_\d{13}$/u);
  });
});

describe("GET /v1/people/{id}/bank-accounts", () => {
  it("gives one account, two for some, none for those without", async () => {
    const sandbox = await sandboxWith({ employees: 60 });
    const bob = bobCaller(sandbox);
    const counts = new Set<number>();
    for (const { id, iban } of sandbox.control.employees()) {
      const { values } = (await bob.get(`/v1/people/${id}/bank-accounts`)).body;
      counts.add(values.length);
      const ibans = values.flatMap((account: { iban: string | null }) => account.iban ?? []);
      expect(ibans).toEqual(iban === null ? [] : expect.arrayContaining([iban]));
    }
    expect(counts).toEqual(new Set([0, 1, 2]));
  });

  it("leaves the fields empty where the account uses it, and has people without a clear account", async () => {
    const sandbox = await sandboxWith({
      employees: 80,
      vendors: { hibob: { hiddenAttributes: ["Bank fields"] } },
    });
    const bob = bobCaller(sandbox);
    const { employees } = (await bob.search({ fields: ["root.id", "financial.iban"], showInactive: true }))
      .body;
    expect(
      new Set(employees.map(({ financial }: { financial: object }) => JSON.stringify(financial))),
    ).toEqual(new Set(['{"iban":null}']));
    const shares = new Set<string>();
    for (const { id } of sandbox.control.employees()) {
      const { status, body } = await bob.get(`/v1/people/${id}/bank-accounts`);
      expect(status).toBe(200);
      shares.add(body.values.map(({ amount }: { amount: number }) => amount).join("+"));
    }
    expect([...shares]).toEqual(expect.arrayContaining(["", "100", "10+90", "50+50"]));
  });

  it("refuses without the Financial category", async () => {
    const sandbox = await sandboxWith({ vendors: { hibob: { hiddenAttributes: ["Financial"] } } });
    const [person] = sandbox.control.employees();
    expect((await bobCaller(sandbox).get(`/v1/people/${person?.id}/bank-accounts`)).status).toBe(403);
  });
});
