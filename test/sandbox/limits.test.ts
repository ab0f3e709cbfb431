import { describe, expect, it } from "vitest";
import { errorCodes, NOON, personioCaller, sandboxWith, spendeskCaller } from "./client.js";

function limitHeaders(headers: Headers) {
  return ["limit", "remaining", "reset"].map((name) => headers.get(`x-ratelimit-${name}`));
}

describe("Spendesk limits", () => {
  it("let 50 requests a minute through, the token among them, and say so in headers", async () => {
    const sandbox = await sandboxWith({ rateLimit: {} });
    const api = await spendeskCaller(sandbox);
    expect(limitHeaders((await api("GET", "/v1/users")).headers)).toEqual(["50", "48", "60"]);
    for (let sent = 2; sent < 50; sent += 1) expect((await api("GET", "/v1/users")).status).toBe(200);
    const refused = await api("GET", "/v1/users");
    expect([refused.status, errorCodes(refused)]).toEqual([429, ["TOO_MANY_REQUESTS"]]);
    expect(limitHeaders(refused.headers)).toEqual(["50", "0", "60"]);
    expect(sandbox.stats().tooManyRequests).toBe(1);
  });

  it("open again when the window is over", async () => {
    let now = NOON;
    const sandbox = await sandboxWith({ rateLimit: { limit: 2, windowMs: 10_000 }, clock: () => now });
    const api = await spendeskCaller(sandbox);
    now += 4000;
    expect(limitHeaders((await api("GET", "/v1/users")).headers)).toEqual(["2", "0", "6"]);
    now += 5999;
    expect((await api("GET", "/v1/users")).status).toBe(429);
    now += 1;
    expect((await api("GET", "/v1/users")).status).toBe(200);
  });

  it("are counted per entity", async () => {
    const sandbox = await sandboxWith({ rateLimit: { limit: 2 }, entities: ["acme-uk", "acme-fr"] });
    const uk = await spendeskCaller(sandbox, "acme-uk");
    await uk("GET", "/v1/users");
    expect((await uk("GET", "/v1/users")).status).toBe(429);
    const fr = await spendeskCaller(sandbox, "acme-fr");
    expect((await fr("GET", "/v1/users")).status).toBe(200);
  });

  it("come with errors as well", async () => {
    const api = await spendeskCaller(await sandboxWith({ rateLimit: {} }));
    expect(limitHeaders((await api("GET", "/v1/nothing")).headers)).toEqual(["50", "48", "60"]);
  });

  it("let five in at once", async () => {
    const sandbox = await sandboxWith({ rateLimit: {} });
    const api = await spendeskCaller(sandbox);
    sandbox.control.setFaults(["timeout:x5"]);
    const hold = new AbortController();
    const held = Array.from({ length: 5 }, () => api("GET", "/v1/users", undefined, {}, hold.signal));
    const outcomes = Promise.allSettled(held);
    while (sandbox.stats().maxConcurrent.spendesk !== 5) await new Promise((go) => setTimeout(go, 5));
    expect((await api("GET", "/v1/users")).status).toBe(429);
    expect(sandbox.stats().maxConcurrent).toEqual({ spendesk: 6 });
    hold.abort();
    await outcomes;
    while ((await api("GET", "/v1/users")).status === 429) await new Promise((go) => setTimeout(go, 5));
  });
});

describe("Personio limits", () => {
  it("are off unless asked for, and silent in headers", async () => {
    const sandbox = await sandboxWith({ vendors: { personio: { rateLimit: { limit: 2 } } } });
    const read = await personioCaller(sandbox);
    const answer = await read("/v1/company/employees");
    expect([answer.status, answer.headers.get("x-ratelimit-limit")]).toEqual([200, null]);
    const refused = await read("/v1/company/employees");
    expect([refused.status, refused.body.success, refused.headers.get("x-ratelimit-limit")]).toEqual([
      429,
      false,
      null,
    ]);
  });
});
