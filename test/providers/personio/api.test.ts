import { afterEach, describe, expect, it } from "vitest";
import { connectTo, readAll } from "../../conformance/harness.js";
import {
  type Loopback,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopback,
} from "../../conformance/loopback.js";
import { personio } from "./personio.js";

const CREDENTIALS = { clientId: "papi-id", clientSecret: "a-secret-of-the-test" };

interface Script {
  signIn?(count: number): LoopbackAnswer;
  list?(offset: number, count: number, request: LoopbackRequest): LoopbackAnswer | Promise<LoopbackAnswer>;
}

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A Personio that answers what a test says. */
async function connect(script: Script, secrets: string[] = []) {
  let signIns = 0;
  let lists = 0;
  const started = await startLoopback((request) => {
    if (request.url.pathname === "/v1/auth") {
      signIns += 1;
      return script.signIn?.(signIns) ?? token(`papi-token-${signIns}`);
    }
    lists += 1;
    const offset = Number(request.url.searchParams.get("offset"));
    return script.list?.(offset, lists, request) ?? page([person(1)], 1);
  });
  server = started;
  return {
    server: started,
    connection: connectTo(personio, { url: started.url, credentials: CREDENTIALS }, {}, secrets),
  };
}

async function problemOf(script: Script) {
  const { connection } = await connect(script);
  return readAll(personio, connection).then(
    () => Promise.reject(new Error("no problem")),
    (error: unknown) => error,
  );
}

function token(text: string): LoopbackAnswer {
  return { status: 200, json: { success: true, data: { token: text, expires_in: 86_400 } } };
}

function refusal(status: number, message: string, more: object = {}): LoopbackAnswer {
  return { status, json: { success: false, error: { code: 0, message }, ...more } };
}

function page(items: readonly unknown[], total: number | null): LoopbackAnswer {
  const metadata = total === null ? {} : { metadata: { total_elements: total } };
  return { status: 200, json: { success: true, data: items, ...metadata } };
}

function person(id: unknown) {
  const names = { first_name: { value: "Mira" }, last_name: { value: "Lindqvist" } };
  const email = { value: `person${id}@acme.test` };
  return {
    type: "Employee",
    attributes: { id: { value: id }, ...names, email, status: { value: "active" } },
  };
}

function peopleFrom(offset: number, total: number) {
  return page(
    Array.from({ length: Math.min(100, total - offset) }, (_, index) => person(offset + index)),
    total,
  );
}

describe("personio sign-in", () => {
  it("sends the credentials in a JSON body, once, and never in an address", async () => {
    const { server, connection } = await connect({ list: (offset) => peopleFrom(offset, 250) });
    await readAll(personio, connection);
    const signIns = server.log.filter((request) => request.url.pathname === "/v1/auth");
    expect(signIns.map((request) => JSON.parse(request.body))).toEqual([
      { client_id: CREDENTIALS.clientId, client_secret: CREDENTIALS.clientSecret },
    ]);
    expect(server.log.map((request) => request.url.href).join()).not.toContain(CREDENTIALS.clientSecret);
  });

  it("uses the token for every page and names the program", async () => {
    const { server, connection } = await connect({ list: (offset) => peopleFrom(offset, 250) });
    await readAll(personio, connection);
    const [signIn, ...lists] = server.log;
    expect(lists.map((request) => request.headers.authorization)).toEqual(
      Array(3).fill("Bearer papi-token-1"),
    );
    for (const request of [signIn, ...lists]) {
      expect(request?.headers).toMatchObject({
        accept: "application/json",
        "x-personio-app-id": "SPENDESK_HR",
      });
    }
  });

  it("tells the redactor every token", async () => {
    const secrets: string[] = [];
    const { connection } = await connect(
      { list: (_, count) => (count === 1 ? refusal(401, "expired") : page([person(1)], 1)) },
      secrets,
    );
    await readAll(personio, connection);
    expect(secrets).toEqual(["papi-token-1", "papi-token-2"]);
  });

  it.each([200, 400, 401, 403, 404, 422])(
    "takes a refusal with status %i for wrong credentials",
    async (status) => {
      const problem = await problemOf({ signIn: () => refusal(status, "Falsche Zugangsdaten") });
      expect(problem).toMatchObject({
        kind: "credentials",
        code: "credentials_refused",
        why: expect.stringContaining("Falsche Zugangsdaten"),
        next: expect.stringContaining("spendesk-hr connect personio"),
      });
    },
  );

  it("blames the credentials for a refusal without a word, and names what else it may be", async () => {
    const problem = await problemOf({ signIn: () => ({ status: 403, html: "<h1>Blocked</h1>" }) });
    expect(problem).toMatchObject({
      kind: "credentials",
      code: "credentials_refused",
      why: expect.stringContaining("a proxy or firewall may refuse the call"),
    });
  });

  it("quotes a refusal as problem+json with its trace id", async () => {
    const json = { error: "unauthorized_client", error_description: "Client failed", trace_id: "trace-7f3a" };
    expect(await problemOf({ signIn: () => ({ status: 400, json }) })).toMatchObject({
      kind: "credentials",
      why: 'Personio says "Client failed" (status 400, trace id trace-7f3a).',
    });
  });

  it("doesn't blame the credentials when somebody else is at the address", async () => {
    const problem = await problemOf({ signIn: () => ({ status: 404, html: "<h1>Not found</h1>" }) });
    expect(problem).toMatchObject({ kind: "configuration", code: "not_found" });
    for (const answer of [{ html: "<h1>Welcome</h1>" }, { json: { message: "ok" } }]) {
      const other = await problemOf({ signIn: () => ({ status: 200, ...answer }) });
      expect(other).toMatchObject({ kind: "temporary", code: "unexpected_answer" });
    }
  });

  it("sends id and secret without what was pasted around them", async () => {
    const { server, connection } = await connect({});
    const pasted = { clientId: " papi-id\n", clientSecret: "\ta-secret-of-the-test " };
    await readAll(personio, { ...connection, credentials: pasted });
    expect(JSON.parse(server.log[0]?.body ?? "")).toEqual({
      client_id: CREDENTIALS.clientId,
      client_secret: CREDENTIALS.clientSecret,
    });
  });

  it("doesn't blame the credentials for a server error", async () => {
    const problem = await problemOf({ signIn: () => refusal(503, "Es ist ein Problem aufgetreten") });
    expect(problem).toMatchObject({ kind: "temporary", why: expect.stringContaining("Es ist ein Problem") });
  });
});

