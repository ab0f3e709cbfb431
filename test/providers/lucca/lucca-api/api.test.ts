import { afterEach, describe, expect, it, vi } from "vitest";
import { lucca } from "../../../../src/providers/lucca/index.js";
import { providerWith } from "../../../../src/providers/provider.js";
import { isProblem } from "../../../../src/shared/errors.js";
import { readAll } from "../../../conformance/harness.js";
import type { LoopbackAnswer } from "../../../conformance/loopback.js";
import {
  CREDENTIALS,
  employee,
  employees,
  listsOf,
  next,
  page,
  problem,
  type Script,
  type Started,
  startLuccaApi,
  token,
} from "./fake.js";

const SCOPES =
  "employees.readonly employments.readonly job-positions.readonly departments.readonly legal-entities.readonly business-establishments.readonly";
const ALL_SCOPES = `${SCOPES} employee-personal-records.readonly`;

const EVERY_LIST = ["employees", "departments", "legal-entities", "business-establishments"];

/** Bank details are off unless asked for. */
const WITH_BANK = { bankDetails: "yes" };

let started: Started | undefined;

afterEach(async () => {
  vi.useRealTimers();
  await started?.close();
  started = undefined;
});

async function start(script: Script = {}, settings: Readonly<Record<string, unknown>> = {}) {
  await started?.close();
  started = await startLuccaApi(script, settings);
  return started;
}

async function read(script: Script = {}, settings: Readonly<Record<string, unknown>> = {}) {
  const fake = await start(script, settings);
  return { ...fake, ...(await readAll(lucca, fake.connection)) };
}

async function problemOf(script: Script, settings: Readonly<Record<string, unknown>> = {}) {
  const { connection } = await start(script, settings);
  const error: unknown = await readAll(lucca, connection).catch((reason: unknown) => reason);
  if (!isProblem(error)) throw error;
  return error;
}

/** Answers the list of employees, and leaves the others empty. */
function people(answer: (query: Readonly<Record<string, string>>) => LoopbackAnswer): Script {
  return { list: (name, query) => (name === "employees" ? answer(query) : null) };
}

describe("lucca Lucca API sign-in", () => {
  it("sends the secret to Lucca's host for tokens alone, in a form, and the token to the account alone", async () => {
    const { signIn, account, asked } = await read();
    expect(new Set(asked)).toEqual(new Set(["https://accounts.world.luccasoftware.com"]));
    expect(signIn.log).toHaveLength(1);
    const [call] = signIn.log;
    expect(call).toMatchObject({
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(call?.url.pathname).toBe("/connect/token");
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: CREDENTIALS.clientId,
      client_secret: CREDENTIALS.clientSecret,
      scope: SCOPES,
    });
    expect(call?.url.href).not.toContain(CREDENTIALS.clientSecret);
    for (const { url, headers, body } of account.log) {
      expect(headers).toMatchObject({ authorization: "Bearer token-1", "api-version": "2024-11-01" });
      expect(`${url.href} ${JSON.stringify(headers)} ${body}`).not.toContain(CREDENTIALS.clientSecret);
      expect(url.href).not.toContain("token-1");
    }
  });

  it("tells the redactor the token", async () => {
    expect((await read()).secrets).toEqual(["token-1"]);
  });

  it("makes no call before the first page is asked for", async () => {
    const { signIn, account, connection } = await start();
    lucca.readEmployees(connection);
    expect([signIn.log, account.log]).toEqual([[], []]);
  });

  it("asks for the right to bank details, and for the records, only when the settings want them", async () => {
    for (const settings of [{}, { bankDetails: "no" }]) {
      const { signIn, account } = await read({}, settings);
      expect(new URLSearchParams(signIn.log[0]?.body).get("scope")).toBe(SCOPES);
      expect(listsOf(account)).toEqual(EVERY_LIST);
    }
    const { signIn, account } = await read({}, WITH_BANK);
    expect(new URLSearchParams(signIn.log[0]?.body).get("scope")).toBe(ALL_SCOPES);
    expect(listsOf(account)).toEqual([...EVERY_LIST, "employee-personal-records"]);
  });

  it("asks once more without scopes when one is refused, and leaves alone what was not given", async () => {
    const { signIn, account, outcome } = await read({
      token: (form) =>
        form.has("scope")
          ? { status: 400, json: { error: "invalid_scope" } }
          : token("t", { scope: "employees.readonly employments.readonly departments.readwrite" }),
    });
    expect(outcome.complete).toBe(true);
    expect(signIn.log).toHaveLength(2);
    expect(listsOf(account)).toEqual(["employees", "departments"]);
  });

  it("reads on without a list that is forbidden, and without what it holds", async () => {
    for (const status of [403, 404]) {
      const list: Script["list"] = (name) => (name === "employees" ? page([employee("1")]) : problem(status));
      const { employees: read1, outcome } = await read({ list }, WITH_BANK);
      expect(outcome).toEqual({ complete: true, total: 1 });
      for (const key of ["department", "team", "legalEntity", "country", "workLocation", "bank"]) {
        expect(read1[0]).not.toHaveProperty(key);
      }
    }
  });

  it("gets a new token when one ends, once per call", async () => {
    let refused = false;
    const { signIn, account, outcome } = await read({
      list: (_name, _query, { headers }) => {
        if (headers.authorization !== "Bearer token-1") return null;
        refused = true;
        return problem(401);
      },
    });
    expect(refused).toBe(true);
    expect(outcome.complete).toBe(true);
    expect(signIn.log).toHaveLength(2);
    expect(listsOf(account)).toEqual(["employees", ...EVERY_LIST]);
  });

  it("gets a new token a minute before the end of the old one", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    let clock = Date.parse("2026-09-30T12:00:00Z");
    vi.setSystemTime(clock);
    const { account } = await read({
      list: () => {
        clock += 600_000;
        vi.setSystemTime(clock);
        return null;
      },
    });
    const used = account.log.map(({ headers }) => headers.authorization);
    expect(used).toEqual([1, 1, 1, 2].map((number) => `Bearer token-${number}`));
  });

  it.each([undefined, null, "soon", -5])("accepts a token whose end is %o", async (expires_in) => {
    const { outcome, signIn } = await read({ token: () => token("t", { expires_in }) });
    expect(outcome.complete).toBe(true);
    expect(signIn.log).toHaveLength(1);
  });
});

