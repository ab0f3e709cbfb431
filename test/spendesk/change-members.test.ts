import { describe, expect, it } from "vitest";
import { BankDetails } from "../../src/sync/model/bank.js";
import { sendJson } from "../http/serve.js";
import { expectAbsent, rejection } from "../http/thrown.js";
import { errors, IBAN, nameUpdates } from "./people.js";
import { type Handler, tinySpendesk, users, usersHandler } from "./tiny-spendesk.js";

const UNKNOWN = expect.objectContaining({ ok: false, code: "outcome_unknown" });
const WRITE_REFUSED = {
  kind: "credentials",
  code: "spendesk_write_refused",
  next: expect.stringContaining("spendesk-hr apply --to file"),
};

interface Replies {
  /** Status and body for `PATCH /v1/users`. */
  readonly bulk?: (ids: readonly string[]) => readonly [number, unknown];
  /** Status and body for `PATCH /v1/users/{id}` and its status. */
  readonly single?: (id: string) => readonly [number, unknown];
  /** Ids the read knows. */
  readonly known?: number;
}

function done(ids: readonly string[]): readonly [number, unknown] {
  return [200, { data: ids.map((id) => ({ id })) }];
}

async function writerOf(
  { bulk = done, single = (id) => [200, { data: { id } }], known = 0 }: Replies,
  options = {},
) {
  const handler: Handler = (seen, response) => {
    if (seen.method === "GET") {
      const id = new URL(seen.url, "http://x").searchParams.get("id");
      const data = users(1, known).filter((user) => "id" in user && user.id === id);
      return sendJson(response, 200, { meta: { pagination: { total: data.length } }, data });
    }
    const id = seen.url.split("/")[3];
    const body = JSON.parse(seen.body);
    const [status, answer] =
      id === undefined ? bulk(body.map((item: { id: string }) => item.id)) : single(decodeURIComponent(id));
    sendJson(response, status, answer);
  };
  const tiny = await tinySpendesk(handler, options);
  return { ...tiny, writer: tiny.spendesk.openWriter() };
}

