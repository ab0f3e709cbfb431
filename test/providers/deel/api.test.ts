import { afterEach, describe, expect, it } from "vitest";
import { deel } from "../../../src/providers/deel/index.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import {
  type Loopback,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopback,
} from "../../conformance/loopback.js";

const TOKEN = "a-token-of-the-test";

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A Deel that answers what a test says. */
async function connect(
  answer: (query: URLSearchParams, request: LoopbackRequest) => LoopbackAnswer,
  settings = {},
) {
  const started = await startLoopback((request) => answer(request.url.searchParams, request));
  server = started;
  const vendor = { url: started.url, credentials: { apiToken: ` ${TOKEN} ` } };
  return { server: started, connection: connectTo(deel, vendor, settings) };
}

async function problemOf(answer: LoopbackAnswer): Promise<unknown> {
  const { connection } = await connect(() => answer);
  return readAll(deel, connection).then(
    () => Promise.reject(new Error("no problem")),
    (error: unknown) => error,
  );
}

function page(data: readonly unknown[], total: number | null, size?: number): LoopbackAnswer {
  return { status: 200, json: { data, page: { offset: 0, total_rows: total, items_per_page: size } } };
}

function person(id: unknown, more = {}) {
  return {
    id,
    first_name: "Mira",
    last_name: "Lindqvist",
    emails: [{ type: "work", value: `person${id}@acme.test` }],
    person_status: "ACTIVE",
    hiring_type: "eor",
    ...more,
  };
}

/** `total` people, as many of them as are asked for. */
function peopleOf(total: number, query: URLSearchParams, largest = 200): LoopbackAnswer {
  const offset = Number(query.get("offset"));
  const size = Math.min(Number(query.get("limit")), largest);
  const count = Math.max(0, Math.min(size, total - offset));
  const data = Array.from({ length: count }, (_, index) => person(`p${offset + index}`));
  return page(data, total, size);
}

function refusal(status: number, message: string, path?: string): LoopbackAnswer {
  return { status, json: { request: { api_req_id: "req-4711" }, errors: [{ message, path }] } };
}

