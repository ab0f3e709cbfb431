import { afterEach, describe, expect, it } from "vitest";
import { payfit } from "../../../src/providers/payfit/index.js";
import { readAll } from "../../conformance/harness.js";
import type { Loopback, LoopbackAnswer } from "../../conformance/loopback.js";
import {
  COMPANY,
  contracts,
  introspection,
  KEY,
  page,
  pathsOf,
  person,
  refusal,
  type Script,
  startPayfit,
} from "./tiny-payfit.js";

const running: Loopback[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function connect(script: Script, settings: unknown = {}) {
  const started = await startPayfit(script, settings);
  running.push(started.server);
  return started;
}

async function read(script: Script, settings: unknown = {}) {
  const { server, connection } = await connect(script, settings);
  return { server, ...(await readAll(payfit, connection)) };
}

async function problemOf(script: Script, settings: unknown = {}): Promise<unknown> {
  const { connection } = await connect(script, settings);
  return readAll(payfit, connection).then(
    () => Promise.reject(new Error("no problem")),
    (error: unknown) => error,
  );
}

describe("payfit key", () => {
  it("is sent with every call, and in the body of the look-up, but never in an address", async () => {
    const { server } = await read({});
    expect(server.log.map(({ method, headers }) => [method, headers.authorization, headers.accept])).toEqual([
      ["POST", `Bearer ${KEY}`, "application/json"],
      ["GET", `Bearer ${KEY}`, "application/json"],
    ]);
    expect(JSON.parse(server.log[0]?.body ?? "")).toEqual({ token: KEY });
    expect(server.log.map(({ url }) => url.href).join()).not.toContain(KEY);
  });

  it("leads to its company", async () => {
    const { server } = await read({});
    expect(server.log[1]?.url.pathname).toBe(`/companies/${COMPANY}/collaborators`);
  });

  it("is looked up on PayFit's host for keys, and nothing else is asked there", async () => {
    const api = await connect({});
    const signIn = await connect({});
    const asked: string[] = [];
    const { outcome } = await readAll(payfit, {
      ...api.connection,
      httpAt: (baseUrl) => {
        asked.push(baseUrl);
        return signIn.connection.http;
      },
    });
    expect(outcome.complete).toBe(true);
    expect(asked).toEqual(["https://oauth.payfit.com"]);
    expect([signIn.server, api.server].map(pathsOf)).toEqual([["/introspect"], ["/collaborators"]]);
  });

  it("is sent as a form where a JSON body is refused", async () => {
    const { server, outcome } = await read({
      introspect: (count) => (count === 1 ? refusal(400, "Bad Request") : introspection()),
    });
    expect(outcome.complete).toBe(true);
    expect(server.log[1]).toMatchObject({
      body: `token=${KEY}`,
      headers: { "content-type": "application/x-www-form-urlencoded", authorization: `Bearer ${KEY}` },
    });
  });

  it("tells the id of its company once an answer proves it", async () => {
    for (const settings of [{}, { companyId: "64f0c2" }]) {
      const { connection } = await connect({}, settings);
      const told: string[] = [];
      const noteCompany = (id: string) => told.push(id);
      await readAll(payfit, { ...connection, noteCompany });
      expect(new Set(told)).toEqual(new Set([settings.companyId ?? COMPANY]));
    }
    const { connection } = await connect({ list: () => refusal(404, "Not found") }, { companyId: "another" });
    const noteCompany = (id: string) => expect.fail(`${id} is not proven`);
    await expect(readAll(payfit, { ...connection, noteCompany })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is not looked up when the settings name the company", async () => {
    const { server, outcome } = await read({}, { companyId: "another" });
    expect(outcome.complete).toBe(true);
    expect(server.log.map(({ url }) => url.pathname)).toEqual(["/companies/another/collaborators"]);
  });

  it.each<[string, LoopbackAnswer]>([
    ["an inactive key", introspection({ active: false, company_id: undefined })],
    ["401", refusal(401, "Unauthorized")],
    ["403", refusal(403, "Forbidden")],
    ["400 for both forms", refusal(400, "Bad Request")],
  ])("is refused: %s", async (_name, answer) => {
    expect(await problemOf({ introspect: () => answer })).toMatchObject({
      kind: "credentials",
      code: "credentials_refused",
      next: expect.stringContaining("spendesk-hr connect payfit"),
    });
  });

  it("needs the settings when PayFit does not tell its company", async () => {
    expect(await problemOf({ introspect: () => introspection({ company_id: null }) })).toMatchObject({
      code: "company_unknown",
      next: expect.stringContaining("source.settings.companyId"),
    });
  });
});

describe("payfit problems", () => {
  const login: LoopbackAnswer = { status: 403, html: "<html>blocked</html>" };

  it.each<[string, Script, object]>([
    ["a revoked key", { list: () => refusal(401, "Unauthorized") }, { code: "credentials_refused" }],
    [
      "a missing scope",
      { list: () => refusal(403, "Forbidden") },
      { code: "permission_missing", next: expect.stringContaining("collaborators:read") },
    ],
    [
      "another company",
      { list: () => refusal(404, "Not Found") },
      { kind: "configuration", code: "not_found" },
    ],
    [
      "a limit",
      { list: () => refusal(429, "API rate limit exceeded") },
      { kind: "temporary", why: expect.stringContaining("API rate limit exceeded") },
    ],
    ["trouble", { list: () => refusal(500, "Oops") }, { kind: "temporary", code: "server_error" }],
    ["a blocked network", { list: () => login }, { kind: "credentials", code: "permission_missing" }],
    ["a blocked look-up", { introspect: () => login }, { kind: "credentials", code: "credentials_refused" }],
    [
      "a refusal of the gateway",
      {
        list: () => ({
          status: 403,
          json: { message: "You cannot consume this service", request_id: "kong-5d1f" },
        }),
      },
      { why: expect.stringMatching(/"You cannot consume this service".*trace id kong-5d1f/) },
    ],
    [
      "a refusal in OAuth's words",
      {
        introspect: () => ({
          status: 401,
          json: { error: "invalid_token", error_description: "It has expired" },
        }),
      },
      { code: "credentials_refused", why: expect.stringContaining('"It has expired"') },
    ],
    [
      "a path that is no more",
      { list: () => refusal(410, "This route was retired") },
      { kind: "configuration", code: "api_outdated", next: expect.stringContaining("Update spendesk-hr") },
    ],
    ["a web page", { list: () => ({ status: 200, html: "<html>hello</html>" }) }, { code: "not_json" }],
    [
      "another shape",
      { list: () => ({ status: 200, json: { message: "ok" } }) },
      { code: "unexpected_answer" },
    ],
    ["no list", { list: () => ({ status: 200, json: [] }) }, { code: "unexpected_answer" }],
    ["a refusal without words", { list: () => ({ status: 418, json: {} }) }, { kind: "unexpected" }],
  ])("are told clearly: %s", async (_name, script, expected) => {
    expect(await problemOf(script)).toMatchObject({ name: "Problem", ...expected });
  });

  it("are temporary when nobody answers", async () => {
    const { server, connection } = await connect({});
    await server.close();
    await expect(readAll(payfit, connection)).rejects.toMatchObject({ kind: "temporary" });
  });
});

describe("payfit reading", () => {
  it("makes no call before the first page is asked for", async () => {
    const { server, connection } = await connect({});
    payfit.readEmployees(connection);
    expect(server.log).toEqual([]);
  });

  it("asks for 50 at once and follows the tokens, also past a short page", async () => {
    const { server, employees, outcome } = await read({
      list: (token) =>
        token === null ? page([person("p1")], "t=1/+") : page([person("p2"), person("p3")], null),
    });
    const lists = server.log.slice(1).map(({ url }) => Object.fromEntries(url.searchParams));
    expect(lists).toEqual([{ maxResults: "50" }, { maxResults: "50", nextPageToken: "t=1/+" }]);
    expect(employees.map(({ id }) => id)).toEqual(["p1", "p2", "p3"]);
    expect(outcome).toEqual({ complete: true, total: 3 });
  });

  it("finds the token on top as well", async () => {
    const { outcome } = await read({
      list: (token) =>
        token === null
          ? { status: 200, json: { collaborators: [person("p1")], nextPageToken: "t1" } }
          : { status: 200, json: { collaborators: [person("p2")] } },
    });
    expect(outcome).toEqual({ complete: true, total: 2 });
  });

  it.each([
    ["its page's", [1, 2]],
    ["the whole list's", [3, 3]],
  ])("is complete when the count is %s", async (_name, counts) => {
    const { outcome } = await read({
      list: (token) =>
        token === null
          ? page([person("p1")], "t1", counts[0])
          : page([person("p2"), person("p3")], null, counts[1]),
    });
    expect(outcome).toEqual({ complete: true, total: 3 });
  });

  it("is incomplete when people are missing from a page or from the list", async () => {
    const { outcome } = await read({ list: () => page([person("p1")], null, 2) });
    expect(outcome).toEqual({ complete: false, why: "1 of 2 employees came" });
  });

  it("is incomplete when a record has no usable id", async () => {
    const { employees, outcome } = await read({ list: () => page([person("p1"), person(null)]) });
    expect(employees.map(({ id }) => id)).toEqual(["p1"]);
    expect(outcome).toMatchObject({ complete: false, why: expect.stringContaining("no usable id") });
  });

  it.each<[string, Script["list"] & {}]>([
    ["itself", (token) => page([person(token ?? "p0")], "t1")],
    ["an earlier page", (token, count) => page([person(`${token}${count}`)], token === "t1" ? "t2" : "t1")],
  ])("stops, incomplete, at a page that leads back to %s", async (_name, list) => {
    const { server, outcome } = await read({ list });
    expect(outcome).toEqual({ complete: false, why: "a page leads back to an earlier one" });
    expect(server.log.length).toBeLessThanOrEqual(4);
  });

  it("stops, incomplete, at an empty page that announces more", async () => {
    const { server, outcome } = await read({
      list: (_token, count) => page(count === 1 ? [person("p1")] : [], `t${count}`),
    });
    expect(outcome.complete).toBe(false);
    expect(server.log).toHaveLength(3);
  });

  it("finds a manager's e-mail on a later page", async () => {
    const { employees } = await read({
      list: (token) =>
        token === null ? page([person("p1", { managerId: "p2" })], "t1") : page([person("p2")]),
    });
    expect(employees[0]?.manager).toEqual({ id: "p2", email: "p2@acme.test" });
  });

  it("stops after the first page when nobody's e-mails may be read", async () => {
    const script: Script = {
      introspect: () => introspection({ scope: "collaborators:read" }),
      list: () => page([person("p1", { emails: undefined })], "t1"),
    };
    expect(await problemOf(script)).toMatchObject({ code: "attributes_not_readable" });
    expect(running.map(pathsOf)).toEqual([["/introspect", "/collaborators"]]);
  });

  it("reads on when nobody has an e-mail although they may be read", async () => {
    const { employees, outcome } = await read({ list: () => page([person("p1", { emails: undefined })]) });
    expect(outcome.complete).toBe(true);
    expect(employees[0]?.workEmail).toBeNull();
  });

  const people = (count: number) => Array.from({ length: count }, (_, index) => person(`p${index}`));

  it("is complete at a short page without meta, and never at a full one", async () => {
    const silent = (count: number): Script => ({
      list: () => ({ status: 200, json: { collaborators: people(count) } }),
    });
    expect((await read(silent(20))).outcome).toEqual({ complete: true, total: 20 });
    expect((await read(silent(0))).outcome).toEqual({ complete: true, total: 0 });
    expect((await read(silent(50))).outcome).toEqual({
      complete: false,
      why: expect.stringContaining("a full page came"),
      next: expect.stringContaining("Update spendesk-hr"),
    });
  });

  it("tells a count as text like a number", async () => {
    const json = { collaborators: people(2), meta: { nextPageToken: null, count: "3" } };
    const { outcome } = await read({ list: () => ({ status: 200, json }) });
    expect(outcome).toEqual({ complete: false, why: "2 of 3 employees came" });
  });
});

describe("payfit company and contracts", () => {
  it("are not read unless the settings ask for them", async () => {
    const { server, employees } = await read({});
    expect(pathsOf(server)).toEqual(["/introspect", "/collaborators"]);
    for (const key of ["country", "legalEntity", "jobTitle", "employmentType"]) {
      expect(employees[0]).not.toHaveProperty(key);
    }
  });

  it("gives everybody the company's name and country", async () => {
    const { server, employees } = await read({}, { companyDetails: "yes" });
    expect(pathsOf(server)).toEqual(["/introspect", "", "/collaborators"]);
    expect(employees[0]).toMatchObject({ legalEntity: "Acme France SAS", country: "FR" });
  });

  it("takes job and type from the present contract, whatever page it is on", async () => {
    const rows = [
      { collaboratorId: "p1", startDate: "2024-01-01", endDate: null, jobName: " CFO ", isFullTime: true },
      { collaboratorId: "p1", startDate: "2020-01-01", endDate: "2023-12-31", jobName: "Accountant" },
      { collaboratorId: "p2", startDate: "2024-01-01", endDate: null, jobName: null, isFullTime: false },
      "odd",
      { jobName: "Nobody's" },
    ];
    const { employees } = await read(
      {
        list: () => page(["p1", "p2", "p3"].map((id) => person(id))),
        contracts: (token) => (token === null ? contracts(rows.slice(0, 1), "t1") : contracts(rows.slice(1))),
      },
      { contracts: "global" },
    );
    expect(employees.map(({ jobTitle, employmentType }) => [jobTitle, employmentType])).toEqual([
      ["CFO", "full-time"],
      [null, "part-time"],
      [null, null],
    ]);
  });

  it.each([
    ["01", "CDI"],
    ["02", "CDD"],
    ["29", "Convention de stage"],
    ["80", "Mandat social"],
    ["1", "CDI"],
    ["77", "Nature de contrat 77"],
    ["CDI", "CDI"],
    [null, "full-time"],
  ])("calls the nature %o of a French contract %s", async (natureContratDsn, expected) => {
    const row = { collaboratorId: "p1", startDate: "2024-01-01", natureContratDsn, isFullTime: true };
    const { server, employees } = await read({ contracts: () => contracts([row]) }, { contracts: "french" });
    expect(pathsOf(server)).toContain("/contracts-fr");
    expect(employees[0]?.employmentType).toBe(expected);
  });

  it("never takes a contract's contact e-mail for the work e-mail", async () => {
    const { employees } = await read(
      {
        list: () => page([person("p1", { emails: [] })]),
        contracts: () => contracts([{ collaboratorId: "p1", contactEmail: "p@mail.example.test" }]),
      },
      { contracts: "global" },
    );
    expect(employees[0]?.workEmail).toBeNull();
  });

  it("reads everybody without jobs when the key may not read contracts", async () => {
    const { employees, outcome } = await read(
      { contracts: () => refusal(403, "Forbidden") },
      { contracts: "global" },
    );
    expect(outcome.complete).toBe(true);
    expect(employees[0]).not.toHaveProperty("jobTitle");
  });

  it("is incomplete when contracts are missing", async () => {
    const answer = { contracts: [{ collaboratorId: "p1" }], meta: { count: 2 } };
    const { outcome } = await read(
      { contracts: () => ({ status: 200, json: answer }) },
      { contracts: "global" },
    );
    expect(outcome).toEqual({ complete: false, why: "contracts: 1 of 2 entries came" });
  });

  it("is incomplete when the contracts lead back to an earlier page", async () => {
    const { outcome } = await read(
      { contracts: () => contracts([{ collaboratorId: "p1" }], "t1") },
      { contracts: "global" },
    );
    expect(outcome).toMatchObject({ complete: false, why: expect.stringContaining("contracts") });
  });
});

describe("payfit verification", () => {
  async function findings(script: Script, settings: unknown = {}) {
    const { connection } = await connect(script, settings);
    const report = await payfit.verify(connection);
    return { report, stateOf: (field: string) => report.findings.find((one) => one.field === field) };
  }

  it("takes two calls, and two more for company and contracts", async () => {
    const { server, connection } = await connect({});
    await payfit.verify(connection);
    expect(pathsOf(server)).toEqual(["/introspect", "/collaborators"]);
    const all = await connect(
      { contracts: () => contracts([], "t1") },
      { contracts: "global", companyDetails: true },
    );
    await payfit.verify(all.connection);
    expect(pathsOf(all.server)).toEqual(["/introspect", "", "/contracts", "/collaborators"]);
  });

  it("says nothing of data that the settings don't ask for", async () => {
    const { report } = await findings({});
    const fields = report.findings.map(({ field }) => field);
    expect(fields).toContain("bank.iban");
    expect(fields).not.toContain("jobTitle");
    expect(fields).not.toContain("country");
  });

  it("can't tell what is readable when there is nobody", async () => {
    const { report } = await findings({ list: () => page([]) });
    expect(report.employees).toBe(0);
    expect(new Set(report.findings.map(({ state }) => state))).toEqual(new Set(["unknown"]));
  });

  it.each([
    [undefined, null],
    [1, null],
    [120, 120],
  ])("takes a count of %o on the first of several pages for %o employees", async (count, employees) => {
    const { report } = await findings({ list: () => page([person("p1")], "t1", count) });
    expect(report.employees).toBe(employees);
  });

  it("believes the key's scopes about what nobody has", async () => {
    const { stateOf } = await findings({});
    expect(stateOf("bank.iban")).toMatchObject({ state: "empty", next: null });
    expect(stateOf("manager")).toMatchObject({ state: "empty" });
  });

  it("looks further while nobody seen has a professional e-mail, and says what to do when nobody has", async () => {
    const nobodys = (from: number) =>
      Array.from({ length: 50 }, (_, index) =>
        person(`p${from + index}`, { emails: [{ type: "personal", email: "p@mail.example.test" }] }),
      );
    const list =
      (third: readonly unknown[]): NonNullable<Script["list"]> =>
      (token) => {
        if (token === null) return page(nobodys(0), "t1");
        return token === "t1" ? page(nobodys(50), "t2") : page(third);
      };
    const some = await findings({ list: list([person("p100")]) });
    expect(some.stateOf("workEmail")).toMatchObject({ state: "ok", next: null });
    const none = await findings({ list: list(nobodys(100)) });
    expect(none.stateOf("workEmail")).toMatchObject({
      state: "empty",
      required: true,
      next: expect.stringMatching(/professional e-mail.*some countries only/),
    });
  });

  it("says at once that people have no id", async () => {
    const { report } = await findings({ list: () => page([person("p1"), person(null)]) });
    expect(report.obstacles?.map(({ text }) => text)).toEqual(["1 record has no usable id"]);
  });

  it("names the scope that is missing and where to make a new key", async () => {
    const { stateOf } = await findings({
      introspect: () => introspection({ scope: "collaborators:read collaborators:contracts:read" }),
    });
    expect(stateOf("bank.iban")).toMatchObject({
      state: "missing",
      next: expect.stringMatching(/Integrations > API access.*collaborators:bank-info:read.*IBAN/),
    });
    expect(stateOf("workEmail")).toMatchObject({ state: "ok" });
  });

  it("goes by what people have when the scopes are not told", async () => {
    const { stateOf } = await findings({ introspect: () => introspection({ scope: null }) });
    expect(stateOf("bank.iban")).toMatchObject({ state: "missing" });
    expect(stateOf("startDate")).toMatchObject({ state: "ok" });
  });

  it("warns that the termination date alone decides when contracts may not be read", async () => {
    const { stateOf } = await findings({
      introspect: () => introspection({ scope: "collaborators:read" }),
      list: () => page([person("p1", { contracts: undefined, terminationDate: null })]),
    });
    expect(stateOf("status")).toMatchObject({ state: "ok" });
    expect(stateOf("startDate")).toMatchObject({
      state: "missing",
      next: expect.stringMatching(/collaborators:contracts:read.*by the termination date alone/),
    });
  });
});
