import { afterEach, describe, expect, it } from "vitest";
import { lucca } from "../../../../src/providers/lucca/index.js";
import { isProblem } from "../../../../src/shared/errors.js";
import { readAll } from "../../../conformance/harness.js";
import type { Loopback, LoopbackAnswer } from "../../../conformance/loopback.js";
import { type Ask, CREDENTIALS, page, startLucca, user, users } from "./fake.js";

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(answer: (ask: Ask) => LoopbackAnswer, settings: unknown = {}) {
  const started = await startLucca(answer, settings);
  server = started.server;
  return started;
}

async function problemOf(answer: LoopbackAnswer) {
  const { connection } = await start(() => answer);
  const error: unknown = await readAll(lucca, connection).catch((reason: unknown) => reason);
  if (!isProblem(error)) throw error;
  return error;
}

/** Serves a list as Lucca does, `most` at once. */
function serveList(list: readonly unknown[], { most = 1000, count = true } = {}) {
  return ({ offset, limit }: Ask) =>
    page(list.slice(offset, offset + Math.min(limit, most)), count ? list.length : null);
}

describe("lucca legacy calls", () => {
  it("asks for leavers, the total and no field it has no use for, with the key in a header only", async () => {
    const { server, asks, connection } = await start(serveList(users(2)));
    await readAll(lucca, connection);
    expect(server.log).toHaveLength(1);
    expect(server.log[0]?.headers.authorization).toBe(`lucca application=${CREDENTIALS.apiKey}`);
    expect(server.log[0]?.url.href).not.toContain(CREDENTIALS.apiKey);
    expect(asks[0]?.query).toMatchObject({ formerEmployees: "true", paging: "0,1000", orderBy: "id,asc" });
    expect(asks[0]?.fields).toMatch(/^id,.*\bcollection\.count\b.*\bextendedData\b/);
    for (const unused of ["birthDate", "nationality", "address", "personalEmail", "login", "picture"]) {
      expect(asks[0]?.fields).not.toContain(unused);
    }
  });

  it("makes no call before the first page is asked for", async () => {
    const { server, connection } = await start(serveList([]));
    lucca.readEmployees(connection);
    expect(server.log).toEqual([]);
  });

  it("halves the page when Lucca takes too long, and keeps the smaller one", async () => {
    const list = users(1200);
    const { asks, connection } = await start((ask) =>
      ask.limit > 250 ? { status: 408, json: {} } : serveList(list)(ask),
    );
    const { employees, outcome } = await readAll(lucca, connection);
    expect(outcome).toEqual({ complete: true, total: 1200 });
    expect(employees).toHaveLength(1200);
    expect(asks.map(({ query }) => query.paging)).toEqual([
      "0,1000",
      "0,500",
      "0,250",
      "250,250",
      "500,250",
      "750,250",
      "1000,250",
    ]);
  });

  it("gives up when even the smallest page takes too long", async () => {
    const { asks, connection } = await start(() => ({ status: 408, html: "" }));
    await expect(readAll(lucca, connection)).rejects.toMatchObject({ kind: "temporary", code: "too_slow" });
    expect(asks.map(({ limit }) => limit)).toEqual([1000, 500, 250, 100]);
  });

  /** What of the optional parts each call asked for. */
  const partsOf = (asks: readonly Ask[]) =>
    asks.map(({ query, fields }) => [query.orderBy !== undefined, fields.includes("extendedData")]);

  it.each([
    ["Order by query parameter is invalid", "orderBy", [false, true]],
    ["Unknown property extendedData", "extendedData", [true, false]],
  ])("drops alone what Lucca says it refuses: %s", async (Message, part, left) => {
    const list = users(1001);
    const { asks, connection } = await start((ask) => {
      const isThere = part === "orderBy" ? ask.query.orderBy : ask.fields.includes(part);
      return isThere ? { status: 400, json: { Message } } : serveList(list)(ask);
    });
    expect((await readAll(lucca, connection)).outcome).toEqual({ complete: true, total: 1001 });
    expect(partsOf(asks)).toEqual([[true, true], left, left]);
  });

  it("finds out what is refused where Lucca does not say so", async () => {
    const { asks, connection } = await start((ask) =>
      ask.query.orderBy || ask.fields.includes("extendedData")
        ? { status: 400, json: {} }
        : serveList(users(3))(ask),
    );
    expect((await readAll(lucca, connection)).outcome).toEqual({ complete: true, total: 3 });
    expect(partsOf(asks)).toEqual([
      [true, true],
      [false, true],
      [true, false],
      [false, false],
    ]);
  });

  it("drops extended data when they are forbidden, and keeps the order", async () => {
    const { asks, connection } = await start((ask) =>
      ask.fields.includes("extendedData") ? { status: 403, json: {} } : serveList(users(3))(ask),
    );
    expect((await readAll(lucca, connection)).outcome).toEqual({ complete: true, total: 3 });
    expect(partsOf(asks)).toEqual([
      [true, true],
      [true, false],
    ]);
  });

  it.each([429, 503])("waits and tries again after %i", async (status) => {
    const { asks, connection } = await start(() => (asks.length < 3 ? { status, json: {} } : page(users(1))));
    expect((await readAll(lucca, connection)).outcome).toEqual({ complete: true, total: 1 });
  });
});

