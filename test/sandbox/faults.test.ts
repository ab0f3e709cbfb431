import { describe, expect, it } from "vitest";
import { errorCodes, idsOf, personioCaller, sandboxWith, spendeskCaller } from "./client.js";

const EMPLOYEES = "/v1/company/employees";

/** Callers first, faults after: tokens are not what these tests are about. */
async function faulty(faults: string[], options = {}) {
  const sandbox = await sandboxWith({ employees: 250, members: 3, ...options });
  const api = await spendeskCaller(sandbox);
  const read = await personioCaller(sandbox);
  sandbox.control.setFaults(faults);
  return { sandbox, api, read };
}

/** The code of the network error under fetch's "fetch failed". */
async function networkError(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  }
  return "none";
}

describe("faults of the answer", () => {
  it("429 tells when to come back, 429-bare does not", async () => {
    const { sandbox, api } = await faulty(["429:x1", "429-bare"], { rateLimit: {} });
    const told = await api("GET", "/v1/users");
    expect([told.status, told.headers.get("retry-after"), told.headers.get("x-ratelimit-remaining")]).toEqual(
      [429, "1", "0"],
    );
    const bare = await api("GET", "/v1/users");
    expect([bare.status, errorCodes(bare)]).toEqual([429, ["TOO_MANY_REQUESTS"]]);
    expect([bare.headers.get("retry-after"), bare.headers.get("x-ratelimit-reset")]).toEqual([null, null]);
    expect(sandbox.stats().tooManyRequests).toBe(2);
  });

  it("500 has the vendor's shape, 502 and 503 a gateway's page", async () => {
    const { api, read } = await faulty(["500:x2", "502:x1", "503:x1"]);
    expect(errorCodes(await api("GET", "/v1/users"))).toEqual(["INTERNAL_SERVER_ERROR"]);
    expect((await read(EMPLOYEES)).body).toMatchObject({ success: false, error: { code: 0 } });
    for (const status of [502, 503]) {
      const answer = await read(EMPLOYEES);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        status,
        "text/html; charset=utf-8",
      ]);
    }
    expect((await read(EMPLOYEES)).status).toBe(200);
  });

  it("html and wrong-json answer 200 and do nothing", async () => {
    const { sandbox, api } = await faulty(["html:x1", "wrong-json:x1"]);
    const page = await api("POST", "/v1/users", [{ email: "a@acme.test", firstName: "A", lastName: "B" }]);
    expect([page.status, page.body]).toEqual([200, expect.stringContaining("<html>")]);
    const json = await api("GET", "/v1/users");
    expect([json.status, json.body.data]).toEqual([200, undefined]);
    expect(sandbox.control.members()).toHaveLength(3);
  });

  it("unauthorized looks like a dead token", async () => {
    const { api, read } = await faulty(["unauthorized:x2"]);
    expect((await api("GET", "/v1/users")).status).toBe(401);
    const answer = await read(EMPLOYEES);
    expect([answer.status, answer.body.error.message]).toEqual([403, "Provided authorization is not valid"]);
    expect((await read(EMPLOYEES)).status).toBe(200);
  });

  it("forbidden looks like a missing right", async () => {
    const { api, read } = await faulty(["forbidden:x2"]);
    expect((await api("GET", "/v1/users")).status).toBe(403);
    expect((await read(EMPLOYEES)).status).toBe(403);
    expect((await read(EMPLOYEES)).status).toBe(200);
  });
});