describe("deel reading", () => {
  it("asks for leavers and the chosen hiring types in the order of ids, with a pinned version", async () => {
    const { server, connection } = await connect((query) => peopleOf(1, query));
    await readAll(deel, connection);
    const [request] = server.log;
    const query = request?.url.searchParams;
    expect(request?.url.pathname).toBe("/rest/v2/people");
    expect(request?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, "x-version": "2026-01-01" });
    expect([query?.get("limit"), query?.get("sort_by"), query?.get("sort_order")]).toEqual([
      "200",
      "id",
      "asc",
    ]);
    expect(query?.getAll("hiring_statuses")).toEqual(expect.arrayContaining(["active", "inactive", "draft"]));
    expect(query?.getAll("hiring_types")).toEqual(["eor", "peo", "hris_direct_employee", "direct_employee"]);
    expect(query?.has("fields")).toBe(false);
  });

  it("names no hiring types when all are wanted", async () => {
    const contractor = person("1", { hiring_type: "contractor" });
    const strange = person("2", { hiring_type: null });
    const { server, connection } = await connect(() => page([contractor, strange], 2), {
      hiringTypes: "all",
    });
    const { employees } = await readAll(deel, connection);
    expect(employees.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(server.log[0]?.url.searchParams.has("hiring_types")).toBe(false);
  });

  it("drops contractors that come although they were not asked for", async () => {
    const others = [person("2", { hiring_type: "contractor" }), person("3", { hiring_type: null })];
    const { connection } = await connect(() => page([person("1"), ...others], 3));
    const { employees, outcome } = await readAll(deel, connection);
    expect(employees.map(({ id }) => id)).toEqual(["1"]);
    expect(outcome.complete).toBe(true);
  });

  it("keeps two profiles of one person apart", async () => {
    const emails = [{ type: "work", value: "mira@acme.test" }];
    const former = person("1", { emails, person_status: "INACTIVE" });
    const { connection } = await connect(() => page([former, person("2", { emails })], 2));
    const { employees } = await readAll(deel, connection);
    expect(employees.map(({ id, status }) => [id, status])).toEqual([
      ["1", "inactive"],
      ["2", "active"],
    ]);
  });

  it.each([
    [100, [200, 100, 100, 100]],
    [50, [200, 50, 50, 50, 50, 50]],
  ])("asks for smaller pages when Deel allows %i", async (largest, limits) => {
    const { server, connection } = await connect((query) =>
      Number(query.get("limit")) > largest
        ? refusal(400, `must be <= ${largest}`, "/query/limit")
        : peopleOf(230, query),
    );
    expect((await readAll(deel, connection)).outcome).toEqual({ complete: true, total: 230 });
    expect(server.log.map(({ url }) => Number(url.searchParams.get("limit")))).toEqual(limits);
  });

  it("leaves no gap when pages are silently smaller", async () => {
    const { server, connection } = await connect((query) => peopleOf(230, query, 100));
    expect((await readAll(deel, connection)).outcome).toEqual({ complete: true, total: 230 });
    expect(server.log.map(({ url }) => url.searchParams.get("offset"))).toEqual(["0", "100", "200"]);
  });

  it("is incomplete when a record has no usable id", async () => {
    const { connection } = await connect(() => page([person("1"), person(null)], 2));
    expect(await readAll(deel, connection)).toMatchObject({
      employees: [{ id: "1" }],
      outcome: { complete: false, why: expect.stringContaining("no usable id") },
    });
  });

  it.each([2, 200, 450])(
    "reads %i people to where nothing more comes when no total is told",
    async (count) => {
      const { connection } = await connect((query) => {
        const { json } = peopleOf(count, query);
        return { status: 200, json: { data: Object(json).data } };
      });
      expect((await readAll(deel, connection)).outcome).toEqual({ complete: true, total: count });
    },
  );

  it.each([
    ["hiring_statuses", "/query/hiring_statuses"],
    ["hiring_types", "/query/hiring_types"],
    ["sort_by", "/query/sort_by"],
  ])("is asked for without %s when Deel refuses that, and with all the rest", async (name, path) => {
    const { server, connection } = await connect((query) =>
      query.has(name)
        ? refusal(400, "must be equal to one of the allowed values", path)
        : peopleOf(230, query),
    );
    expect((await readAll(deel, connection)).outcome).toEqual({ complete: true, total: 230 });
    const kept = ["hiring_statuses", "hiring_types", "sort_by"].filter((other) => other !== name);
    expect(server.log).toHaveLength(3);
    for (const { url } of server.log.slice(1)) {
      expect(kept.map((other) => url.searchParams.has(other))).toEqual([true, true]);
    }
  });

  it("still asks for leavers when Deel refuses one of the statuses, and names which", async () => {
    const { server, connection } = await connect((query) => {
      const place = query.getAll("hiring_statuses").indexOf("in_review");
      return place < 0 ? peopleOf(1, query) : refusal(400, "not allowed", `/query/hiring_statuses/${place}`);
    });
    expect((await readAll(deel, connection)).outcome.complete).toBe(true);
    const statuses = server.log.at(-1)?.url.searchParams.getAll("hiring_statuses");
    expect(statuses).toHaveLength(11);
    expect(statuses).toContain("inactive");
  });

  it("goes by the total of the last page", async () => {
    const { connection } = await connect((query) =>
      query.get("offset") === "0"
        ? peopleOf(201, query)
        : page(query.get("offset") === "200" ? [person("p200")] : [], 202),
    );
    expect((await readAll(deel, connection)).outcome).toMatchObject({ why: "201 of 202 employees came" });
  });

  it("stops at an empty page instead of following a wild total", async () => {
    const { server, connection } = await connect((query) =>
      query.get("offset") === "0" ? peopleOf(100_000_000, query) : page([], 100_000_000),
    );
    expect((await readAll(deel, connection)).outcome.complete).toBe(false);
    expect(server.log).toHaveLength(2);
  });

  it("stops when sensitive data are withheld from the token", async () => {
    const emails = [{ type: "work", value: null }];
    const { connection } = await connect(() => page([person("1", { emails })], 1));
    await expect(readAll(deel, connection)).rejects.toMatchObject({
      code: "attributes_not_readable",
      next: expect.stringContaining("sensitive data"),
    });
  });

  it("holds no bank details, pay or birthday", async () => {
    const private_ = { birth_date: "1990-02-03", employments: [{ payment: { rate: 48_123 } }] };
    const { connection } = await connect(() => page([person("1", private_)], 1));
    const { employees } = await readAll(deel, connection);
    expect(JSON.stringify(employees)).not.toMatch(/1990|48123/u);
    expect(employees[0]).not.toHaveProperty("bank");
  });
});