describe("lucca legacy problems", () => {
  it.each([
    ["a wrong key", { status: 401, json: {} }, { kind: "credentials", code: "credentials_refused" }],
    ["a wrong key, as a page", { status: 401, html: "<p>" }, { code: "credentials_refused" }],
    ["a missing right", { status: 403, json: {} }, { kind: "credentials", code: "permission_missing" }],
    ["a web page", { status: 403, html: "" }, { kind: "credentials", why: /proxy or firewall/ }],
    [
      "bare words called JSON",
      { status: 403, writtenJson: "You are not authorized." },
      { code: "permission_missing", why: /"You are not authorized\."/ },
    ],
    ["a version that is no more", { status: 410, json: {} }, { code: "api_outdated", next: /Update/ }],
    ["a login page", { status: 200, html: "<h1>Log in</h1>" }, { code: "not_json" }],
    ["no such account", { status: 404, html: "<h1>?</h1>" }, { code: "account_not_found" }],
    ["a redirect", { status: 302, json: {} }, { kind: "configuration", code: "redirected" }],
    ["a form of its own", { status: 200, json: { message: "ok" } }, { code: "unexpected_answer" }],
    ["a refusal with words", { status: 403, json: { Message: "Pas le droit" } }, { why: /"Pas le droit"/ }],
    ["words in the other casing", { status: 401, json: { message: "Clé ?" } }, { why: /"Clé \?"/ }],
    ["a server error", { status: 500, json: {} }, { kind: "temporary", code: "server_error" }],
  ])("gives a clear problem for %s", async (_name, answer, expected) => {
    const problem = await problemOf(answer);
    for (const [key, value] of Object.entries(expected)) {
      expect(problem).toHaveProperty(key, value instanceof RegExp ? expect.stringMatching(value) : value);
    }
  });

  it.each([
    ["a login page", { status: 200, html: "<h1>Log in</h1>" }],
    ["no such account", { status: 404, html: "" }],
    ["a redirect", { status: 302, json: {} }],
  ])("names the address for %s", async (_name, answer) => {
    expect((await problemOf(answer)).next).toMatch(/address.*connect lucca/);
  });

  it("does not try again when the key is refused", async () => {
    const { asks, connection } = await start(() => ({ status: 401, json: {} }));
    await expect(readAll(lucca, connection)).rejects.toMatchObject({ kind: "credentials" });
    expect(asks).toHaveLength(1);
  });

  it("gives a temporary problem when nobody answers", async () => {
    const { server: stopped, connection } = await start(serveList([]));
    await stopped.close();
    await expect(readAll(lucca, connection)).rejects.toMatchObject({ kind: "temporary" });
  });
});

describe("lucca legacy completeness", () => {
  it("continues behind what came when pages are shorter than asked for", async () => {
    const { asks, connection } = await start(serveList(users(250), { most: 100 }));
    expect((await readAll(lucca, connection)).outcome).toEqual({ complete: true, total: 250 });
    expect(asks.map(({ offset }) => offset)).toEqual([0, 100, 200]);
  });

  it("reads until a page is empty when the count is not told: a short page may be a smaller limit", async () => {
    const { asks, connection } = await start(serveList(users(250), { most: 100, count: false }));
    expect((await readAll(lucca, connection)).outcome).toEqual({ complete: true, total: 250 });
    expect(asks.map(({ offset }) => offset)).toEqual([0, 100, 200, 250]);
  });

  it("tells a count as text like a number", async () => {
    const { connection } = await start(() => ({
      status: 200,
      json: { data: { items: users(2), count: "2" } },
    }));
    expect((await readAll(lucca, connection)).outcome).toEqual({ complete: true, total: 2 });
  });

  it("stops at an empty page instead of following a wild total", async () => {
    const { asks, connection } = await start(({ offset }) => page(offset === 0 ? users(3) : [], 1_000_000));
    expect((await readAll(lucca, connection)).outcome).toMatchObject({
      complete: false,
      why: "3 of 1000000 employees came",
    });
    expect(asks).toHaveLength(2);
  });

  it("is incomplete when a page comes twice", async () => {
    const { connection } = await start(() => page(users(1000), 2000));
    const { outcome } = await readAll(lucca, connection);
    expect(outcome).toEqual({
      complete: false,
      why: expect.stringMatching(/^page 2 of the list brought nothing new after the \d+ records before it$/),
    });
  });

  it("is incomplete when a record has no usable id", async () => {
    const { connection } = await start(() => page([user(1), user(null), 7]));
    expect(await readAll(lucca, connection)).toMatchObject({
      employees: [{ id: "1" }],
      outcome: { complete: false, why: "2 records have no usable id" },
    });
  });

  it("stops when nobody's contract end may be read: leavers would look employed", async () => {
    const { dtContractEnd: _gone, ...others } = user(1);
    const { connection } = await start(() => page([others]));
    await expect(readAll(lucca, connection)).rejects.toMatchObject({
      code: "attributes_not_readable",
      message: expect.stringContaining("Contract dates"),
      next: expect.stringContaining("Roles"),
    });
  });
});