describe("updateMembers", () => {
  it("sends many updates in one call with the changed fields only", async () => {
    const { writer, seen } = await writerOf({});
    const results = await writer.updateMembers([
      { memberId: "u-1", email: "new@acme.test", bank: new BankDetails(IBAN, "BUKBGB22") },
      { memberId: "u-2", firstName: "Ada", lastName: "Lovely", managerMemberId: "u-1" },
    ]);
    expect(results).toEqual([
      { ok: true, memberId: "u-1" },
      { ok: true, memberId: "u-2" },
    ]);
    expect(seen[1]).toMatchObject({ method: "PATCH", url: "/v1/users" });
    expect(JSON.parse(seen[1]?.body ?? "")).toEqual([
      { id: "u-1", email: "new@acme.test", bankAccount: { iban: IBAN, bic: "BUKBGB22" } },
      { id: "u-2", firstName: "Ada", lastName: "Lovely", managerId: "u-1" },
    ]);
  });

  it("sends a single update to the member's own route", async () => {
    const { writer, seen } = await writerOf({});
    expect(await writer.updateMembers([{ memberId: "u/1?", lastName: "Newname" }])).toEqual([
      { ok: true, memberId: "u/1?" },
    ]);
    expect(seen[1]).toMatchObject({
      method: "PATCH",
      url: "/v1/users/u%2F1%3F",
      body: '{"lastName":"Newname"}',
    });
  });

  it("gives each item its error, and leaves open who is in neither list", async () => {
    const { writer } = await writerOf({
      bulk: () => [200, { data: [{ id: "u-1" }, { id: "u-9" }], errors: [{ index: 1, code: "NOT_FOUND" }] }],
    });
    expect(await writer.updateMembers(nameUpdates(3))).toEqual([
      { ok: true, memberId: "u-1" },
      { ok: false, code: "NOT_FOUND", detail: "Spendesk no longer knows this member." },
      UNKNOWN,
    ]);
  });

  it("does not take another member for the one asked for", async () => {
    const { writer } = await writerOf({
      bulk: () => done(["u-8", "u-9"]),
      single: () => [200, { data: { id: "u-9" } }],
    });
    expect(await writer.updateMembers(nameUpdates(2))).toEqual([UNKNOWN, UNKNOWN]);
    expect(await writer.updateMembers(nameUpdates(1))).toEqual([UNKNOWN]);
  });

  it.each([
    [404, "<html>"],
    [404, errors("NOT_FOUND")],
    [405, {}],
  ])("sends single calls for the rest of the run when the bulk route answers %i %j", async (status, body) => {
    const { writer, calls } = await writerOf({ bulk: () => [status, body] });
    expect(writer.batchSize("update")).toBe(100);
    expect(await writer.updateMembers(nameUpdates(2))).toEqual([
      { ok: true, memberId: "u-1" },
      { ok: true, memberId: "u-2" },
    ]);
    expect(writer.batchSize("update")).toBe(1);
    expect(writer.batchSize("create")).toBe(100);
    await writer.updateMembers(nameUpdates(2));
    expect(calls().filter((call) => call === "PATCH /v1/users")).toHaveLength(1);
    expect(calls()).toHaveLength(5);
  });

  it("sends one batch singly when one person spoils it, and keeps bulk calls", async () => {
    const { writer } = await writerOf({
      bulk: () => [400, errors("BAD_REQUEST_INCORRECT_OR_MISSING_FIELD")],
      single: (id) => (id === "u-2" ? [422, errors("USER_ALREADY_EXISTS")] : [200, { data: { id } }]),
    });
    expect(await writer.updateMembers(nameUpdates(3))).toEqual([
      { ok: true, memberId: "u-1" },
      expect.objectContaining({ ok: false, code: "USER_ALREADY_EXISTS" }),
      { ok: true, memberId: "u-3" },
    ]);
    expect(writer.batchSize("update")).toBe(100);
  });

  it("repeats an update after a 503", async () => {
    let attempts = 0;
    const { writer } = await writerOf({
      bulk: (ids) => {
        attempts += 1;
        return attempts < 3 ? [503, {}] : done(ids);
      },
    });
    expect(await writer.updateMembers(nameUpdates(2))).toEqual([
      { ok: true, memberId: "u-1" },
      { ok: true, memberId: "u-2" },
    ]);
    expect(attempts).toBe(3);
  });

  it("stops with a temporary problem when Spendesk stays down", async () => {
    const { writer } = await writerOf({ bulk: () => [503, {}], single: () => [502, {}] });
    expect(await rejection(writer.updateMembers(nameUpdates(2)))).toMatchObject({ code: "server_error" });
    expect(await rejection(writer.updateMembers(nameUpdates(1)))).toMatchObject({ kind: "temporary" });
  });

  it("leaves open what became of people on whom Spendesk fails with 500 each time", async () => {
    const { writer } = await writerOf({ single: () => [500, {}], bulk: () => [500, {}] });
    expect(await writer.updateMembers(nameUpdates(1))).toEqual([UNKNOWN]);
    expect(await writer.updateMembers(nameUpdates(2))).toEqual([UNKNOWN, UNKNOWN]);
  });

  it("says what to ask for when updating is forbidden", async () => {
    const { writer } = await writerOf({
      bulk: () => [403, errors("FORBIDDEN_ERROR")],
      single: () => [403, {}],
    });
    const error = await rejection(writer.updateMembers(nameUpdates(2)));
    expect(error).toMatchObject({
      ...WRITE_REFUSED,
      message: expect.stringContaining("PATCH /v1/users, status 403"),
    });
    expectAbsent(error, "canary");
    expect(await rejection(writer.updateMembers(nameUpdates(1)))).toMatchObject(WRITE_REFUSED);
  });

  it("says what to ask for when neither the bulk nor the single route exists", async () => {
    const missing = () => [404, "<html>"] as const;
    const { writer } = await writerOf({ bulk: missing, single: missing });
    expect(await rejection(writer.updateMembers(nameUpdates(3)))).toMatchObject(WRITE_REFUSED);
  });
});

