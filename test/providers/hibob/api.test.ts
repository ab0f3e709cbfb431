import { afterEach, describe, expect, it } from "vitest";
import type { HttpClient } from "../../../src/http/types.js";
import { HttpFailure } from "../../../src/http/types.js";
import { hibob } from "../../../src/providers/hibob/index.js";
import { readAll } from "../../conformance/harness.js";
import type { Loopback, LoopbackRequest } from "../../conformance/loopback.js";
import { CREDENTIALS, people, person, refusal, type Script, startBob } from "./tiny-bob.js";

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function connect(script: Script, settings: unknown = {}, secrets: string[] = []) {
  const bob = await startBob(script, settings, secrets);
  server = bob.server;
  return bob;
}

async function problemOf(script: Script) {
  const { connection } = await connect(script);
  return readAll(hibob, connection).then(
    () => Promise.reject(new Error("no problem")),
    (error: unknown) => error,
  );
}

const BASIC = Buffer.from(`${CREDENTIALS.serviceUserId}:${CREDENTIALS.token}`).toString("base64");

function bodyOf(request: LoopbackRequest | undefined) {
  return JSON.parse(request?.body ?? "");
}

describe("hibob search", () => {
  it("asks once for everybody, leavers included, with Basic and words beside the machine's values", async () => {
    const { server, connection } = await connect({});
    await readAll(hibob, connection);
    expect(server.log.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      "POST /v1/people/search",
    ]);
    expect(server.log[0]?.headers).toMatchObject({
      authorization: `Basic ${BASIC}`,
      accept: "application/json",
      "content-type": "application/json",
    });
    expect(bodyOf(server.log[0])).toEqual({
      showInactive: true,
      humanReadable: "APPEND",
      fields: expect.arrayContaining(["root.id", "internal.lifecycleStatus", "financial.iban"]),
    });
  });

  it("tells the redactor the encoded credentials", async () => {
    const secrets: string[] = [];
    const { connection } = await connect({}, {}, secrets);
    await readAll(hibob, connection);
    expect(secrets).toEqual([BASIC]);
  });

  it("makes no call before the first page is asked for", async () => {
    const { server, connection } = await connect({});
    hibob.readEmployees(connection);
    expect(server.log).toEqual([]);
  });

  it("is incomplete when a record has no usable id or is none", async () => {
    const { connection } = await connect({ search: () => people([person("1"), { id: null }, "odd"]) });
    expect(await readAll(hibob, connection)).toMatchObject({
      employees: [{ id: "1" }],
      outcome: { complete: false, why: expect.stringContaining("2 records have no usable id") },
    });
  });

  it.each([
    ["an empty body", { status: 401, html: "" }, /^Bob gives no reason \(status 401\)\..*proxy/],
    ["a web page", { status: 401, html: "<h1>No</h1>" }, /^Bob gives no reason/],
    ["its own form", refusal(401, "Unauthorized"), /^Bob says "Unauthorized" \(status 401\)\./],
  ])("takes 401 with %s for wrong credentials", async (_name, answer, why) => {
    const problem = await problemOf({ search: () => answer });
    expect(problem).toMatchObject({
      kind: "credentials",
      code: "credentials_refused",
      why: expect.stringMatching(why),
      next: expect.stringContaining("spendesk-hr connect hibob"),
    });
    // Refused calls are never repeated: many of them get the address blocked.
    expect(server?.log).toHaveLength(1);
  });

  it("names the permission group and the IP trust list for 403", async () => {
    expect(await problemOf({ search: () => refusal(403, "No access") })).toMatchObject({
      kind: "credentials",
      code: "permission_missing",
      next: expect.stringMatching(/Permission groups.*IP trust list/),
    });
    expect(server?.log).toHaveLength(1);
  });

  it.each([
    ["a firewall's page", { status: 403, html: "<h1>Blocked</h1>" }, "credentials", "permission_missing"],
    ["a search that is gone", refusal(410, "Gone"), "configuration", "api_outdated"],
    ["a login page", { status: 200, html: "<h1>Log in</h1>" }, "temporary", "not_json"],
    ["JSON of another form", { status: 200, json: { message: "ok" } }, "temporary", "unexpected_answer"],
    ["a refused field", refusal(400, "bad field"), "configuration", "request_refused"],
    ["another address", refusal(404, "Not found"), "configuration", "not_found"],
    ["a broken server", refusal(500, "Oops"), "temporary", "server_error"],
  ])("gives a clear problem for %s", async (_name, answer, kind, code) => {
    expect(await problemOf({ search: () => answer })).toMatchObject({ name: "Problem", kind, code });
  });

  it("says how to write the address when nothing is there", async () => {
    expect(await problemOf({ search: () => refusal(404, "Not found") })).toMatchObject({
      next: expect.stringMatching(/https:\/\/api\.sandbox\.hibob\.com, without \/v1/),
    });
  });

  it("stops when the lifecycle is on nobody, and goes on with the access status alone", async () => {
    const without = (internal: object) => people([person("1", { internal })]);
    expect(await problemOf({ search: () => without({}) })).toMatchObject({
      code: "attributes_not_readable",
      next: expect.stringContaining("Lifecycle sections"),
    });
    await server?.close();
    const { connection } = await connect({ search: () => without({ status: "Active" }) });
    expect((await readAll(hibob, connection)).employees).toMatchObject([{ status: "active" }]);
  });
});

