import { describe, expect, it } from "vitest";
import { errorCodes, sandboxWith, spendeskCaller } from "./client.js";

const MIRA = { email: "mira@acme.test", firstName: "Mira", lastName: "Lindqvist" };
const BANK = { iban: "GB33BUKB20201555555555", bic: "BUKBGB22XXX" };

function person(number: number) {
  return { email: `person${number}@acme.test`, firstName: "P", lastName: String(number) };
}

describe("POST /v1/users", () => {
  it("creates invited members and keeps what reads don't show", async () => {
    const sandbox = await sandboxWith({ members: 1 });
    const manager = sandbox.control.members()[0]?.id ?? "";
    const api = await spendeskCaller(sandbox);
    const answer = await api("POST", "/v1/users", [
      { ...MIRA, externalId: "7", bankAccount: BANK, managerId: manager },
    ]);
    expect(answer.status).toBe(201);
    expect(answer.body.errors).toEqual([]);
    expect(answer.body.data[0]).toMatchObject({
      ...MIRA,
      status: "invited",
      externalId: "7",
      managerId: manager,
    });
    expect(answer.body.data[0]).not.toHaveProperty("bankAccount");
    expect(sandbox.control.members()[1]).toMatchObject({ bankAccount: BANK, managerId: manager });
  });

  it("refuses single people by index and creates the others", async () => {
    const sandbox = await sandboxWith();
    sandbox.control.addMember({ email: "Taken@Acme.test" });
    sandbox.control.addMember({ email: "gone@acme.test", isArchived: true });
    const archived = sandbox.control.members()[1]?.id;
    const api = await spendeskCaller(sandbox);
    const answer = await api("POST", "/v1/users", [
      { ...MIRA, email: "tAKEN@acme.test" },
      MIRA,
      { ...MIRA, email: "gone@acme.test" },
      { ...MIRA, email: "not an e-mail" },
      { email: "noname@acme.test", firstName: "No" },
      { ...person(1), bankAccount: { iban: BANK.iban } },
      { ...person(2), bankAccount: { ...BANK, iban: "GB34BUKB20201555555555" } },
      { ...person(3), managerId: archived },
      { ...person(4), managerId: "nobody" },
      { ...person(5), iban: BANK.iban },
      MIRA,
    ]);
    expect(answer.body.data).toHaveLength(1);
    expect(
      answer.body.errors.map((error: { index: number; code: string }) => [error.index, error.code]),
    ).toEqual([
      [0, "USER_ALREADY_EXISTS"],
      [2, "USER_ALREADY_EXISTS"],
      ...[3, 4, 5, 6, 7, 8, 9].map((index) => [index, "BAD_REQUEST_INCORRECT_OR_MISSING_FIELD"]),
      [10, "USER_ALREADY_EXISTS"],
    ]);
    expect(JSON.stringify(answer.body)).not.toContain("BUKB");
  });

  it("takes 1 to 100 people", async () => {
    const api = await spendeskCaller(await sandboxWith());
    const many = (count: number) => Array.from({ length: count }, (_, index) => person(index));
    expect((await api("POST", "/v1/users", [])).status).toBe(400);
    expect((await api("POST", "/v1/users", many(101))).status).toBe(400);
    expect((await api("POST", "/v1/users", MIRA)).status).toBe(400);
    expect((await api("POST", "/v1/users", many(100))).body.data).toHaveLength(100);
  });

  it("stops at the last seat", async () => {
    const sandbox = await sandboxWith({ seats: 2 });
    sandbox.control.addMember({ email: "old@acme.test", isArchived: true });
    const api = await spendeskCaller(sandbox);
    const answer = await api("POST", "/v1/users", [person(1), person(2), person(3)]);
    expect(answer.body.data).toHaveLength(2);
    expect(answer.body.errors).toMatchObject([{ index: 2, code: "SEAT_LIMIT_REACHED" }]);
    const id = sandbox.control.members()[0]?.id;
    expect(errorCodes(await api("PATCH", `/v1/users/${id}/status`, { isArchived: false }))).toEqual([
      "SEAT_LIMIT_REACHED",
    ]);
  });

  it("repeats the work for a repeated Idempotency-Key, unless the option is on", async () => {
    const key = { "idempotency-key": "8b0d7a9e-0000-4000-8000-000000000001" };
    const plain = await spendeskCaller(await sandboxWith());
    await plain("POST", "/v1/users", [MIRA], key);
    expect(errorCodes(await plain("POST", "/v1/users", [MIRA], key))).toEqual(["USER_ALREADY_EXISTS"]);
    const honouring = await spendeskCaller(await sandboxWith({ idempotency: true }));
    const first = await honouring("POST", "/v1/users", [MIRA], key);
    expect((await honouring("POST", "/v1/users", [MIRA], key)).body).toEqual(first.body);
  });
});

