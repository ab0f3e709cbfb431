import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.js";
import { basic, call, errorCodes, NOON, sandboxWith, spendeskCaller } from "./client.js";

function askToken(sandbox: Sandbox, authorization: string, body: unknown) {
  return call("POST", `${sandbox.spendeskUrl()}/v1/auth/token`, {
    headers: { authorization },
    body: JSON.stringify(body),
  });
}

const GRANT = { grant_type: "client_credentials" };

describe("Spendesk tokens", () => {
  it("are given for the key", async () => {
    const sandbox = await sandboxWith();
    const answer = await askToken(sandbox, basic(sandbox.credentials.spendesk), GRANT);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^[0-9a-f]{40}$/u),
      token_type: "Bearer",
      expires_in: 3600,
      scope: "user:read user:write",
    });
  });

  it("are refused for a wrong secret, a missing key or another grant", async () => {
    const sandbox = await sandboxWith();
    const { clientId, clientSecret } = sandbox.credentials.spendesk;
    const wrong = await askToken(sandbox, basic({ clientId, clientSecret: "wrong" }), GRANT);
    expect([wrong.status, errorCodes(wrong)]).toEqual([401, ["AUTHENTICATION_ERROR"]]);
    expect((await askToken(sandbox, "", GRANT)).status).toBe(401);
    const grant = await askToken(sandbox, basic({ clientId, clientSecret }), { grant_type: "password" });
    expect([grant.status, errorCodes(grant)]).toEqual([400, ["BAD_REQUEST_INCORRECT_OR_MISSING_FIELD"]]);
  });

  it("carry the scopes asked for, and not more than the key has", async () => {
    const sandbox = await sandboxWith({ writes: "forbidden" });
    const key = basic(sandbox.credentials.spendesk);
    expect((await askToken(sandbox, key, GRANT)).body.scope).toBe("user:read");
    expect((await askToken(sandbox, key, { ...GRANT, scope: "user:write" })).status).toBe(400);
  });

  it("die after an hour", async () => {
    const sandbox = await sandboxWith();
    const api = await spendeskCaller(sandbox);
    sandbox.control.advanceClock(60 * 60_000 - 1);
    expect((await api("GET", "/v1/users")).status).toBe(200);
    sandbox.control.advanceClock(1);
    const late = await api("GET", "/v1/users");
    expect([late.status, errorCodes(late)]).toEqual([401, ["AUTHENTICATION_ERROR"]]);
  });

  it("live as long as the option says, on the injected clock", async () => {
    let now = NOON;
    const sandbox = await sandboxWith({ tokenLifeMs: 1500, clock: () => now });
    const answer = await askToken(sandbox, basic(sandbox.credentials.spendesk), GRANT);
    expect(answer.body.expires_in).toBe(2);
    const api = await spendeskCaller(sandbox);
    now += 1500;
    expect((await api("GET", "/v1/users")).status).toBe(401);
  });

  it("belong to one entity", async () => {
    const sandbox = await sandboxWith({ entities: ["acme-uk", "acme-fr"], ownerEmail: null });
    sandbox.control.addMember({ email: "a@acme.test" }, "acme-fr");
    const uk = await spendeskCaller(sandbox, "acme-uk");
    const fr = await spendeskCaller(sandbox, "acme-fr");
    expect((await uk("GET", "/v1/users")).body.meta.pagination.total).toBe(0);
    expect((await fr("GET", "/v1/users")).body.meta.pagination.total).toBe(1);
    const uks = sandbox.credentials.spendesk;
    const url = `${sandbox.spendeskUrl("acme-fr")}/v1/auth/token`;
    const init = { headers: { authorization: basic(uks) }, body: JSON.stringify(GRANT) };
    expect((await call("POST", url, init)).status).toBe(401);
    expect((await call("POST", `${sandbox.spendeskUrl("acme-uk")}/v1/auth/token`, init)).status).toBe(200);
  });
});