describe("faults of the connection", () => {
  const NEW = [{ email: "new@acme.test", firstName: "N", lastName: "M" }];

  it("reset happens before anything else does", async () => {
    const { sandbox, api } = await faulty(["reset"]);
    expect(await networkError(api("POST", "/v1/users", NEW))).toBe("ECONNRESET");
    expect(sandbox.control.members()).toHaveLength(3);
    expect(sandbox.stats().statuses.none).toBe(1);
  });

  it("reset-after happens when the work is done", async () => {
    const { sandbox, api } = await faulty(["reset-after:x1@POST /v1/users"]);
    expect(await networkError(api("POST", "/v1/users", NEW))).toBe("ECONNRESET");
    expect(sandbox.control.members()).toHaveLength(4);
  });

  it("timeout never answers", async () => {
    const { sandbox } = await faulty(["timeout"]);
    const signal = AbortSignal.timeout(150);
    const attempt = fetch(`${sandbox.spendeskUrl()}/v1/users`, { signal });
    await expect(attempt).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("timeout does not keep the sandbox from closing", async () => {
    const { sandbox } = await faulty(["timeout"]);
    const attempt = networkError(fetch(`${sandbox.spendeskUrl()}/v1/users`));
    while (!sandbox.stats().requests["GET /spendesk/v1/users"]) await new Promise((go) => setTimeout(go, 5));
    await sandbox.close();
    expect(await attempt).not.toBe("none");
  });

  it("slow answers late, the work being done at once", async () => {
    const seen: unknown[] = [];
    const onHeldBack = () => seen.push([sandbox.control.members().length, sandbox.stats().statuses["201"]]);
    const { sandbox, api } = await faulty(["slow=300"], { onHeldBack });
    const begin = performance.now();
    expect((await api("POST", "/v1/users", NEW)).status).toBe(201);
    expect(performance.now() - begin).toBeGreaterThan(299);
    expect(seen).toEqual([[4, undefined]]);
  });

  it("truncate promises more than it sends", async () => {
    const { read } = await faulty(["truncate:x1"]);
    expect(await networkError(read(EMPLOYEES))).not.toBe("none");
    expect((await read(EMPLOYEES)).status).toBe(200);
  });

  it("oversize pads the body far beyond its JSON", async () => {
    const { sandbox, api } = await faulty(["oversize=3"]);
    expect((await api("GET", "/v1/users")).body.meta.pagination.total).toBe(3);
    const response = await fetch(`${sandbox.spendeskUrl()}/v1/users`);
    expect((await response.text()).length).toBeGreaterThan(3 * 1024 * 1024);
  });
});

describe("faults of a page", () => {
  async function pages(faults: string[]) {
    const { read } = await faulty(faults);
    const answers = [];
    for (const offset of [0, 100, 200]) answers.push(await read(`${EMPLOYEES}?limit=100&offset=${offset}`));
    return {
      ids: answers.map(idsOf),
      totals: answers.map((answer) => answer.body.metadata.total_elements),
    };
  }

  it("repeat-page gives the page before again", async () => {
    const { ids, totals } = await pages(["repeat-page:x1"]);
    expect(ids[1]).toEqual(ids[0]);
    expect(ids[2]).not.toEqual(ids[1]);
    expect(totals).toEqual([250, 250, 250]);
  });

  it("drop-page loses the page, or some of its items, but not the total", async () => {
    const { ids, totals } = await pages(["drop-page:x1", "drop-page=2:x1"]);
    expect(ids.map((page) => page.length)).toEqual([0, 98, 50]);
    expect(totals).toEqual([250, 250, 250]);
  });

  it("duplicate-id shows somebody twice instead of somebody else", async () => {
    const { ids, totals } = await pages(["duplicate-id:x1"]);
    expect([ids[0]?.length, new Set(ids.flat()).size, totals[0]]).toEqual([100, 249, 250]);
  });

  it("wrong-total is off by the number given", async () => {
    expect((await pages(["wrong-total:x1", "wrong-total=-10:x1"])).totals).toEqual([251, 240, 250]);
  });

  it("also hits Spendesk", async () => {
    const { api } = await faulty(["duplicate-id@/spendesk"]);
    const { data } = (await api("GET", "/v1/users")).body;
    expect(new Set(data.map((member: { id: string }) => member.id)).size).toBe(2);
  });
});

describe("where and when faults happen", () => {
  it("on the routes named, by mount, entity, vendor path or template", async () => {
    const { sandbox, api, read } = await faulty(["500@/personio", "502@PATCH /v1/users/{id}/status"]);
    const id = sandbox.control.members()[0]?.id;
    expect((await read(EMPLOYEES)).status).toBe(500);
    expect((await api("GET", "/v1/users")).status).toBe(200);
    expect((await api("PATCH", `/v1/users/${id}`, { firstName: "A" })).status).toBe(200);
    expect((await api("PATCH", `/v1/users/${id}/status`, { isArchived: true })).status).toBe(502);
    sandbox.control.setFaults([`503@GET /v1/users/${id}`, "502@/spendesk/acme-uk", "500@/v1/users"]);
    expect((await api("GET", `/v1/users/${id}`)).status).toBe(503);
    expect((await api("GET", "/v1/users")).status).toBe(500);
    expect((await fetch(`${sandbox.spendeskUrl("acme-uk")}/v1/users`)).status).toBe(502);
  });

  it("as often as the rate says, the same for the same seed", async () => {
    const runs = [];
    for (const seed of [1, 1, 2]) {
      const { read } = await faulty(["500:30%"], { seed });
      const statuses = [];
      for (let sent = 0; sent < 60; sent += 1) statuses.push((await read(`${EMPLOYEES}?limit=1`)).status);
      runs.push(statuses);
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
    const failed = runs[0]?.filter((status) => status === 500).length ?? 0;
    expect(failed).toBeGreaterThan(5);
    expect(failed).toBeLessThan(35);
  });

  it("from the start when given as an option", async () => {
    const sandbox = await sandboxWith({ faults: ["500:x1"] });
    expect((await fetch(`${sandbox.spendeskUrl()}/v1/users`)).status).toBe(500);
    expect((await fetch(`${sandbox.spendeskUrl()}/v1/users`)).status).toBe(401);
  });
});