describe("archiveMember and restoreMember", () => {
  it("set the status on the member's route", async () => {
    const { writer, seen } = await writerOf({});
    expect(await writer.archiveMember("u-1")).toEqual({ ok: true, memberId: "u-1" });
    expect(await writer.restoreMember("u-1")).toEqual({ ok: true, memberId: "u-1" });
    expect(seen.slice(1)).toMatchObject([
      { method: "PATCH", url: "/v1/users/u-1/status", body: '{"isArchived":true}' },
      { method: "PATCH", url: "/v1/users/u-1/status", body: '{"isArchived":false}' },
    ]);
  });

  it.each([
    [422, "ACTIVE_SUBSCRIPTIONS", "subscription cards"],
    [403, "OWNER_CANNOT_BE_ARCHIVED", "owns"],
    [409, "PENDING_APPROVALS", "Approvals depend"],
    [402, "SEAT_LIMIT_REACHED", "seats"],
    [400, "TOO_YOUNG", "TOO_YOUNG: canary-detail"],
  ])("report %i %s as this person's refusal", async (status, code, text) => {
    const { writer } = await writerOf({ single: () => [status, errors(code)] });
    expect(await writer.archiveMember("u-1")).toEqual({
      ok: false,
      code,
      detail: expect.stringContaining(text),
    });
  });

  it("take a refusal without code and text for one of this person", async () => {
    const { writer } = await writerOf({ single: () => [400, {}] });
    expect(await writer.archiveMember("u-1")).toEqual({
      ok: false,
      code: "UNKNOWN_ERROR",
      detail: "Spendesk refuses with UNKNOWN_ERROR.",
    });
  });

  it("find an error in an answer that claims success", async () => {
    const { writer } = await writerOf({ single: () => [200, errors("PENDING_APPROVALS")] });
    expect(await writer.archiveMember("u-1")).toMatchObject({ ok: false, code: "PENDING_APPROVALS" });
  });

  it("believe an empty answer, but no answer of another form", async () => {
    let empty = true;
    const { spendesk } = await tinySpendesk((_, response) => {
      if (empty) response.writeHead(204).end();
      else response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>");
    });
    const writer = spendesk.openWriter();
    expect(await writer.archiveMember("u-1")).toEqual({ ok: true, memberId: "u-1" });
    empty = false;
    expect(await writer.archiveMember("u-1")).toEqual(UNKNOWN);
  });

  it("take NOT_FOUND for a member who is gone", async () => {
    const { writer } = await writerOf({ single: () => [404, errors("NOT_FOUND")] });
    expect(await writer.archiveMember("u-1")).toMatchObject({ ok: false, code: "NOT_FOUND" });
  });

  it("take NOT_FOUND for a missing route when the read knows the member and the call never worked", async () => {
    const { writer, calls } = await writerOf({ single: () => [404, errors("NOT_FOUND")], known: 1 });
    expect(await rejection(writer.archiveMember("u-1"))).toMatchObject(WRITE_REFUSED);
    expect(calls()).toEqual(["PATCH /v1/users/u-1/status", "GET /v1/users?id=u-1"]);
  });

  it("take NOT_FOUND for the member once the call has worked", async () => {
    const { writer, calls } = await writerOf({
      single: (id) => (id === "u-2" ? [404, errors("NOT_FOUND")] : [200, { data: { id } }]),
      known: 2,
    });
    await writer.archiveMember("u-1");
    expect(await writer.archiveMember("u-2")).toMatchObject({ ok: false, code: "NOT_FOUND" });
    expect(calls()).toHaveLength(2);
  });

  it("take NOT_FOUND for a missing route although another call has worked", async () => {
    const { spendesk } = await tinySpendesk((seen, response) => {
      const read = { meta: { pagination: { total: 1 } }, data: users(1, 1) };
      if (seen.method === "GET") sendJson(response, 200, read);
      else if (seen.url.endsWith("/status")) sendJson(response, 404, errors("NOT_FOUND"));
      else response.writeHead(204).end();
    });
    const writer = spendesk.openWriter();
    await writer.updateMembers(nameUpdates(1));
    expect(await rejection(writer.archiveMember("u-1"))).toMatchObject(WRITE_REFUSED);
  });

  it("take NOT_FOUND for a missing route when it comes three times in a row", async () => {
    let works = true;
    const { writer } = await writerOf({
      single: (id) => (works ? [200, { data: { id } }] : [404, errors("NOT_FOUND")]),
      known: 4,
    });
    await writer.archiveMember("u-1");
    works = false;
    expect(await writer.archiveMember("u-2")).toMatchObject({ ok: false, code: "NOT_FOUND" });
    expect(await writer.archiveMember("u-3")).toMatchObject({ ok: false, code: "NOT_FOUND" });
    expect(await rejection(writer.archiveMember("u-4"))).toMatchObject(WRITE_REFUSED);
  });

  it.each([
    [404, "<html>"],
    [404, errors("ROUTE_MISSING")],
    [405, {}],
    [403, {}],
  ])("say what to ask for on %i %j", async (status, body) => {
    const { writer } = await writerOf({ single: () => [status, body] });
    expect(await rejection(writer.archiveMember("u-1"))).toMatchObject(WRITE_REFUSED);
  });

  it("stop with a temporary problem when the connection is lost each time", async () => {
    const { spendesk, calls } = await tinySpendesk((_, response) => response.destroy());
    const error = await rejection(spendesk.openWriter().archiveMember("u-1"));
    expect(error).toMatchObject({ kind: "temporary", code: "connection_lost" });
    expectAbsent(error, "canary");
    expect(calls()).toHaveLength(4);
  });

  it.each(["..", ".", "", "\ud800"])(
    "send nothing for the id %j, which would be another call",
    async (id) => {
      const { writer, calls } = await writerOf({});
      const refused = {
        ok: false,
        code: "member_id_unusable",
        detail: expect.stringContaining("nothing was sent"),
      };
      expect(await writer.archiveMember(id)).toEqual(refused);
      expect(await writer.restoreMember(id)).toEqual(refused);
      expect(await writer.updateMembers([{ memberId: id, lastName: "X" }])).toEqual([refused]);
      expect(calls()).toEqual([]);
    },
  );

  it.each(["a/b", "../status", "a?x=1", "a#b", "%2e%2e", "a b", "é"])(
    "keep the id %j in its one place of the path",
    async (id) => {
      const { writer, calls } = await writerOf({});
      await writer.archiveMember(id);
      await writer.updateMembers([{ memberId: id, lastName: "X" }]);
      const place = `/v1/users/${encodeURIComponent(id)}`;
      expect(calls()).toEqual([`PATCH ${place}/status`, `PATCH ${place}`]);
      expect(new URL(place, "http://x").pathname.split("/")).toHaveLength(4);
    },
  );

  it("use the routes of the configuration", async () => {
    const { spendesk, calls } = await tinySpendesk((_, response) => response.writeHead(204).end(), {
      routes: {
        setMemberStatus: { method: "POST", path: "/v2/members/{id}/archive" },
        updateMember: undefined,
      },
    });
    const writer = spendesk.openWriter();
    await writer.archiveMember("u-1");
    await writer.updateMembers(nameUpdates(1));
    expect(calls()).toEqual(["POST /v2/members/u-1/archive", "PATCH /v1/users/u-1"]);
  });

  it("refuse a route without the member's place", async () => {
    const routes = { setMemberStatus: { method: "PATCH", path: "/v2/members" } } as const;
    expect(await rejection(tinySpendesk(() => undefined, { routes }))).toMatchObject({
      kind: "configuration",
      code: "invalid_route",
    });
  });
});

describe("createSpendesk", () => {
  it("lets reading and writing share one token and one count", async () => {
    const { spendesk, tokenCount } = await tinySpendesk((seen, response) => {
      if (seen.method === "GET") usersHandler(users(1, 2))(seen, response);
      else response.writeHead(204).end();
    });
    const writer = spendesk.openWriter();
    await spendesk.reader.readMembers();
    await writer.archiveMember("u-1");
    expect(tokenCount()).toBe(1);
    expect(writer.requestCount()).toBe(3);
    expect(spendesk.requestCount()).toBe(3);
  });
});
