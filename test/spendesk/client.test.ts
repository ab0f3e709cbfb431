import { describe, expect, it } from "vitest";
import { sendJson } from "../http/serve.js";
import { expectAbsent, rejection } from "../http/thrown.js";
import { TOKEN_PREFIX, tinySpendesk, users, usersHandler } from "./tiny-spendesk.js";

function page(data: readonly unknown[], total: number, extras: object = {}) {
  return { meta: { pagination: { total, ...extras } }, data };
}

describe("createMemberReader", () => {
  it("reads everybody with one token and one call per hundred", async () => {
    const { spendesk, calls, tokenCount } = await tinySpendesk(usersHandler(users(1, 250)));
    const { members, outcome } = await spendesk.reader.readMembers();
    expect(outcome).toEqual({ complete: true, total: 250 });
    expect(members.map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, index) => `u-${index + 1}`));
    expect(calls().sort()).toEqual([1, 2, 3].map((number) => `GET /v1/users?page=${number}&pageSize=100`));
    expect(tokenCount()).toBe(1);
    expect(spendesk.requestCount()).toBe(4);
  });

  it("gives the documented fields, and unknown where Spendesk does not say", async () => {
    const { spendesk } = await tinySpendesk(usersHandler(users(1, 1)));
    expect((await spendesk.reader.readMembers()).members).toEqual([
      {
        id: "u-1",
        firstName: "Kim",
        lastName: "Number 1",
        email: "kim.1@acme.test",
        status: "unknown",
        isOwner: false,
      },
    ]);
  });

  it("follows the pages as they come when they are smaller than asked for", async () => {
    const { spendesk, calls } = await tinySpendesk(usersHandler(users(1, 95), 30));
    const { members, outcome } = await spendesk.reader.readMembers();
    expect(outcome).toEqual({ complete: true, total: 95 });
    expect(members).toHaveLength(95);
    expect(calls()).toHaveLength(4);
  });

  it("reads an entity without members", async () => {
    const { spendesk, calls } = await tinySpendesk(usersHandler([]));
    expect(await spendesk.reader.readMembers()).toEqual({
      members: [],
      outcome: { complete: true, total: 0 },
    });
    expect(calls()).toHaveLength(1);
  });

  it("reads again once when the total moved", async () => {
    const all = users(1, 150);
    const { spendesk, calls } = await tinySpendesk((seen, response) => {
      usersHandler(all)(seen, response);
      if (all.length === 150) all.push(...users(151, 151));
    });
    const { outcome } = await spendesk.reader.readMembers();
    expect(outcome).toEqual({ complete: true, total: 151 });
    expect(calls()).toHaveLength(4);
  });

  it("is incomplete when the total keeps moving", async () => {
    const all = users(1, 150);
    const { spendesk, calls } = await tinySpendesk((seen, response) => {
      usersHandler(all)(seen, response);
      all.push(...users(all.length + 1, all.length + 1));
    });
    const { outcome } = await spendesk.reader.readMembers();
    expect(outcome).toMatchObject({ complete: false, why: expect.stringContaining("changed twice") });
    expect(calls()).toHaveLength(4);
  });

  it.each([
    ["the same page comes every time", () => page(users(1, 100), 200), /came twice/],
    [
      "another page comes than asked for",
      () => page(users(1, 100), 200, { page: 1 }),
      /page 1 came when page 2/,
    ],
    [
      "pages overlap",
      (n: number) => page(n === 1 ? users(1, 100) : users(100, 199), 200),
      /page 2 came twice/,
    ],
    [
      "fewer came than counted",
      (n: number) => page(n === 1 ? users(1, 100) : users(101, 198), 200),
      /198 .* 200/,
    ],
    ["more came than counted", () => page(users(1, 3), 2), /3 .* 2/],
    ["the first page is empty", () => page([], 7), /page 1 is empty/],
    [
      "a record has no id",
      () => page([...users(1, 1), { email: "a@acme.test" }], 2),
      /record 2 of page 1 has no id/,
    ],
    ["a record is no object", () => page([...users(1, 1), "kim"], 2), /record 2 of page 1 has no id/],
    ["there is no total", () => ({ data: users(1, 3) }), /page 1 does not have the documented form/],
    [
      "a later page has another form",
      (n: number) => (n === 1 ? page(users(1, 100), 200) : []),
      /page 2 does not/,
    ],
  ])("is incomplete when %s", async (_, answer, why) => {
    const { spendesk } = await tinySpendesk((seen, response) => {
      sendJson(response, 200, answer(Number(new URL(seen.url, "http://x").searchParams.get("page"))));
    });
    const { outcome } = await spendesk.reader.readMembers();
    expect(outcome).toMatchObject({ complete: false, why: expect.stringMatching(why) });
  });

  it.each([
    ["everybody again on every page", () => page(users(1, 100), 1_000_000)],
    ["empty pages after the first", (n: number) => page(n === 1 ? users(1, 100) : [], 1_000_000)],
    ["a total that grows with every page", (n: number) => page(users(n * 100, n * 100 + 99), 1000 + n)],
    ["another form on every later page", (n: number) => (n === 1 ? page(users(1, 100), 1_000_000) : {})],
  ])("makes few calls when Spendesk tells of a million and gives %s", async (_, answer) => {
    const { spendesk, calls } = await tinySpendesk((seen, response) => {
      sendJson(response, 200, answer(Number(new URL(seen.url, "http://x").searchParams.get("page"))));
    });
    expect((await spendesk.reader.readMembers()).outcome.complete).toBe(false);
    expect(calls().length).toBeLessThan(20);
  });

  it("does not begin with more pages than can be honest", async () => {
    const { spendesk, calls } = await tinySpendesk((_, response) => {
      sendJson(response, 200, page(users(1, 1), 10_000_000));
    });
    expect((await spendesk.reader.readMembers()).outcome).toMatchObject({
      complete: false,
      why: expect.stringContaining("10000000 members at 1 a page would be 10000000 pages"),
    });
    expect(calls()).toHaveLength(1);
  });

  it("ends at the limits of a read when ever more pages could be honest", async () => {
    const readLimits = { calls: 7, bytes: 10_000_000, milliseconds: 60_000 };
    const { spendesk, calls } = await tinySpendesk(usersHandler(users(1, 2000)), { readLimits });
    expect(await rejection(spendesk.reader.readMembers())).toMatchObject({
      kind: "temporary",
      code: "read_endless",
      message: expect.stringContaining("Spendesk's members"),
    });
    expect(calls().length).toBeLessThanOrEqual(7);
  });

  it("takes every word for a status but those it knows, and nests as deep as it likes", async () => {
    const odd = ["constructor", "__proto__", "toString", "hasOwnProperty"];
    const roles = `${"[".repeat(20_000)}"owner"${"]".repeat(20_000)}`;
    const records = odd.map((status, index) => `{"id":"u-${index}","status":"${status}","roles":${roles}}`);
    const { spendesk } = await tinySpendesk((_, response) => {
      response.end(`{"meta":{"pagination":{"total":${odd.length}}},"data":[${records}]}`);
    });
    const { members, outcome } = await spendesk.reader.readMembers();
    expect(outcome).toEqual({ complete: true, total: odd.length });
    for (const member of members) expect(member).toMatchObject({ status: "unknown", isOwner: false });
  });

  it("gets one new token after a 401 and repeats the call", async () => {
    const { spendesk, calls, tokenCount } = await tinySpendesk((seen, response) => {
      if (seen.headers.authorization !== `Bearer ${TOKEN_PREFIX}2`) sendJson(response, 401, {});
      else usersHandler(users(1, 3))(seen, response);
    });
    expect((await spendesk.reader.readMembers()).members).toHaveLength(3);
    expect(calls()).toHaveLength(2);
    expect(tokenCount()).toBe(2);
  });

  it("shares one new token among pages refused at the same time", async () => {
    const { spendesk, tokenCount } = await tinySpendesk((seen, response) => {
      const refused =
        seen.url.includes("page=1&") || seen.headers.authorization === `Bearer ${TOKEN_PREFIX}2`;
      if (refused) usersHandler(users(1, 500))(seen, response);
      else sendJson(response, 401, {});
    });
    expect((await spendesk.reader.readMembers()).members).toHaveLength(500);
    expect(tokenCount()).toBe(2);
  });

  it("gives up when the new token is refused too", async () => {
    const { spendesk, calls, tokenCount } = await tinySpendesk((_, response) => sendJson(response, 401, {}));
    const error = await rejection(spendesk.reader.readMembers());
    expect(error).toMatchObject({ kind: "credentials", code: "spendesk_token_refused" });
    expectAbsent(error, "canary");
    expect(calls()).toHaveLength(2);
    expect(tokenCount()).toBe(2);
  });

  it("names the missing scope on 403, and those the key has", async () => {
    const { spendesk } = await tinySpendesk(
      (_, response) => sendJson(response, 403, {}),
      {},
      { scope: "supplier:read" },
    );
    const error = await rejection(spendesk.reader.readMembers());
    expect(error).toMatchObject({
      kind: "credentials",
      code: "spendesk_read_refused",
      why: expect.stringMatching(/user:read.*supplier:read/),
      next: expect.stringContaining("API access"),
    });
  });

  it.each([
    [429, "temporary", "rate_limited"],
    [503, "temporary", "server_error"],
    [404, "configuration", "not_found"],
  ])("explains status %i", async (status, kind, code) => {
    const { spendesk } = await tinySpendesk((_, response) => sendJson(response, status, {}));
    expect(await rejection(spendesk.reader.readMembers())).toMatchObject({ kind, code });
  });

  it("explains a lost connection without showing the token", async () => {
    const { spendesk } = await tinySpendesk((_, response) => response.destroy());
    const error = await rejection(spendesk.reader.readMembers());
    expect(error).toMatchObject({ kind: "temporary", code: "connection_lost" });
    expectAbsent(error, "canary");
  });

  it("asks for no further page after one has failed", async () => {
    const { spendesk, calls } = await tinySpendesk((seen, response) => {
      if (seen.url.includes("page=1&")) usersHandler(users(1, 3000))(seen, response);
      else sendJson(response, 403, {});
    });
    expect(await rejection(spendesk.reader.readMembers())).toMatchObject({ code: "spendesk_read_refused" });
    expect(calls().length).toBeLessThanOrEqual(6);
  });

  it("says what Spendesk announces, once per endpoint", async () => {
    const { spendesk } = await tinySpendesk((seen, response) => {
      response.setHeader("Deprecation", "@1767225600").setHeader("Sunset", "Fri, 01 Jan 2027 00:00:00 GMT");
      usersHandler(users(1, 250))(seen, response);
    });
    expect(spendesk.announcements()).toEqual([]);
    await spendesk.reader.readMembers();
    expect(spendesk.announcements()).toEqual([
      'Spendesk announces the end of the endpoint "list members" (since 2026-01-01): it ends on 2027-01-01.',
    ]);
  });

  it("has no method that writes", async () => {
    const { spendesk } = await tinySpendesk(usersHandler([]));
    expect(Object.keys(spendesk.reader)).toEqual(["readMembers"]);
  });
});