describe("lucca Lucca API problems", () => {
  const oauth = (status: number, error: string): Script => ({ token: () => ({ status, json: { error } }) });

  it.each<[string, Script, object]>([
    ["a wrong secret", oauth(400, "invalid_client"), { kind: "credentials", code: "credentials_refused" }],
    ["a wrong secret, as 401", oauth(401, "invalid_client"), { code: "credentials_refused" }],
    [
      "a refusal without words",
      { token: () => ({ status: 400, json: {} }) },
      { code: "credentials_refused" },
    ],
    [
      "no token in a good answer",
      { token: () => ({ status: 200, json: {} }) },
      { code: "unexpected_answer" },
    ],
    [
      "no scopes at all",
      oauth(400, "invalid_scope"),
      {
        kind: "credentials",
        code: "permission_missing",
        next: /scopes employees\.readonly, .*business-establishments/,
        why: /"invalid_scope"/,
      },
    ],
    [
      "a web page instead of a token",
      { token: () => ({ status: 403, html: "" }) },
      { kind: "credentials", code: "credentials_refused", why: /proxy or firewall/ },
    ],
    [
      "a wrong secret in words",
      {
        token: () => ({
          status: 400,
          json: { error: "invalid_client", error_description: "Unknown application" },
        }),
      },
      { code: "credentials_refused", why: /"Unknown application"/ },
    ],
    [
      "a version that is no more",
      people(() => problem(410, "Api-Version 2024-11-01 was retired")),
      { kind: "configuration", code: "api_outdated", why: /was retired/, next: /Update spendesk-hr/ },
    ],
    [
      "a refusal with a trace id",
      people(() => ({ status: 403, json: { detail: "Missing scope", traceId: "00-4bf92f35" } })),
      { why: /"Missing scope".*trace id 00-4bf92f35/ },
    ],
    ["trouble at the host for tokens", { token: () => ({ status: 503, json: {} }) }, { kind: "temporary" }],
    [
      "an account of another company",
      people(() => problem(401, "Unknown audience")),
      {
        kind: "credentials",
        code: "credentials_refused",
        what: /account at this address/,
        why: /Unknown audience/,
      },
    ],
    [
      "a missing scope",
      people(() => problem(403)),
      { kind: "credentials", code: "permission_missing", next: /integration-keys.*employees\.readonly/ },
    ],
    [
      "a web page instead of people",
      people(() => ({ status: 403, html: "<h1>Blocked</h1>" })),
      { kind: "credentials", code: "permission_missing", why: /proxy or firewall/ },
    ],
    ["no such account", people(() => ({ status: 404, html: "" })), { code: "account_not_found" }],
    ["a login page", people(() => ({ status: 200, html: "<h1>Log in</h1>" })), { code: "not_json" }],
    ["a form of its own", people(() => ({ status: 200, json: [] })), { code: "unexpected_answer" }],
    ["a limit", people(() => problem(429)), { kind: "temporary" }],
    ["a server error", people(() => problem(500, "Oops")), { kind: "temporary", why: /"Problem: Oops"/ }],
    [
      "the other spelling of the reason",
      people(() => ({ status: 403, json: { details: "Not you" } })),
      { why: /"Not you"/ },
    ],
    [
      "trouble with a further list",
      { list: (name) => (name === "departments" ? problem(500) : null) },
      { kind: "temporary" },
    ],
  ])("gives a clear problem for %s", async (_name, script, expected) => {
    const found = await problemOf(script);
    expect(`${found.message} ${found.why} ${found.next}`).not.toContain(CREDENTIALS.clientSecret);
    for (const [key, value] of Object.entries(expected)) {
      const actual = key === "what" ? found.message : found[key as "why"];
      expect(actual).toEqual(value instanceof RegExp ? expect.stringMatching(value) : value);
    }
  });

  it.each([
    ["no such account", { status: 404, html: "" }],
    ["a login page", { status: 200, html: "<h1>Log in</h1>" }],
    ["a redirect", { status: 302, json: {} }],
  ])("names the address for %s", async (_name, answer) => {
    expect((await problemOf(people(() => answer))).next).toMatch(/address.*connect lucca/);
  });

  it("does not try a wrong secret again", async () => {
    const { signIn, account, connection } = await start(oauth(400, "invalid_client"));
    await expect(readAll(lucca, connection)).rejects.toMatchObject({ kind: "credentials" });
    expect([signIn.log.length, account.log.length]).toEqual([1, 0]);
  });

  it("asks an account that refuses the token no third time", async () => {
    const { signIn, account, connection } = await start(people(() => problem(401)));
    await expect(readAll(lucca, connection)).rejects.toMatchObject({ kind: "credentials" });
    expect([signIn.log.length, account.log.length]).toEqual([2, 2]);
  });

  it("gives a temporary problem when nobody answers", async () => {
    const { connection, close } = await start();
    await close();
    await expect(readAll(lucca, connection)).rejects.toMatchObject({ kind: "temporary" });
  });
});

