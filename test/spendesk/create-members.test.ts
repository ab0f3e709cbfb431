import { describe, expect, it } from "vitest";
import { sendJson } from "../http/serve.js";
import { expectAbsent, rejection } from "../http/thrown.js";
import { errors, IBAN, KEY, newPeople } from "./people.js";
import { type Handler, tinySpendesk } from "./tiny-spendesk.js";

const UNKNOWN = expect.objectContaining({ ok: false, code: "outcome_unknown" });

/** Answers the first call with `body`. */
function answering(status: number, body: unknown): Handler {
  return (_, response) => sendJson(response, status, body);
}

/** Creates everybody who is asked for, except those `refuse` has an answer for. */
function creating(refuse: (emails: readonly string[]) => { status: number; body: object } | null): Handler {
  return (seen, response) => {
    const people: { email: string }[] = JSON.parse(seen.body);
    const refusal = refuse(people.map(({ email }) => email));
    if (refusal) return sendJson(response, refusal.status, refusal.body);
    sendJson(response, 201, {
      data: people.map(({ email }) => ({ id: `id of ${email}`, email })),
      errors: [],
    });
  };
}

async function create(handler: Handler, count: number, options = {}, tokenExtras = {}) {
  const tiny = await tinySpendesk(handler, options, tokenExtras);
  const writer = tiny.spendesk.openWriter();
  return { ...tiny, writer, work: writer.createMembers(newPeople(count), KEY) };
}