describe("lucca legacy managers", () => {
  it("have the e-mail of their own record, on whatever page that is", async () => {
    const [first, second, ...rest] = users(1500);
    const list = [
      { ...first, manager: { id: 1500 } },
      { ...second, manager: { id: 1 } },
      ...rest.slice(0, -1),
      user(1500, { mail: "boss@acme.test", manager: { id: 99_999 } }),
    ];
    const { connection } = await start(serveList(list));
    const { employees } = await readAll(lucca, connection);
    const managerOf = (id: string) => employees.find((employee) => employee.id === id)?.manager;
    expect(managerOf("1")).toEqual({ id: "1500", email: "boss@acme.test" });
    expect(managerOf("2")).toEqual({ id: "1", email: "person1@acme.test" });
    expect(managerOf("1500")).toEqual({ id: "99999", email: null });
  });

  it("are none for somebody who is their own", async () => {
    const { connection } = await start(() => page([user(1, { manager: { id: 1 } })]));
    expect((await readAll(lucca, connection)).employees[0]?.manager).toBeNull();
  });
});

describe("lucca legacy verification", () => {
  const leaver = user(9, { dtContractEnd: "2024-03-31T00:00:00" });

  it("counts everybody and looks at the first page with one call", async () => {
    const { asks, connection } = await start(() => page([user(1), leaver], 412));
    const { employees, findings } = await lucca.verify(connection);
    expect(employees).toBe(412);
    expect(asks).toHaveLength(1);
    expect(findings.find(({ field }) => field === "terminationDate")?.state).toBe("ok");
  });

  it("warns with both rights when nobody who has left is visible, without stopping", async () => {
    const { connection } = await start(() => page(users(3)));
    const { findings } = await lucca.verify(connection);
    expect(findings.find(({ field }) => field === "terminationDate")).toEqual({
      field: "terminationDate",
      state: "missing",
      required: false,
      next: expect.stringMatching(/among the 3 people.*See former employees and See future employees/),
    });
  });

  it("looks further while nobody seen has an e-mail, and says at once that people have no id", async () => {
    const list = [
      ...users(1000).map((one) => ({ ...one, mail: null })),
      user(2000),
      { ...user(null), mail: "x" },
    ];
    const { asks, connection } = await start(serveList(list));
    const { findings, obstacles } = await lucca.verify(connection);
    expect(asks.map(({ offset }) => offset)).toEqual([0, 1000]);
    expect(findings.find(({ field }) => field === "workEmail")?.state).toBe("ok");
    expect(obstacles?.map(({ text }) => text)).toEqual(["1 record has no usable id"]);
  });

  it("can't tell what is readable when there is nobody", async () => {
    const { connection } = await start(() => page([]));
    const { employees, findings } = await lucca.verify(connection);
    expect(employees).toBe(0);
    expect(new Set(findings.map(({ state }) => state))).toEqual(new Set(["unknown"]));
  });

  it("names the setting for bank details, or the key that nobody has", async () => {
    const nextWith = async (settings: unknown) => {
      const { server, connection } = await start(() => page([leaver]), settings);
      const { findings } = await lucca.verify(connection);
      await server.close();
      return findings.find(({ field }) => field === "bank.iban")?.next;
    };
    expect(await nextWith({})).toMatch(/source\.settings\.ibanField/);
    expect(await nextWith({ ibanField: "e_compte" })).toMatch(/Nobody has e_compte.*section/);
  });

  it("tells a wrong key from a missing right", async () => {
    for (const [status, code] of [
      [401, "credentials_refused"],
      [403, "permission_missing"],
    ] as const) {
      const { server, connection } = await start(() => ({ status, json: {} }));
      await expect(lucca.verify(connection)).rejects.toMatchObject({ kind: "credentials", code });
      await server.close();
    }
  });
});