describe("lucca Lucca API reading", () => {
  it("asks for everybody of every status, 100 at once, with employment and job", async () => {
    const { account } = await read();
    expect(listsOf(account)).toEqual(EVERY_LIST);
    const queries = account.log.map(({ url }) => Object.fromEntries(url.searchParams));
    expect(queries[0]).toEqual({ include: "embedded,links,totalCount", limit: "100" });
    for (const query of queries.slice(1))
      expect(query).toEqual({ include: "links,totalCount", limit: "100" });
  });

  it("takes the cursor of the next page, and never follows the link itself", async () => {
    const {
      account,
      employees: found,
      outcome,
    } = await read(
      people(({ page: from }) => {
        if (from === undefined) return page(employees(1, 100), { totalCount: 102, ...next("!a/+=") });
        return page(employees(101, 102), { totalCount: 102 });
      }),
    );
    expect(outcome).toEqual({ complete: true, total: 102 });
    expect(found).toHaveLength(102);
    const [, second] = account.log;
    expect(Object.fromEntries(second?.url.searchParams ?? [])).toEqual({
      include: "embedded,links,totalCount",
      limit: "100",
      page: "!a/+=",
    });
  });

  it.each([
    "/lucca-api/employees?page=p2",
    "https://evil.example.test/lucca-api/employees?page=p2&include=x",
  ])("stays on the configured host when the next page is said to be at %s", async (href) => {
    const { account, outcome } = await read(
      people(({ page: from }) =>
        from === "p2"
          ? page([employee("2")], { totalCount: 2 })
          : page([employee("1")], { totalCount: 2, links: { next: { href } } }),
      ),
    );
    expect(outcome).toEqual({ complete: true, total: 2 });
    expect(listsOf(account).slice(0, 2)).toEqual(["employees", "employees"]);
  });

  it("stops at a link that names no page", async () => {
    const links = { next: { href: "https://acme.ilucca.net/lucca-api/employees" } };
    expect(await problemOf(people(() => page([employee("1")], { links })))).toMatchObject({
      code: "unexpected_answer",
    });
  });

  it("tells a total as text like a number", async () => {
    const { outcome } = await read(people(() => page(employees(1, 3), { totalCount: "4" })));
    expect(outcome).toEqual({ complete: false, why: "3 of 4 employees came" });
  });

  it.each([
    ["neither total nor links", { totalCount: null, links: null }],
    ["no links, and a total that says more", { totalCount: 230, links: null }],
  ])("takes a full page for the whole list never: %s", async (_what, more) => {
    const script = people(() => page(employees(1, 100), more));
    const { outcome } = await read(script);
    const silence = { why: expect.stringContaining("a full page"), next: expect.stringContaining("Update") };
    expect(outcome).toEqual({ complete: false, ...silence });
    const { connection } = await start(script);
    const { obstacles } = await lucca.verify(connection);
    expect(obstacles).toEqual([{ text: silence.why, next: silence.next }]);
  });

  it("takes a short page for the last one where neither total nor links are told", async () => {
    const { outcome } = await read(people(() => page(employees(1, 30), { totalCount: null, links: null })));
    expect(outcome).toEqual({ complete: true, total: 30 });
  });

  it("is complete without a total once a page names no next one", async () => {
    const { outcome } = await read(people(() => page(employees(1, 3), { totalCount: undefined })));
    expect(outcome).toEqual({ complete: true, total: 3 });
  });

  it.each<[string, readonly unknown[], object, string]>([
    ["people are missing", employees(1, 3), { totalCount: 4 }, "3 of 4 employees came"],
    ["no links came although there is more", employees(1, 3), { totalCount: 4, links: null }, "3 of 4"],
    ["somebody comes twice", [employee("1"), employee("1")], {}, "came twice"],
    ["a record has no usable id", [employee("1"), employee(null), 7], {}, "2 records have no usable id"],
    ["a page leads back to itself", [employee("1")], next("again"), "leads back"],
  ])("is incomplete when %s", async (_name, items, more, why) => {
    const { outcome, account } = await read(people(() => page(items, { ...more })));
    expect(outcome).toMatchObject({ complete: false, why: expect.stringContaining(why) });
    expect(account.log.length).toBeLessThan(8);
  });

  it("is incomplete when an empty page announces a further one", async () => {
    const { outcome } = await read(people(() => page([], next("more"))));
    expect(outcome).toEqual({ complete: false, why: "an empty page announces a further one" });
  });

  it.each(["departments", "employee-personal-records"])("is incomplete when %s are missing", async (list) => {
    const script: Script = { list: (name) => (name === list ? page([], { totalCount: 2 }) : null) };
    const { outcome } = await read(script, WITH_BANK);
    expect(outcome).toEqual({
      complete: false,
      why: expect.stringMatching(/^list .*: 0 of 2 entries came$/),
    });
  });

  it("halves the page when Lucca takes too long, keeps the smaller one, and goes on at the same place", async () => {
    const { account, outcome } = await read(
      people(({ limit, page: from }) => {
        if (from === undefined) return page(employees(1, 100), { totalCount: 130, ...next("p2") });
        if (Number(limit) > 50) return problem(408);
        return page(employees(101, 130), { totalCount: 130 });
      }),
    );
    expect(outcome).toEqual({ complete: true, total: 130 });
    const asks = account.log.map(({ url }) => [url.searchParams.get("page"), url.searchParams.get("limit")]);
    expect(asks.slice(0, 4)).toEqual([
      [null, "100"],
      ["p2", "100"],
      ["p2", "50"],
      [null, "50"],
    ]);
  });

  it("gives up when even the smallest page takes too long", async () => {
    expect(await problemOf(people(() => problem(408)))).toMatchObject({
      kind: "temporary",
      code: "too_slow",
    });
    expect(started?.account.log.map(({ url }) => url.searchParams.get("limit"))).toEqual(["100", "50", "25"]);
  });

  it("never asks for more than the documented size, and for less where Lucca refuses that", async () => {
    const limits = (fake: Pick<Started, "account">) =>
      new Set(fake.account.log.map(({ url }) => url.searchParams.get("limit")));
    expect(limits(await read({}, { pageSize: 1000 }))).toEqual(new Set(["100"]));
    expect(limits(await read({}, { pageSize: 30 }))).toEqual(new Set(["30"]));
    const fake = await read(
      people(({ limit }) => {
        if (Number(limit) <= 50) return page(employees(1, 2));
        return { status: 422, json: { title: "Unprocessable", errors: { limit: ["must be at most 50"] } } };
      }),
    );
    expect(fake.outcome).toEqual({ complete: true, total: 2 });
    expect(limits(fake)).toEqual(new Set(["100", "50"]));
  });

  it.each([429, 503])("waits and tries again after %i", async (status) => {
    let calls = 0;
    const { outcome } = await read(
      people(() => {
        calls += 1;
        return calls < 3 ? problem(status) : page(employees(1, 1));
      }),
    );
    expect(outcome).toEqual({ complete: true, total: 1 });
  });

  it("stops after the first page when nobody's e-mail may be read", async () => {
    const { email: _hidden, ...others } = employee("1");
    const found = await problemOf(people(() => page([others], { totalCount: 200, ...next("p2") })));
    expect(found).toMatchObject({
      code: "attributes_not_readable",
      message: expect.stringContaining("Work e-mail"),
      next: expect.stringContaining("integration-keys"),
    });
    expect(started && listsOf(started.account)).toEqual(["employees"]);
  });
});