describe("personio pages", () => {
  /** A Personio that gives at most `most` at once, or refuses to give more. */
  function limited(count: number, most: number, how: "gives less" | "refuses" | "says nothing") {
    const sizes: number[] = [];
    const list: Script["list"] = (offset, _count, { url }) => {
      const asked = Number(url.searchParams.get("limit"));
      sizes.push(asked);
      if (how === "refuses" && asked > most) return refusal(400, `The limit must be between 1 and ${most}.`);
      const given = Math.min(asked, most);
      const data = everybody(count).slice(offset, offset + given);
      const told = { success: true, offset, data, metadata: { total_elements: String(count) } };
      return { status: 200, json: how === "says nothing" ? told : { ...told, limit: given } };
    };
    return { list, sizes };
  }

  const everybody = (count: number) => Array.from({ length: count }, (_, index) => person(index + 1));

  it.each(["gives less", "refuses", "says nothing"] as const)(
    "are followed when Personio allows 50: it %s",
    async (how) => {
      const { list, sizes } = limited(130, 50, how);
      const { connection } = await connect({ list });
      const { employees, outcome } = await readAll(personio, connection);
      expect(outcome).toEqual({ complete: true, total: 130 });
      expect(new Set(employees.map(({ id }) => id)).size).toBe(130);
      expect(sizes).toHaveLength(how === "refuses" ? 4 : 3);
    },
  );

  it("are read on to an empty one when no total is told", async () => {
    const { connection, server } = await connect({
      list: (offset) => page(everybody(150).slice(offset, offset + 100), null),
    });
    expect((await readAll(personio, connection)).outcome).toEqual({ complete: true, total: 150 });
    expect(server.log.filter(({ url }) => url.pathname.endsWith("employees"))).toHaveLength(3);
  });

  it("say that an update is due when there are none any more", async () => {
    const problem = await problemOf({ list: () => refusal(410, "This endpoint has been retired.") });
    expect(problem).toMatchObject({
      code: "api_outdated",
      why: expect.stringContaining("has been retired"),
      next: expect.stringContaining("Update spendesk-hr"),
    });
  });
});