describe("hibob search in batches", () => {
  const everybody = Array.from({ length: 1100 }, (_, index) => person(String(1000 + index)));

  /** The people asked for, as Bob's filter gives them. */
  function chosen(request: LoopbackRequest) {
    const { fields, filters } = bodyOf(request);
    if (!filters) return people(fields.length === 1 ? everybody.map(({ id }) => ({ id })) : everybody);
    return people(everybody.filter(({ id }) => filters[0].values.includes(id)));
  }

  /** The connection of `script`, whose first search fails without an answer. */
  async function failingFirst(kind: "timeout" | "too_large" | "reset", script: Script) {
    const { server, connection } = await connect(script);
    let calls = 0;
    const http: HttpClient = {
      ...connection.http,
      request: (request) => {
        calls += 1;
        const { purpose } = request;
        const details = { kind, purpose, host: "bob.test", sent: true, message: kind };
        return calls === 1 ? Promise.reject(new HttpFailure(details)) : connection.http.request(request);
      },
    };
    return { server, connection: { ...connection, http } };
  }

  it.each(["timeout", "too_large"] as const)("reads by id when one answer is: %s", async (kind) => {
    const { server, connection } = await failingFirst(kind, { search: chosen });
    const { employees, outcome } = await readAll(hibob, connection);
    expect(outcome).toEqual({ complete: true, total: 1100 });
    expect(employees).toHaveLength(1100);
    const [listing, ...batches] = server.log.map(bodyOf);
    expect(listing).toEqual({ showInactive: true, fields: ["root.id"] });
    expect(batches.map(({ filters }) => filters[0].values.length)).toEqual([500, 500, 100]);
    expect(batches[0]).toMatchObject({
      showInactive: true,
      humanReadable: "APPEND",
      filters: [{ fieldPath: "root.id", operator: "equals" }],
    });
  });

  it("is incomplete when somebody asked for by id does not come", async () => {
    const { connection } = await failingFirst("timeout", {
      search: (request) => {
        const answer = chosen(request);
        const isLast = bodyOf(request).filters?.[0].values.length === 100;
        return isLast ? people(everybody.slice(1000, 1099)) : answer;
      },
    });
    expect((await readAll(hibob, connection)).outcome).toEqual({
      complete: false,
      why: "1099 of 1100 employees came",
    });
  });

  it("does not hide another failure", async () => {
    const { server, connection } = await failingFirst("reset", { search: chosen });
    await expect(readAll(hibob, connection)).rejects.toMatchObject({ code: "connection_lost" });
    expect(server.log).toEqual([]);
  });

  it("says what a first batch shows in the check, without judging leavers by it", async () => {
    const { connection } = await failingFirst("too_large", { search: chosen });
    const report = await hibob.verify(connection);
    expect(report.employees).toBe(1100);
    expect(report.findings.find(({ field }) => field === "terminationDate")?.state).toBe("empty");
  });
});