describe("GET /v1/users", () => {
  it.each([
    [0, 1, 100, 0],
    [1, 1, 100, 1],
    [100, 1, 100, 100],
    [100, 2, 100, 0],
    [101, 2, 100, 1],
    [50, 2, 30, 20],
    [50, 3, 30, 0],
  ])("with %i members answers page %i of %i with %i", async (members, page, pageSize, expected) => {
    const api = await spendeskCaller(await sandboxWith({ members }));
    const answer = await api("GET", `/v1/users?page=${page}&pageSize=${pageSize}`);
    expect(answer.body.data).toHaveLength(expected);
    expect(answer.body.meta.pagination).toEqual({ page, pageSize, total: members });
  });

  it("shows everybody once over all pages", async () => {
    const api = await spendeskCaller(await sandboxWith({ members: 101, employees: 200 }));
    const pages = await Promise.all([1, 2, 3, 4].map((page) => api("GET", `/v1/users?page=${page}`)));
    expect(pages.map((page) => page.body.data.length)).toEqual([30, 30, 30, 11]);
    const ids = pages.flatMap((page) => page.body.data.map((member: { id: string }) => member.id));
    expect(new Set(ids).size).toBe(101);
  });

  it.each(["page=0", "page=x", "pageSize=0", "pageSize=101", "pageSize=1.5"])("refuses %s", async (query) => {
    const api = await spendeskCaller(await sandboxWith());
    const answer = await api("GET", `/v1/users?${query}`);
    expect([answer.status, errorCodes(answer)]).toEqual([400, ["BAD_REQUEST_INCORRECT_OR_MISSING_FIELD"]]);
  });

  it("finds by id, in the list and alone", async () => {
    const sandbox = await sandboxWith({ members: 3 });
    const api = await spendeskCaller(sandbox);
    const id = sandbox.control.members()[1]?.id;
    expect((await api("GET", `/v1/users?id=${id}`)).body.data.map((one: { id: string }) => one.id)).toEqual([
      id,
    ]);
    expect((await api("GET", `/v1/users/${id}`)).body.data.id).toBe(id);
    const none = await api("GET", "/v1/users/nobody");
    expect([none.status, errorCodes(none)]).toEqual([404, ["NOT_FOUND"]]);
  });

  it("shows status, roles and manager, but never bank details", async () => {
    const sandbox = await sandboxWith({ ownerEmail: "owner@acme.test" });
    const bankAccount = { iban: "GB33BUKB20201555555555", bic: "BUKBGB22" };
    sandbox.control.addMember({ email: "b@acme.test", isArchived: true, bankAccount });
    const answer = await (await spendeskCaller(sandbox))("GET", "/v1/users");
    expect(answer.body.data[0]).toMatchObject({
      email: "owner@acme.test",
      status: "active",
      roles: ["account_owner", "administrator"],
    });
    expect(answer.body.data[1]).toEqual({
      id: expect.any(String),
      firstName: "",
      lastName: "",
      email: "b@acme.test",
      status: "archived",
      isArchived: true,
      roles: ["requester"],
      managerId: null,
      externalId: null,
    });
  });

  it("shows four fields where only the documented ones come", async () => {
    const sandbox = await sandboxWith({ members: 1, readFields: "documented" });
    const answer = await (await spendeskCaller(sandbox))("GET", "/v1/users");
    expect(Object.keys(answer.body.data[0])).toEqual(["id", "firstName", "lastName", "email"]);
  });

  it("refuses a call without a token or with an unknown one", async () => {
    const sandbox = await sandboxWith();
    expect((await call("GET", `${sandbox.spendeskUrl()}/v1/users`)).status).toBe(401);
    const headers = { authorization: "Bearer made-up" };
    expect((await call("GET", `${sandbox.spendeskUrl()}/v1/users`, { headers })).status).toBe(401);
  });

  it("is 404 at unknown addresses", async () => {
    const api = await spendeskCaller(await sandboxWith());
    const answer = await api("GET", "/v1/nothing");
    expect([answer.status, errorCodes(answer)]).toEqual([404, ["NOT_FOUND"]]);
  });
});

describe("members from the start", () => {
  it("match employees four times out of five, the others are strangers", async () => {
    const sandbox = await sandboxWith({ members: 20 });
    const known = new Set(sandbox.control.employees().map((person) => person.workEmail));
    const matching = sandbox.control.members().filter((member) => known.has(member.email));
    expect(matching).toHaveLength(16);
    expect(new Set(sandbox.control.members().map((member) => member.email)).size).toBe(20);
  });

  it("contain the owner once, also when the owner is an employee", async () => {
    const [person] = (await sandboxWith()).control.employees();
    const ownerEmail = person?.workEmail ?? "";
    const sandbox = await sandboxWith({ members: 10, ownerEmail });
    const owners = sandbox.control.members().filter((member) => member.email === ownerEmail);
    expect(owners.map((owner) => [owner.firstName, owner.roles[0]])).toEqual([
      [person?.firstName, "account_owner"],
    ]);
    expect(sandbox.control.members()).toHaveLength(10);
  });
});