describe("deel refusals", () => {
  it.each([
    [400, "configuration", "request_refused", "apiVersion"],
    [401, "credentials", "credentials_refused", "spendesk-hr connect deel"],
    [403, "credentials", "permission_missing", "people:read"],
    [404, "configuration", "not_found", "https://api.letsdeel.com"],
  ])("with status %i are %s: %s", async (status, kind, code, next) => {
    const problem = await problemOf(refusal(status, "No.", "/query/offset"));
    expect(problem).toMatchObject({ kind, code, next: expect.stringContaining(next) });
    expect(problem).toMatchObject({
      why: `Deel says "No." (status ${status}, about /query/offset, trace id req-4711).`,
    });
    expect(server?.log).toHaveLength(1);
  });

  it.each([
    [401, "credentials_refused"],
    [403, "permission_missing"],
  ])("with status %i are about the token, also as an empty page", async (status, code) => {
    for (const html of ["", "<h1>Blocked</h1>"]) {
      const problem = await problemOf({ status, html });
      expect(problem).toMatchObject({ kind: "credentials", code, why: expect.stringContaining("proxy") });
      await server?.close();
    }
  });

  it.each([406, 410])("with status %i lead to an update, or to another version", async (status) => {
    expect(await problemOf(refusal(status, "API version 2026-01-01 was sunset"))).toMatchObject({
      kind: "configuration",
      code: "api_outdated",
      why: expect.stringContaining("was sunset"),
      next: expect.stringMatching(/Update spendesk-hr.*source\.settings\.apiVersion/),
    });
  });

  it("of every size of page are told", async () => {
    const problem = await problemOf(refusal(400, "limit is wrong", "/query/limit"));
    expect(problem).toMatchObject({ kind: "configuration", why: expect.stringContaining("limit is wrong") });
    expect(server?.log.map(({ url }) => url.searchParams.get("limit"))).toEqual([
      "200",
      "100",
      "50",
      "25",
      "12",
      "10",
    ]);
  });

  it.each([
    ["a web page", { status: 200, html: "<h1>Log in</h1>" }, "not_json"],
    ["JSON of another form", { status: 200, json: { message: "ok" } }, "unexpected_answer"],
    ["a limit in plain words", { status: 429, html: "Too Many Requests" }, "rate_limited"],
    ["an error of their own", { status: 500, json: { error: { message: "x" } } }, "server_error"],
  ])("with %s are temporary", async (_name, answer, code) => {
    expect(await problemOf(answer)).toMatchObject({ kind: "temporary", code });
  });
});

describe("deel verification", () => {
  it("takes one call, which tells the head-count, when bank details are switched off", async () => {
    const { server, connection } = await connect(() => page([person("1")], 412), { bankDetails: "no" });
    const { employees, findings } = await deel.verify(connection);
    expect(employees).toBe(412);
    expect(findings.filter(({ field }) => field.startsWith("bank."))).toEqual([]);
    expect(server.log).toHaveLength(1);
  });

  it("can't tell what is readable when there is nobody", async () => {
    const { connection } = await connect(() => page([], 0));
    const { findings } = await deel.verify(connection);
    expect(new Set(findings.map(({ state }) => state))).toEqual(new Set(["unknown"]));
  });

  it("says at once that people have no id", async () => {
    const { connection } = await connect(() => page([person("1"), person(null)], 2));
    expect((await deel.verify(connection)).obstacles).toEqual([
      { text: "1 record has no usable id", next: expect.stringContaining("mended") },
    ]);
  });

  it("warns that leavers may be missing when Deel refuses to be asked for them, and none is there", async () => {
    const nextWith = async (...people: unknown[]) => {
      const { connection } = await connect((query) =>
        query.has("hiring_statuses")
          ? refusal(400, "not allowed", "/query/hiring_statuses/3")
          : page(people, people.length),
      );
      const { findings } = await deel.verify(connection);
      await server?.close();
      return findings.find(({ field }) => field === "terminationDate");
    };
    const active = person("1", { completion_date: null });
    expect(await nextWith(active)).toMatchObject({
      state: "missing",
      required: false,
      next: expect.stringContaining("nobody who has left"),
    });
    const leaver = person("2", { person_status: "INACTIVE", completion_date: "2026-01-31" });
    expect(await nextWith(active, leaver)).toMatchObject({ state: "ok", next: null });
  });

  it("names the screen, the scope and the step for withheld e-mails", async () => {
    const { connection } = await connect(() =>
      page([person("1", { emails: [{ type: "work", value: null }] })], 1),
    );
    const { findings } = await deel.verify(connection);
    expect(findings.find(({ field }) => field === "workEmail")?.next).toMatch(
      /Access Tokens.*people:read.*sensitive data access/,
    );
  });
});