describe("lucca Lucca API verification", () => {
  async function verifyWith(script: Script, settings: Readonly<Record<string, unknown>> = {}) {
    const fake = await start(script, settings);
    const report = await lucca.verify(fake.connection);
    return { ...fake, report, find: (field: string) => report.findings.find((one) => one.field === field) };
  }

  it("takes five calls, six with bank details, and asks for the records of just the people it looks at", async () => {
    const script = people(() => page(employees(1, 3), { totalCount: 412, ...next("p2") }));
    const without = await verifyWith(script);
    expect([without.signIn.log.length, without.account.log.length]).toEqual([1, 4]);
    const { signIn, account, report } = await verifyWith(script, WITH_BANK);
    expect(report.employees).toBe(412);
    expect([signIn.log.length, account.log.length]).toEqual([1, 5]);
    const records = account.log.find(({ url }) => url.pathname.endsWith("personal-records"));
    expect(records?.url.searchParams.get("employee.id")).toBe("1,2,3");
  });

  it("names the scope and where to tick it for what is missing", async () => {
    const script: Script = { list: (name) => (name === "employees" ? page([employee("1")]) : problem(403)) };
    const { find } = await verifyWith(script, WITH_BANK);
    expect(find("bank.iban")).toMatchObject({
      state: "missing",
      required: false,
      next: expect.stringMatching(/IBAN.*integration-keys.*scope employee-personal-records\.readonly/),
    });
    expect(find("department")).toMatchObject({ next: expect.stringContaining("departments.readonly") });
    expect(find("workEmail")).toMatchObject({ state: "ok" });
  });

  it("says that the BIC is empty for everybody, and what to do", async () => {
    const bankAccount = {
      format: "iban",
      bankName: "Example Bank",
      accountIdentifier: "FR1420041010050500013M02606",
      bankIdentifier: null,
    };
    const list: Script["list"] = (name) => {
      if (name === "employees") return page([employee("1")]);
      return name.endsWith("records") ? page([{ employee: { id: "1" }, bankAccount }]) : null;
    };
    const { find } = await verifyWith({ list }, WITH_BANK);
    expect(find("bank.iban")).toMatchObject({ state: "ok" });
    expect(find("bank.bic")).toMatchObject({
      state: "empty",
      required: false,
      next: expect.stringMatching(/sync\.deriveBic.*bankDetails to no/),
    });
  });

  it("says nothing of bank details that the settings don't ask for, and does not look", async () => {
    const { report, account } = await verifyWith(people(() => page([employee("1")])));
    expect(report.findings.filter(({ field }) => field.startsWith("bank"))).toEqual([]);
    expect(listsOf(account)).not.toContain("employee-personal-records");
  });

  it("can't tell what is readable when there is nobody, and asks for nobody's records", async () => {
    const { report, account } = await verifyWith({}, WITH_BANK);
    expect(report.employees).toBe(0);
    expect(new Set(report.findings.map(({ state }) => state))).toEqual(new Set(["unknown"]));
    expect(listsOf(account)).not.toContain("employee-personal-records");
  });

  it("tells a wrong secret from a missing scope", async () => {
    for (const [script, code] of [
      [{ token: () => ({ status: 400, json: { error: "invalid_client" } }) }, "credentials_refused"],
      [people(() => problem(403)), "permission_missing"],
    ] as const) {
      const { connection } = await start(script);
      await expect(lucca.verify(connection)).rejects.toMatchObject({ kind: "credentials", code });
    }
  });
});

describe("lucca Lucca API requests", () => {
  const { requests } = providerWith(lucca, { apiGeneration: "lucca-api" });

  it.each([
    [0, 5],
    [100, 5],
    [101, 6],
    [500, 9],
    [5000, 54],
  ])("are, for %i people, %i", (people, expected) => {
    expect(requests.count(people)).toBe(expected);
  });
});
