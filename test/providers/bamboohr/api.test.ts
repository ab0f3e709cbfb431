import { afterEach, describe, expect, it } from "vitest";
import { bamboohr } from "../../../src/providers/bamboohr/index.js";
import { isProblem } from "../../../src/shared/errors.js";
import { readAll } from "../../conformance/harness.js";
import type { Loopback, LoopbackAnswer } from "../../conformance/loopback.js";
import { CREDENTIALS, report, row, type Script, startBamboohr } from "./fake.js";

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(script: Script, settings: unknown = {}, secrets: string[] = []) {
  const started = await startBamboohr(script, settings, secrets);
  server = started.server;
  return started;
}

async function problemOf(answer: LoopbackAnswer) {
  const { connection } = await start({ report: () => answer, dataset: () => answer });
  const error: unknown = await readAll(bamboohr, connection).catch((reason: unknown) => reason);
  if (!isProblem(error)) throw error;
  return error;
}

const BODY_OF_NOTHING = { status: 401, html: "" };

describe("bamboohr calls", () => {
  it("sends the key as Basic user, never in an address, and the exact headers BambooHR needs", async () => {
    const secrets: string[] = [];
    const { server, connection } = await start({ report: () => report([row("1")]) }, {}, secrets);
    await readAll(bamboohr, connection);
    const basic = Buffer.from(`${CREDENTIALS.apiKey}:x`).toString("base64");
    expect(server.log).toHaveLength(1);
    expect(server.log[0]?.headers).toMatchObject({
      authorization: `Basic ${basic}`,
      accept: "application/json",
      // With a charset behind it, BambooHR reads the body as XML.
      "content-type": "application/json",
    });
    expect(server.log[0]?.url.href).not.toContain(CREDENTIALS.apiKey);
    expect(secrets).toEqual([basic]);
  });

  it("asks for what is valid today, without a filter, and for no field it has no use for", async () => {
    const { server, connection } = await start({ report: () => report([row("1")]) });
    await readAll(bamboohr, connection);
    const [request] = server.log;
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
      format: "json",
      onlyCurrent: "true",
    });
    const body = JSON.parse(request?.body ?? "");
    expect(body).not.toHaveProperty("filters");
    expect(body.fields).toContain("supervisorEId");
    for (const unused of ["supervisorId", "bestEmail", "ssn", "dateOfBirth"]) {
      expect(body.fields).not.toContain(unused);
    }
  });

  it("makes no call before the first page is asked for", async () => {
    const { server, connection } = await start({ report: () => report([row("1")]) });
    bamboohr.readEmployees(connection);
    expect(server.log).toEqual([]);
  });

  it("does not try again when the key is refused: BambooHR shuts out who does", async () => {
    for (const status of [401, 403]) {
      const { server, connection } = await start({ report: () => ({ status, json: {} }) });
      await expect(readAll(bamboohr, connection)).rejects.toMatchObject({ kind: "credentials" });
      expect(server.log).toHaveLength(1);
      await server.close();
    }
  });

  it.each([429, 503])("waits and tries again after %i", async (status) => {
    let calls = 0;
    const { connection } = await start({
      report: () => {
        calls += 1;
        return calls < 3 ? { status, json: {} } : report([row("1")]);
      },
    });
    expect((await readAll(bamboohr, connection)).outcome).toEqual({ complete: true, total: 1 });
  });
});

describe("bamboohr problems", () => {
  it.each([
    ["a wrong key", { status: 401, json: {} }, { kind: "credentials", code: "credentials_refused" }],
    ["a missing right", { status: 403, json: {} }, { kind: "credentials", code: "permission_missing" }],
    [
      "a page in place of a refusal",
      { status: 403, html: "<h1>Blocked</h1>" },
      { kind: "credentials", code: "permission_missing" },
    ],
    ["a report that is no more", { status: 406, json: {} }, { kind: "configuration", code: "api_outdated" }],
    ["a login page", { status: 200, html: "<h1>Log in</h1>" }, { code: "not_json" }],
    [
      "no such company",
      { status: 404, html: "<h1>?</h1>" },
      { kind: "configuration", code: "account_not_found" },
    ],
    ["a redirect", { status: 302, json: {} }, { kind: "configuration", code: "redirected" }],
    ["a form of its own", { status: 200, json: { message: "ok" } }, { code: "unexpected_answer" }],
    ["a report without its fields", { status: 200, json: { employees: [] } }, { code: "unexpected_answer" }],
    ["too many fields", { status: 400, json: { detail: "No more than 400" } }, { why: /No more than 400/ }],
    ["a server error", { status: 500, json: {} }, { kind: "temporary", code: "server_error" }],
  ])("gives a clear problem for %s", async (_name, answer, expected) => {
    const problem = await problemOf(answer);
    for (const [key, value] of Object.entries(expected)) {
      expect(problem).toHaveProperty(key, value instanceof RegExp ? expect.stringMatching(value) : value);
    }
  });

  it.each([
    ["a login page", { status: 200, html: "<h1>Log in</h1>" }],
    ["no such company", { status: 404, html: "" }],
    ["a redirect", { status: 302, json: {} }],
  ])("names the company domain for %s", async (_name, answer) => {
    expect((await problemOf(answer)).next).toMatch(/part before \.bamboohr\.com.*connect bamboohr/);
  });

  it("names the screen and the wait for a 403, which can also be a lock", async () => {
    const problem = await problemOf({ status: 403, json: {} });
    expect(problem.next).toMatch(/Settings > Access Levels.*wait half an hour/);
    expect(problem.why).toMatch(/wrong key/);
  });

  it("takes an empty 401 for a wrong key, whatever type it is said to have", async () => {
    expect((await problemOf(BODY_OF_NOTHING)).code).toBe("credentials_refused");
    expect((await problemOf({ status: 401, json: null })).code).toBe("credentials_refused");
  });

  it("gives a temporary problem when nobody answers", async () => {
    const { server: stopped, connection } = await start({});
    await stopped.close();
    await expect(readAll(bamboohr, connection)).rejects.toMatchObject({ kind: "temporary" });
  });

  it("never repeats the key", async () => {
    for (const status of [401, 403, 404, 500]) {
      const { message, why, next } = await problemOf({ status, json: {} });
      expect(`${message} ${why} ${next}`).not.toContain(CREDENTIALS.apiKey);
      await server?.close();
    }
  });
});

