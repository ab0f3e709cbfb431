import { describe, expect, it } from "vitest";
import { createHttpClient, type HttpClientOptions } from "../../src/http/client.js";
import { openReadBudget, READ_LIMITS, type ReadLimits, withinBudget } from "../../src/http/read-budget.js";
import type { HttpClient, HttpRequest } from "../../src/http/types.js";
import { sendJson, serve } from "./serve.js";
import { rejection } from "./thrown.js";

const LIST: HttpRequest = { method: "GET", path: "/people", retry: "safe", purpose: "list people" };

function read(
  url: string,
  limits: Partial<ReadLimits>,
  options: Partial<HttpClientOptions> = {},
): HttpClient {
  const http = createHttpClient({ baseUrl: url, userAgent: "test/1", ...options });
  return withinBudget(http, openReadBudget("Example HR", { ...READ_LIMITS, ...limits }));
}

async function forEver(http: HttpClient, request = LIST): Promise<unknown> {
  for (;;) await http.request(request);
}

describe("the budget of a read", () => {
  it("ends ever further answers by their bytes", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 200, "x".repeat(50_000)));
    const error = await rejection(forEver(read(url, { bytes: 1_000_000 })));
    expect(error).toMatchObject({
      kind: "temporary",
      code: "read_too_large",
      message: "The read of Example HR was stopped before its end, so nothing was planned.",
      why: expect.stringContaining("1000000 bytes together"),
    });
    expect(seen).toHaveLength(20);
  });

  it.each(["with a length", "without one"])(
    "ends one endless answer, declared %s, in its midst",
    async (how) => {
      let sent = 0;
      const { url } = await serve(async (_, response) => {
        response.writeHead(200, how === "with a length" ? { "content-length": 40_000_000 } : {});
        while (!response.destroyed && sent < 40_000_000) {
          sent += 100_000;
          if (!response.write(Buffer.alloc(100_000, " "))) {
            await new Promise((resolve) => response.once("drain", resolve).once("close", resolve));
          }
        }
      });
      const error = await rejection(read(url, { bytes: 1_000_000 }).request(LIST));
      expect(error).toMatchObject({ code: "read_too_large" });
      expect(sent).toBeLessThan(40_000_000);
    },
  );

  it("ends ever further calls, those that only read by POST as well", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 200, []));
    const http = read(url, { calls: 7 });
    const error = await rejection(forEver(http, { ...LIST, method: "POST", json: {} }));
    expect(error).toMatchObject({
      kind: "temporary",
      code: "read_endless",
      why: expect.stringContaining("7 calls"),
    });
    expect(seen).toHaveLength(7);
  });

  it("ends a call to a peer that hangs, and sends nothing more", async () => {
    const { url, seen } = await serve(() => undefined);
    const http = read(url, { milliseconds: 100 });
    const error = await rejection(http.request(LIST));
    expect(error).toMatchObject({
      kind: "temporary",
      code: "read_too_long",
      next: expect.stringContaining("network.timeouts.readMinutes"),
    });
    expect(await rejection(http.request(LIST))).toBe(error);
    expect(seen).toHaveLength(1);
  });

  it("ends the wait that a server asks for", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 503, {}, { "retry-after": "100" }));
    expect(await rejection(read(url, { milliseconds: 200 }).request(LIST))).toMatchObject({
      code: "read_too_long",
    });
    expect(seen).toHaveLength(1);
  });

  it("is no concern of calls outside of the read", async () => {
    const { url } = await serve((_, response) => sendJson(response, 200, "x".repeat(500)));
    const http = createHttpClient({ baseUrl: url, userAgent: "test/1" });
    const budget = openReadBudget("Example HR", { ...READ_LIMITS, bytes: 100 });
    expect(await rejection(withinBudget(http, budget).request(LIST))).toMatchObject({
      code: "read_too_large",
    });
    expect((await http.request(LIST)).status).toBe(200);
  });

  it("does not end by time once it is over", async () => {
    const budget = openReadBudget("Example HR", { ...READ_LIMITS, milliseconds: 20 });
    budget.end();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(budget.signal.aborted).toBe(false);
  });
});
