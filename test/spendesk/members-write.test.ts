import { describe, expect, it } from "vitest";
import type { HttpResponse } from "../../src/http/types.js";
import {
  createRequest,
  type ItemKeys,
  OUTCOME_UNKNOWN,
  readBulkAnswer,
  readSingleAnswer,
  refusedItem,
  statusRequest,
  updateManyRequest,
  updateOneRequest,
  type Verdict,
  verdictOf,
} from "../../src/spendesk/members-write.js";
import { withDefaultRoutes } from "../../src/spendesk/write-routes.js";

const ROUTES = withDefaultRoutes(undefined);

function answer(status: number, body: unknown = ""): HttpResponse {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const json = () => JSON.parse(text);
  return { status, headers: {}, text, json, quotable: json } as unknown as HttpResponse;
}

const refusal = (code: string | null) => ({ errors: [{ code, detail: "Told by the test." }] });

describe("an answer to a write", () => {
  it.each<[number, string | null, Verdict]>([
    [199, null, "other"],
    [200, null, "done"],
    [299, null, "done"],
    [300, null, "other"],
    [400, null, "refused"],
    [401, null, "other"],
    [403, null, "forbidden"],
    [403, "PENDING_APPROVALS", "refused"],
    [403, "FORBIDDEN_ERROR", "forbidden"],
    [404, "NOT_FOUND", "not_found"],
    [404, null, "no_route"],
    [404, "USER_ALREADY_EXISTS", "refused"],
    [405, null, "no_route"],
    [409, null, "refused"],
    [422, null, "refused"],
    [429, "SEAT_LIMIT_REACHED", "refused"],
    [499, "OWNER_CANNOT_BE_ARCHIVED", "refused"],
    [500, "ACTIVE_SUBSCRIPTIONS", "failed"],
    [500, null, "failed"],
    [501, null, "no_route"],
    [503, null, "failed"],
  ])("of status %i with code %s is %s", (status, code, verdict) => {
    expect(verdictOf(answer(status, code === null ? {} : refusal(code)))).toBe(verdict);
  });

  it("tells why the only person was refused, and is general where it tells nothing", () => {
    expect(refusedItem(answer(400, refusal("SEAT_LIMIT_REACHED")))).toMatchObject({
      code: "SEAT_LIMIT_REACHED",
    });
    expect(refusedItem(answer(400, "<html>no</html>"))).toMatchObject({ ok: false });
  });
});

describe("what is said while a write waits", () => {
  it("names what is written", () => {
    const update = { memberId: "m-1", firstName: "Ada" };
    const purposes = [
      createRequest(ROUTES, [], "key"),
      updateManyRequest(ROUTES, [update]),
      updateOneRequest(ROUTES, update),
      statusRequest(ROUTES, "m-1", true),
      statusRequest(ROUTES, "m-1", false),
    ].map((request) => request?.purpose);
    expect(purposes).toEqual([
      "create members",
      "update members",
      "update a member",
      "archive a member",
      "restore a member",
    ]);
  });

  it("sends an update only what changes", () => {
    expect(updateOneRequest(ROUTES, { memberId: "m-1", firstName: "Ada\u0007" })?.json).toEqual({
      firstName: "Ada",
    });
  });
});

describe("the answer about one member", () => {
  const done = { ok: true, memberId: "m-1" };

  it.each<[string, unknown, unknown]>([
    ["nothing at all", "", done],
    ["blanks alone", " \n", done],
    ["the member", { data: { id: "m-1" } }, done],
    ["a list with the member", { data: [{ id: "m-1" }] }, done],
    ["a member without an id", { data: {} }, done],
    ["another member", { data: { id: "m-2" } }, OUTCOME_UNKNOWN],
    ["no member", { data: [] }, OUTCOME_UNKNOWN],
    ["a page", "<html>welcome</html>", OUTCOME_UNKNOWN],
    ["an error", refusal("PENDING_APPROVALS"), expect.objectContaining({ code: "PENDING_APPROVALS" })],
  ])("%s", (_case, body, result) => {
    expect(readSingleAnswer(answer(200, body), "m-1")).toEqual(result);
  });
});