describe("PATCH /v1/users", () => {
  it("changes the named fields of one member", async () => {
    const sandbox = await sandboxWith({ members: 2 });
    const [one, two] = sandbox.control.members();
    const api = await spendeskCaller(sandbox);
    const answer = await api("PATCH", `/v1/users/${one?.id}`, {
      lastName: "New",
      bankAccount: BANK,
      managerId: two?.id,
    });
    expect([answer.status, answer.body.data.lastName]).toEqual([200, "New"]);
    expect(sandbox.control.members()[0]).toEqual({
      ...one,
      lastName: "New",
      bankAccount: BANK,
      managerId: two?.id,
    });
  });

  it("refuses a taken e-mail, oneself as manager, nothing to change and unknown members", async () => {
    const sandbox = await sandboxWith({ members: 2 });
    const [one, two] = sandbox.control.members();
    const api = await spendeskCaller(sandbox);
    const refused = async (id: string | undefined, body: unknown) => {
      const answer = await api("PATCH", `/v1/users/${id}`, body);
      return [answer.status, ...errorCodes(answer)];
    };
    expect(await refused(one?.id, { email: two?.email?.toUpperCase() })).toEqual([
      409,
      "USER_ALREADY_EXISTS",
    ]);
    expect(await refused(one?.id, { managerId: one?.id })).toEqual([
      400,
      "BAD_REQUEST_INCORRECT_OR_MISSING_FIELD",
    ]);
    expect(await refused(one?.id, {})).toEqual([400, "BAD_REQUEST_INCORRECT_OR_MISSING_FIELD"]);
    expect(await refused("nobody", { lastName: "X" })).toEqual([404, "NOT_FOUND"]);
    expect((await api("PATCH", `/v1/users/${one?.id}`, { email: one?.email?.toUpperCase() })).status).toBe(
      200,
    );
  });

  it("frees the old e-mail", async () => {
    const sandbox = await sandboxWith({ members: 1 });
    const [one] = sandbox.control.members();
    const api = await spendeskCaller(sandbox);
    await api("PATCH", `/v1/users/${one?.id}`, { email: "new@acme.test" });
    const answer = await api("POST", "/v1/users", [{ ...MIRA, email: one?.email }]);
    expect(answer.body.errors).toEqual([]);
  });

  it("changes 2 to 100 members with errors by index", async () => {
    const sandbox = await sandboxWith({ members: 2 });
    const [one, two] = sandbox.control.members();
    const api = await spendeskCaller(sandbox);
    const answer = await api("PATCH", "/v1/users", [
      { id: one?.id, firstName: "Ana" },
      { id: "nobody", firstName: "Ana" },
      { id: two?.id, email: "broken" },
    ]);
    expect(answer.body.data).toMatchObject([{ id: one?.id, firstName: "Ana" }]);
    expect(answer.body.errors).toMatchObject([
      { index: 1, code: "NOT_FOUND" },
      { index: 2, code: "BAD_REQUEST_INCORRECT_OR_MISSING_FIELD" },
    ]);
    expect((await api("PATCH", "/v1/users", [{ id: one?.id, firstName: "Ana" }])).status).toBe(400);
    const tooMany = Array.from({ length: 101 }, () => ({ id: one?.id, firstName: "Ana" }));
    expect((await api("PATCH", "/v1/users", tooMany)).status).toBe(400);
  });

  it("is 405 where bulk updates are off, single ones work", async () => {
    const sandbox = await sandboxWith({ members: 2, bulkUpdates: false });
    const [one, two] = sandbox.control.members();
    const api = await spendeskCaller(sandbox);
    const updates = [one, two].map((member) => ({ id: member?.id, firstName: "Ana" }));
    expect((await api("PATCH", "/v1/users", updates)).status).toBe(405);
    expect((await api("PATCH", `/v1/users/${one?.id}`, { firstName: "Ana" })).status).toBe(200);
  });
});

describe("PATCH /v1/users/{id}/status", () => {
  it("archives and restores, twice without harm", async () => {
    const sandbox = await sandboxWith({ members: 1 });
    const id = sandbox.control.members()[0]?.id;
    const api = await spendeskCaller(sandbox);
    for (const isArchived of [true, true, false, false]) {
      const answer = await api("PATCH", `/v1/users/${id}/status`, { isArchived });
      expect([answer.status, answer.body.data.isArchived]).toEqual([200, isArchived]);
    }
  });

  it("refuses owners and members with subscriptions or approvals", async () => {
    const sandbox = await sandboxWith({ ownerEmail: "owner@acme.test" });
    sandbox.control.addMember({ email: "cards@acme.test", activeSubscriptions: true });
    sandbox.control.addMember({ email: "approver@acme.test", pendingApprovals: true });
    const api = await spendeskCaller(sandbox);
    const codes = [];
    for (const { id } of sandbox.control.members()) {
      codes.push(...errorCodes(await api("PATCH", `/v1/users/${id}/status`, { isArchived: true })));
    }
    expect(codes).toEqual(["OWNER_CANNOT_BE_ARCHIVED", "ACTIVE_SUBSCRIPTIONS", "PENDING_APPROVALS"]);
    expect(sandbox.control.members().some((member) => member.isArchived)).toBe(false);
  });
});

describe("write access", () => {
  it("is absent like an unknown route when off", async () => {
    const api = await spendeskCaller(await sandboxWith({ writes: false }));
    const unknown = await api("POST", "/v1/nothing", [MIRA]);
    const answer = await api("POST", "/v1/users", [MIRA]);
    expect([answer.status, answer.body]).toEqual([404, unknown.body]);
    expect((await api("PATCH", "/v1/users/x/status", { isArchived: true })).status).toBe(404);
  });

  it("is forbidden when the key lacks it, or the token", async () => {
    const sandbox = await sandboxWith({ writes: "forbidden" });
    const answer = await (await spendeskCaller(sandbox))("POST", "/v1/users", [MIRA]);
    expect([answer.status, errorCodes(answer)]).toEqual([403, ["FORBIDDEN_ERROR"]]);
    const reading = await spendeskCaller(await sandboxWith(), "acme-uk", "user:read");
    expect((await reading("POST", "/v1/users", [MIRA])).status).toBe(403);
  });
});