describe("bamboohr completeness", () => {
  it("is incomplete when a row has no usable id", async () => {
    const { connection } = await start({ report: () => report([row("1"), row(null)]) });
    expect(await readAll(bamboohr, connection)).toMatchObject({
      employees: [{ id: "1" }],
      outcome: { complete: false, why: expect.stringContaining("no usable id") },
    });
  });

  it("is incomplete when one row is no row at all", async () => {
    const answer = {
      status: 200,
      json: { fields: Object.keys(row("1")).map((id) => ({ id })), employees: [row("1"), 7] },
    };
    const { connection } = await start({ report: () => answer });
    expect((await readAll(bamboohr, connection)).outcome.complete).toBe(false);
  });

  const twice = () => report([row("1"), row("1"), row("2")]);
  const counted = (total: number) => () => ({ status: 200, json: { data: [], meta: { total } } });

  it("gives somebody with several rows once, and says what would be the same tomorrow", async () => {
    const { connection } = await start({ report: twice });
    const { employees, outcome } = await readAll(bamboohr, connection);
    expect(employees.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(outcome).toEqual({
      complete: false,
      why: "1 of 3 rows of the report repeat an employee that came before, so it may lack others",
      next: expect.stringContaining("source.settings.readFrom to dataset"),
    });
    const { obstacles } = await bamboohr.verify(connection);
    expect(obstacles?.map(({ text }) => text)).toEqual([outcome.complete ? "" : outcome.why]);
  });

  it("is complete in spite of repeated rows when the head-count agrees", async () => {
    const { connection } = await start({ report: twice, employees: counted(2) });
    expect((await readAll(bamboohr, connection)).outcome).toEqual({ complete: true, total: 2 });
    const other = await start({ report: twice, employees: counted(3) });
    expect((await readAll(bamboohr, other.connection)).outcome).toMatchObject({
      complete: false,
      why: expect.stringContaining("BambooHR counts 3"),
    });
  });

  it("neither invites nor archives somebody whose rows differ", async () => {
    const rows = [row("1"), row("1", { status: "Inactive", terminationDate: "2024-01-31" }), row("2")];
    const { connection } = await start({ report: () => report(rows), employees: counted(2) });
    const { employees, outcome } = await readAll(bamboohr, connection);
    expect(outcome.complete).toBe(true);
    expect(employees.map(({ status }) => status)).toEqual(["unknown", "active"]);
    expect(employees[0]?.statusDetail).toBe("several rows that differ");
  });

  it("takes the id of a row although the list of fields leaves it out", async () => {
    const fields = Object.keys(row("1")).filter((id) => id !== "id");
    const { connection } = await start({
      report: () =>
        report(
          [row("1")],
          fields.map((id) => ({ id })),
        ),
    });
    expect((await readAll(bamboohr, connection)).employees.map(({ id }) => id)).toEqual(["1"]);
  });

  it("stops when nobody's hire date may be read: future hires would look like leavers", async () => {
    const { hireDate: _gone, ...others } = row("1", { status: "Inactive", terminationDate: "2024-03-31" });
    const { connection } = await start({ report: () => report([others]) });
    await expect(readAll(bamboohr, connection)).rejects.toMatchObject({
      code: "attributes_not_readable",
      message: expect.stringContaining("Hire Date"),
      next: expect.stringContaining("Access Levels"),
    });
  });
});

describe("bamboohr future hires", () => {
  const hire = (more: object) =>
    row("2", { status: "Inactive", hireDate: "2999-01-01", location: null, ...more });

  it("reads their first job with one more request, for them alone", async () => {
    const { server, connection } = await start(
      {
        report: ({ url }) =>
          url.searchParams.get("onlyCurrent") === "true"
            ? report([row("1", { location: "Paris" }), hire({})])
            : report([hire({ location: "London" })]),
      },
      { futureHires: true },
    );
    const { employees, outcome } = await readAll(bamboohr, connection);
    expect(employees.map(({ id, status, workLocation }) => [id, status, workLocation])).toEqual([
      ["1", "active", "Paris"],
      ["2", "pending", "London"],
    ]);
    expect(outcome).toEqual({ complete: true, total: 2 });
    expect(server.log).toHaveLength(2);
    expect(JSON.parse(server.log[1]?.body ?? "").filters).toEqual({ employeeIds: [2] });
  });

  it("takes nothing that is not valid yet for anybody else", async () => {
    const { connection } = await start(
      {
        report: ({ url }) =>
          url.searchParams.get("onlyCurrent") === "true"
            ? report([row("1", { location: "Paris" }), hire({})])
            : report([row("1", { location: "Berlin", status: "Inactive" }), hire({ location: "London" })]),
      },
      { futureHires: true },
    );
    const { employees } = await readAll(bamboohr, connection);
    expect(employees[0]).toMatchObject({ id: "1", status: "active", workLocation: "Paris" });
  });

  it.each([
    ["nobody starts later", { futureHires: true }, [row("1")]],
    ["the setting is off", {}, [row("1"), hire({})]],
  ])("makes no second request when %s", async (_name, settings, rows) => {
    const { server, connection } = await start({ report: () => report(rows) }, settings);
    await readAll(bamboohr, connection);
    expect(server.log).toHaveLength(1);
  });
});

describe("bamboohr verification", () => {
  const list = (total: number) => ({
    status: 200,
    json: { data: total > 0 ? [{ employeeId: "1" }, { employeeId: 2 }] : [], meta: { total } },
  });

  it("counts with one call and looks at some employees with another", async () => {
    const { server, connection } = await start({
      employees: () => list(412),
      report: () => report([row("1")]),
    });
    const { employees, findings } = await bamboohr.verify(connection);
    expect(employees).toBe(412);
    expect(server.log.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      "GET /api/v1/employees",
      "POST /api/v1/reports/custom",
    ]);
    expect(server.log[0]?.url.searchParams.get("page[limit]")).toBe("50");
    expect(JSON.parse(server.log[1]?.body ?? "").filters).toEqual({ employeeIds: [1, 2] });
    expect(findings.find(({ field }) => field === "workEmail")?.state).toBe("ok");
  });

  it("looks at everybody when the look at some is refused, or when those have no e-mail", async () => {
    const filtered = (body: string) => JSON.parse(body).filters !== undefined;
    const refused = await start({
      employees: () => list(3),
      report: ({ body }) =>
        filtered(body)
          ? { status: 400, json: { error: "Invalid filter" } }
          : report([row("1"), row("2"), row("3")]),
    });
    expect(await bamboohr.verify(refused.connection)).toMatchObject({ employees: 3, looked: null });
    const former = await start({
      employees: () => list(3),
      report: ({ body }) =>
        filtered(body)
          ? report([row("1", { workEmail: null }), row("2", { workEmail: "" })])
          : report([row("1", { workEmail: null }), row("2", { workEmail: "" }), row("3")]),
    });
    const { findings, looked } = await bamboohr.verify(former.connection);
    expect([findings.find(({ field }) => field === "workEmail")?.state, looked]).toEqual(["ok", null]);
  });

  it.each([401, 403, 404])("counts the report when the list answers %i", async (status) => {
    const { connection } = await start({
      employees: () => ({ status, json: {} }),
      report: () => report([row("1"), row("2")]),
    });
    expect((await bamboohr.verify(connection)).employees).toBe(2);
  });

  it("can't tell what is readable when there is nobody", async () => {
    const { connection } = await start({ employees: () => list(0), report: () => report([]) });
    const { employees, findings } = await bamboohr.verify(connection);
    expect(employees).toBe(0);
    expect(new Set(findings.map(({ state }) => state))).toEqual(new Set(["unknown"]));
  });

  it("names the setting for missing bank details and the screen for everything else", async () => {
    const { connection } = await start({ employees: () => list(1), report: () => report([row("1")]) });
    const { findings } = await bamboohr.verify(connection);
    const next = (field: string) => findings.find((finding) => finding.field === field)?.next;
    expect(next("bank.iban")).toMatch(/source\.settings\.ibanField/);
    expect(next("workLocation")).toBe(
      `In BambooHR under Settings > Access Levels > (level of the key's owner), let it see "Location" of all employees.`,
    );
  });

  it("tells a wrong key from a missing right", async () => {
    for (const [status, code] of [
      [401, "credentials_refused"],
      [403, "permission_missing"],
    ] as const) {
      const answer = () => ({ status, json: {} });
      const { server, connection } = await start({ employees: answer, report: answer });
      await expect(bamboohr.verify(connection)).rejects.toMatchObject({ kind: "credentials", code });
      await server.close();
    }
  });
});