describe("the answer about many members", () => {
  const created: readonly ItemKeys[] = ["a", "b"].map((name) => ({
    externalId: name,
    email: `${name}@acme.test`,
  }));
  const updated: readonly ItemKeys[] = [{ id: "m-a" }, { id: "m-b" }];
  const [A, B] = ["m-a", "m-b"].map((memberId) => ({ ok: true, memberId }));
  const failed = expect.objectContaining({ ok: false, code: "SEAT_LIMIT_REACHED" });
  const error = (index?: number | string) => ({
    ...(index !== undefined && { index }),
    code: "SEAT_LIMIT_REACHED",
    detail: "There is no seat left.",
  });

  it.each<[string, readonly ItemKeys[], object, readonly unknown[]]>([
    [
      "finds people by their e-mail in any order and case",
      created,
      {
        data: [
          { id: "m-b", email: "B@acme.test" },
          { id: "m-a", email: "a@acme.test" },
        ],
      },
      [A, B],
    ],
    [
      "finds people by their number",
      created,
      {
        data: [
          { id: "m-b", externalId: "b" },
          { id: "m-a", externalId: "a" },
        ],
      },
      [A, B],
    ],
    ["takes nameless members in their order", created, { data: [{ id: "m-a" }, { id: "m-b" }] }, [A, B]],
    [
      "takes nameless members in the order of those who did not fail",
      created,
      { data: [{ id: "m-b" }], errors: [error(0)] },
      [failed, B],
    ],
    [
      "takes no order where somebody is missing",
      created,
      { data: [{ id: "m-a" }] },
      [OUTCOME_UNKNOWN, OUTCOME_UNKNOWN],
    ],
    [
      "takes no order where one has a name",
      created,
      { data: [{ id: "m-a" }, { id: "m-b", email: "b@acme.test" }] },
      [OUTCOME_UNKNOWN, B],
    ],
    [
      "does not know whose a member without an id is",
      created,
      { data: [{ email: "a@acme.test" }, { id: "m-b", email: "b@acme.test" }] },
      [OUTCOME_UNKNOWN, B],
    ],
    [
      "believes no member that two people are said to have",
      created,
      {
        data: [
          { id: "m-a", email: "a@acme.test" },
          { id: "m-a", email: "b@acme.test" },
        ],
      },
      [OUTCOME_UNKNOWN, OUTCOME_UNKNOWN],
    ],
    [
      "believes no person who is said to have two members",
      created,
      {
        data: [
          { id: "m-a", email: "a@acme.test" },
          { id: "m-x", externalId: "a" },
          { id: "m-b", externalId: "b" },
        ],
      },
      [OUTCOME_UNKNOWN, B],
    ],
    [
      "believes no failure of somebody who has a member",
      created,
      {
        data: [
          { id: "m-a", email: "a@acme.test" },
          { id: "m-b", email: "b@acme.test" },
        ],
        errors: [error("1")],
      },
      [A, OUTCOME_UNKNOWN],
    ],
    [
      "takes the first of two errors about one person",
      created,
      { data: [{ id: "m-a", email: "a@acme.test" }], errors: [error(1), { ...error(1), code: "OTHER" }] },
      [A, failed],
    ],
    [
      "knows nothing from an error about nobody of the call",
      created,
      { data: [{ id: "m-a", email: "a@acme.test" }], errors: [error(2), error()] },
      [A, OUTCOME_UNKNOWN],
    ],
    [
      "passes over members that nobody asked for",
      created,
      {
        data: [
          { id: "m-z", email: "z@acme.test" },
          { id: "m-a", email: "a@acme.test" },
          { id: "m-b", email: "b@acme.test" },
        ],
      },
      [A, B],
    ],
    ["finds updated members by their id", updated, { data: [{ id: "m-b" }, { id: "m-a" }] }, [A, B]],
    [
      "does not take one updated member for another",
      updated,
      { data: [{ id: "m-a" }, { id: "m-x" }] },
      [A, OUTCOME_UNKNOWN],
    ],
    ["knows nothing from an empty answer", updated, {}, [OUTCOME_UNKNOWN, OUTCOME_UNKNOWN]],
  ])("%s", (_case, items, body, results) => {
    expect(readBulkAnswer(answer(200, body), items)).toEqual(results);
  });

  it("takes an error without a place for the only person's", () => {
    expect(readBulkAnswer(answer(200, { errors: [error()] }), created.slice(0, 1))).toEqual([failed]);
  });

  it("tells people without any keys apart by nothing", () => {
    expect(readBulkAnswer(answer(200, { data: [{ id: "m-a" }, { id: "m-b" }] }), [{}, {}])).toEqual([A, B]);
    expect(readBulkAnswer(answer(200, { data: [{ id: "m-a", email: "" }] }), [{ email: "" }])).toEqual([A]);
  });
});