describe("createMembers", () => {
  it("sends all people in one call, with bank details and the idempotency key", async () => {
    const { work, seen, writer } = await create(
      creating(() => null),
      2,
    );
    expect(await work).toEqual([
      { ok: true, memberId: "id of Kim.1@acme.test" },
      { ok: true, memberId: "id of Kim.2@acme.test" },
    ]);
    const call = seen[1];
    expect(call).toMatchObject({ method: "POST", url: "/v1/users" });
    expect(call?.headers["idempotency-key"]).toBe(KEY);
    expect(JSON.parse(call?.body ?? "")).toEqual([
      {
        email: "Kim.1@acme.test",
        firstName: "Kim",
        lastName: "Number 1",
        externalId: "e-1",
        bankAccount: { iban: IBAN, bic: "BUKBGB22" },
      },
      { email: "Kim.2@acme.test", firstName: "Kim", lastName: "Number 2", externalId: "e-2" },
    ]);
    expect(writer.requestCount()).toBe(2);
    expect(writer.batchSize("create")).toBe(100);
  });

  it("sends no control characters, escape sequences or line ends", async () => {
    const { spendesk, seen } = await tinySpendesk((one, response) => {
      if (one.method === "POST") creating(() => null)(one, response);
      else sendJson(response, 200, { data: { id: "u-1" } });
    });
    const person = {
      employeeId: "e\u00001",
      email: "kim@acme.test\u0007",
      firstName: "\u001b[31mKim\u001b[0m\tAnn",
      lastName: " Berg\r\nman\u009b1m\u200b\ufffe ",
      bank: null,
    };
    const [created] = await spendesk.openWriter().createMembers([person], KEY);
    expect(created).toMatchObject({ ok: true });
    expect(JSON.parse(seen[1]?.body ?? "")).toEqual([
      { email: "kim@acme.test", firstName: "Kim Ann", lastName: "Berg man", externalId: "e 1" },
    ]);
    await spendesk.openWriter().updateMembers([{ memberId: "u-1", firstName: "K\u0000im" }]);
    expect(JSON.parse(seen[2]?.body ?? "")).toEqual({ firstName: "K im" });
  });

  it("hides in the words of a refusal what they repeat", async () => {
    const redact = (text: string) => text.replaceAll("canary", "[hidden]");
    const echo = { data: [], errors: [{ index: 0, code: "ODD", detail: "Bearer canary and canary" }] };
    const { work } = await create(answering(200, echo), 1, { redact });
    expect(await work).toEqual([
      { ok: false, code: "ODD", detail: "Spendesk refuses with ODD: Bearer [hidden] and [hidden]" },
    ]);
    const asCode = { data: [], errors: [{ index: 0, code: "canary" }] };
    const { work: other } = await create(answering(400, asCode), 1, { redact });
    expect(await other).toEqual([
      { ok: false, code: "UNKNOWN_ERROR", detail: "Spendesk refuses with UNKNOWN_ERROR." },
    ]);
  });

  it("sends nothing for nobody", async () => {
    const { work, seen } = await create(
      creating(() => null),
      0,
    );
    expect(await work).toEqual([]);
    expect(seen).toEqual([]);
  });

  it("matches answers by e-mail in any case and by external id, in any order", async () => {
    const data = [
      { id: "u-3", externalId: "e-3" },
      { id: "u-2", email: "KIM.2@acme.test" },
      { id: 1, email: "kim.1@acme.test", externalId: "e-1" },
    ];
    const { work } = await create(answering(201, { data }), 3);
    expect(await work).toEqual([
      { ok: true, memberId: "1" },
      { ok: true, memberId: "u-2" },
      { ok: true, memberId: "u-3" },
    ]);
  });

  it("matches answers without any name by position, past those in error", async () => {
    const body = { data: [{ id: "u-1" }, { id: "u-3" }], errors: [{ index: 1, code: "SEAT_LIMIT_REACHED" }] };
    const { work } = await create(answering(200, body), 3);
    expect(await work).toEqual([
      { ok: true, memberId: "u-1" },
      expect.objectContaining({
        ok: false,
        code: "SEAT_LIMIT_REACHED",
        detail: expect.stringContaining("seats"),
      }),
      { ok: true, memberId: "u-3" },
    ]);
  });

  it.each([
    ["nobody is named and somebody is missing", { data: [{ id: "u-1" }] }, [UNKNOWN, UNKNOWN]],
    [
      "somebody is in neither list",
      { data: [{ id: "u-1", email: "kim.1@acme.test" }] },
      [{ ok: true, memberId: "u-1" }, UNKNOWN],
    ],
    [
      "a stranger is in the list",
      {
        data: [
          { id: "u-1", email: "kim.1@acme.test" },
          { id: "u-9", email: "else@acme.test" },
        ],
      },
      [{ ok: true, memberId: "u-1" }, UNKNOWN],
    ],
    [
      "a person has no id",
      { data: [{ email: "kim.1@acme.test" }, { id: "u-2", email: "kim.2@acme.test" }] },
      [UNKNOWN, { ok: true, memberId: "u-2" }],
    ],
    [
      "a person is created and refused",
      {
        data: [
          { id: "u-1", email: "kim.1@acme.test" },
          { id: "u-2", email: "kim.2@acme.test" },
        ],
        errors: [{ index: 0, code: "USER_ALREADY_EXISTS" }],
      },
      [UNKNOWN, { ok: true, memberId: "u-2" }],
    ],
    [
      "a person has two ids",
      {
        data: [
          { id: "u-1", email: "kim.1@acme.test" },
          { id: "u-5", email: "kim.1@acme.test" },
        ],
      },
      [UNKNOWN, UNKNOWN],
    ],
    [
      "two people have one id",
      {
        data: [
          { id: "u-1", email: "kim.1@acme.test" },
          { id: "u-1", email: "kim.2@acme.test" },
        ],
      },
      [UNKNOWN, UNKNOWN],
    ],
    [
      "an error has no index",
      {
        data: [],
        errors: [{ code: "SEAT_LIMIT_REACHED" }, { index: null, code: "X" }, { index: 7, code: "X" }],
      },
      [UNKNOWN, UNKNOWN],
    ],
    ["the body has no known form", { created: 2 }, [UNKNOWN, UNKNOWN]],
    ["the body is null", null, [UNKNOWN, UNKNOWN]],
  ])("leaves open what became of people when %s", async (_, body, expected) => {
    const { work, calls } = await create(answering(201, body), 2);
    expect(await work).toEqual(expected);
    expect(calls()).toHaveLength(1);
  });

  it("takes a person named twice with one id as created", async () => {
    const one = { id: "u-1", email: "kim.1@acme.test" };
    const { work } = await create(answering(201, { data: [one, one] }), 1);
    expect(await work).toEqual([{ ok: true, memberId: "u-1" }]);
  });

  it.each([
    ["a 500", answering(500, {})],
    ["a 503", answering(503, {})],
    ["a lost connection", ((_, response) => response.destroy()) satisfies Handler],
    ["no answer in time", (() => undefined) satisfies Handler],
    [
      "a body cut off",
      ((_, response) => {
        response.writeHead(201, { "content-length": "900" });
        response.write('{"data":[', () => response.destroy());
      }) satisfies Handler,
    ],
    [
      "a login page",
      ((_, response) => {
        response.writeHead(200, { "content-type": "text/html" }).end("<html>");
      }) satisfies Handler,
    ],
  ])("never repeats a creation after %s and leaves everybody open", async (_, handler) => {
    const { work, calls } = await create(handler, 2, { timeoutMs: 300 });
    expect(await work).toEqual([UNKNOWN, UNKNOWN]);
    expect(calls()).toHaveLength(1);
  });

  it("repeats a creation after a 429, with the same key", async () => {
    const { work, seen } = await create((one, response) => {
      if (seen.length < 4) sendJson(response, 429, {}, { "x-ratelimit-reset": "1" });
      else creating(() => null)(one, response);
    }, 1);
    expect(await work).toEqual([{ ok: true, memberId: "id of Kim.1@acme.test" }]);
    expect(seen.slice(1).map(({ headers }) => headers["idempotency-key"])).toEqual([KEY, KEY, KEY]);
  });

  it("stops with a temporary problem when 429 does not end: nobody was created", async () => {
    const { work } = await create(answering(429, {}), 2);
    expect(await rejection(work)).toMatchObject({ kind: "temporary", code: "rate_limited" });
  });

  it("stops with a problem when Spendesk can't be reached: nothing was sent", async () => {
    const { spendesk } = await tinySpendesk(() => undefined, { baseUrl: "http://127.0.0.1:1" });
    const error = await rejection(spendesk.openWriter().createMembers(newPeople(1), KEY));
    expect(error).toMatchObject({ kind: "temporary", code: "connection_failed" });
    expectAbsent(error, IBAN);
  });

  it.each([
    [403, errors("FORBIDDEN_ERROR")],
    [404, errors("NOT_FOUND")],
    [404, "<html>"],
    [405, {}],
    [501, {}],
  ])("says what to ask for when creating is refused with %i %j", async (status, body) => {
    const { work, calls } = await create(answering(status, body), 2, {}, { scope: "user:read" });
    const error = await rejection(work);
    expect(error).toMatchObject({
      kind: "credentials",
      code: "spendesk_write_refused",
      message: expect.stringContaining(`POST /v1/users, status ${status}`),
      why: expect.stringContaining("user:read"),
      next: expect.stringMatching(
        /^`spendesk-hr apply --to file`.*ask Spendesk.*spendesk\.routes\.createMembers/,
      ),
    });
    expectAbsent(error, "canary");
    expectAbsent(error, IBAN);
    expect(calls()).toHaveLength(1);
  });

  it("stops with a credentials problem when a new token is refused too", async () => {
    const { work, tokenCount } = await create(answering(401, {}), 2);
    expect(await rejection(work)).toMatchObject({ kind: "credentials", code: "spendesk_token_refused" });
    expect(tokenCount()).toBe(2);
  });

  it.each([400, 409, 422])("sends people one by one when one spoils the batch (%i)", async (status) => {
    const { work, seen, calls } = await create(
      creating((emails) =>
        emails.includes("Kim.2@acme.test")
          ? { status, body: errors("BAD_REQUEST_INCORRECT_OR_MISSING_FIELD", `bad iban ${IBAN}`) }
          : null,
      ),
      3,
    );
    const results = await work;
    expect(results).toEqual([
      { ok: true, memberId: "id of Kim.1@acme.test" },
      {
        ok: false,
        code: "BAD_REQUEST_INCORRECT_OR_MISSING_FIELD",
        detail: "Spendesk finds a field missing or incorrect: bad iban [hidden]",
      },
      { ok: true, memberId: "id of Kim.3@acme.test" },
    ]);
    expect(calls()).toHaveLength(4);
    const keys = seen.slice(1).map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(4);
    for (const key of keys) expect(key).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  it("reports a person who exists already", async () => {
    const { work } = await create(answering(409, errors("USER_ALREADY_EXISTS")), 1);
    expect(await work).toEqual([
      { ok: false, code: "USER_ALREADY_EXISTS", detail: expect.stringContaining("already exists") },
    ]);
  });

  it("keeps the outcomes it has when a problem of the whole run comes in the midst", async () => {
    const { work } = await create(
      creating((emails) => {
        if (emails.length > 1) return { status: 400, body: {} };
        return emails.includes("Kim.6@acme.test") ? { status: 403, body: {} } : null;
      }),
      8,
    );
    const results = await work;
    expect(results).toHaveLength(8);
    expect(results[0]).toEqual({ ok: true, memberId: "id of Kim.1@acme.test" });
    expect(results[5]).toMatchObject({
      ok: false,
      code: "spendesk_write_refused",
      stop: expect.objectContaining({ kind: "credentials" }),
    });
  });

  it("throws a problem of the whole run when nobody was settled before it", async () => {
    const { work } = await create(
      creating((emails) => ({ status: emails.length > 1 ? 400 : 403, body: {} })),
      3,
    );
    expect(await rejection(work)).toMatchObject({ code: "spendesk_write_refused" });
  });

  it("uses the routes of the configuration", async () => {
    const routes = { createMembers: { method: "PUT", path: "/v2/members" } } as const;
    const { work, calls } = await create(
      creating(() => null),
      1,
      { routes },
    );
    await work;
    expect(calls()).toEqual(["PUT /v2/members"]);
  });

  it("refuses an unusable address before anything is sent", async () => {
    expect(await rejection(tinySpendesk(() => undefined, { baseUrl: "http://api.acme.test" }))).toMatchObject(
      {
        code: "insecure_url",
      },
    );
  });
});