describe("personio reading", () => {
  it("yields pages in order with five calls at once, not more", async () => {
    // Answers are held back until as many calls wait as may, and then go out last come, first served.
    let waiting: (() => void)[] = [];
    let unanswered = 12;
    const { server, connection } = await connect({
      list: async (offset) => {
        if (offset > 0) {
          const held = new Promise<void>((resolve) => waiting.unshift(resolve));
          if (waiting.length === Math.min(5, unanswered)) {
            unanswered -= waiting.length;
            const group = waiting;
            waiting = [];
            // A moment in which a call too many would show.
            await new Promise((resolve) => setTimeout(resolve, 30));
            for (const release of group) release();
          }
          await held;
        }
        return peopleFrom(offset, 1250);
      },
    });
    const { employees } = await readAll(personio, connection);
    expect(employees.map(({ id }) => id)).toEqual(Array.from({ length: 1250 }, (_, index) => String(index)));
    expect(server.mostAtOnce()).toBe(5);
  });

  it("gets one new token for all pages that are refused in the middle", async () => {
    const dead = "Bearer papi-token-1";
    const { server, connection } = await connect({
      list: (offset, _count, { headers }) =>
        offset > 0 && headers.authorization === dead
          ? refusal(403, "Provided authorization is not valid")
          : peopleFrom(offset, 600),
    });
    const { outcome } = await readAll(personio, connection);
    expect(outcome).toEqual({ complete: true, total: 600 });
    expect(server.log.filter(({ url }) => url.pathname === "/v1/auth")).toHaveLength(2);
  });

  it("gets no third token", async () => {
    const { server, connection } = await connect({
      list: (offset, _count, { headers }) => {
        const isDead = headers.authorization === `Bearer papi-token-${offset < 800 ? 1 : 2}`;
        return offset > 0 && isDead ? refusal(403, "not valid") : peopleFrom(offset, 1000);
      },
    });
    await expect(readAll(personio, connection)).rejects.toMatchObject({ code: "permission_missing" });
    expect(server.log.filter(({ url }) => url.pathname === "/v1/auth")).toHaveLength(2);
  });

  it.each([401, 403])("names the permission when a new token does not help against %i", async (status) => {
    const problem = await problemOf({
      list: () => refusal(status, "forbidden.http.exception", { personio_trace_id: "trace-4711" }),
    });
    expect(problem).toMatchObject({
      kind: "credentials",
      code: "permission_missing",
      why: expect.stringContaining("trace-4711"),
      next: expect.stringMatching(/Employees: Read.*Readable employee attributes/),
    });
    expect(server?.log).toHaveLength(4);
  });

  it.each([
    ["a web page", { status: 200, html: "<h1>Log in</h1>" }, { kind: "temporary", code: "not_json" }],
    ["JSON of another form", { status: 200, json: { message: "ok" } }, { code: "unexpected_answer" }],
    ["a failure with a good status", refusal(200, "Something went wrong"), { message: /status 200/ }],
    ["an unknown address", refusal(404, "Not found"), { kind: "configuration" }],
    ["a refused parameter", refusal(400, "limit"), { why: /limit/ }],
  ])("gives a clear problem for %s", async (_name, answer, expected) => {
    const problem = await problemOf({ list: () => answer });
    expect(problem).toMatchObject({
      name: "Problem",
      ...Object.fromEntries(
        Object.entries(expected).map(([key, value]) => [
          key,
          value instanceof RegExp ? expect.stringMatching(value) : value,
        ]),
      ),
    });
  });

  it("gives a temporary problem when nobody answers", async () => {
    const { server: stopped, connection } = await connect({});
    await stopped.close();
    await expect(readAll(personio, connection)).rejects.toMatchObject({ kind: "temporary" });
  });

  it("is incomplete when a record has no usable id", async () => {
    const { connection } = await connect({ list: () => page([person(1), person(null)], 2) });
    expect(await readAll(personio, connection)).toMatchObject({
      employees: [{ id: "1" }],
      outcome: { complete: false, why: expect.stringContaining("no usable id") },
    });
  });

  it("is incomplete when the total is not told", async () => {
    const { connection } = await connect({ list: () => page([person(1)], null) });
    expect((await readAll(personio, connection)).outcome.complete).toBe(false);
  });

  it("goes by the total of the last page", async () => {
    const { connection } = await connect({
      list: (offset) => (offset === 0 ? peopleFrom(0, 101) : page([person(100)], 102)),
    });
    expect((await readAll(personio, connection)).outcome).toMatchObject({
      complete: false,
      why: "101 of 102 employees came",
    });
  });

  it("stops at an empty page instead of following a wild total", async () => {
    const { server, connection } = await connect({
      list: (offset) => (offset === 0 ? peopleFrom(0, 100_000_000) : page([], 100_000_000)),
    });
    expect((await readAll(personio, connection)).outcome.complete).toBe(false);
    expect(server.log.length).toBeLessThanOrEqual(2 + 5);
  });

  it("makes no call before the first page is asked for", async () => {
    const { server, connection } = await connect({});
    personio.readEmployees(connection);
    expect(server.log).toEqual([]);
  });
});

describe("personio verification", () => {
  it("takes two calls", async () => {
    const { server, connection } = await connect({});
    await personio.verify(connection);
    expect(server.log).toHaveLength(2);
  });

  it("can't tell what is readable when there is nobody", async () => {
    const { connection } = await connect({ list: () => page([], 0) });
    const report = await personio.verify(connection);
    expect(report.employees).toBe(0);
    expect(new Set(report.findings.map(({ state }) => state))).toEqual(new Set(["unknown"]));
  });

  it("names the screen, the attribute and the setting for missing bank details", async () => {
    const { connection } = await connect({});
    const { findings } = await personio.verify(connection);
    const next = findings.find(({ field }) => field === "bank.iban")?.next;
    expect(next).toMatch(/Marketplace > Connected integrations.*tick IBAN.*source\.settings\.ibanAttribute/);
  });
});
