import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHttpClient } from "../../src/http/client.js";
import { createPacer, type Pacer } from "../../src/http/pacer.js";
import type { HttpResponse } from "../../src/http/types.js";
import { enforceLimit, type Limit } from "./limited-server.js";
import { sendJson, serve } from "./serve.js";
import { rejection } from "./thrown.js";
import { virtualTime } from "./virtual-time.js";

function answer(headers: Record<string, string>, status = 200): HttpResponse {
  return { status, headers, text: "", json: () => null, quotable: () => null };
}

function limits(limit: number, remaining: number, reset: number): Record<string, string> {
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(reset),
  };
}

/** Calls that end when the test says so. */
function heldCalls(pacer: Pacer) {
  const open: ((response: HttpResponse) => void)[] = [];
  const settled: Promise<HttpResponse>[] = [];
  const start = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      settled.push(pacer.run(() => new Promise((resolve) => open.push(resolve))));
    }
    return flush();
  };
  const end = (index: number, response: HttpResponse) => {
    open[index]?.(response);
    return flush();
  };
  return { open, start, end };
}

function flush(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("createPacer", () => {
  it("leaves as many calls as it has under way to each of the others that use up the same limit", async () => {
    const calls = heldCalls(createPacer({ maxConcurrent: 5, readers: 3 }));
    await calls.start(10);
    await calls.end(0, answer(limits(50, 8, 60)));
    expect(calls.open).toHaveLength(3);
    await calls.end(1, answer(limits(50, 5, 60)));
    expect(calls.open).toHaveLength(3);
    await calls.end(2, answer(limits(50, 3, 60)));
    expect(calls.open).toHaveLength(4);
  });

  it.each(["grid", "first"] as const)(
    "of several processes meets no 429 together (windows: %s)",
    async (windows) => {
      const time = virtualTime();
      const server = enforceLimit(
        { limit: 20, windowMs: 10_000, concurrent: 10, windows, rounding: "ceil" },
        time.now,
      );
      const pacers = [1, 2, 3].map(() =>
        createPacer({
          ...{ maxConcurrent: 1, readers: 3, sleep: time.sleep },
          clock: time.clock,
        }),
      );
      const all = pacers.flatMap((pacer) =>
        Array.from({ length: 30 }, () =>
          pacer.run(async () => {
            const { status, headers } = server.enter();
            await time.sleep(100);
            server.leave();
            return answer(headers, status);
          }),
        ),
      );
      await time.run(Promise.all(all));
      expect(server.refused()).toBe(0);
    },
  );

  it("sends one call first and goes on with what its headers allow", async () => {
    const calls = heldCalls(createPacer({ maxConcurrent: 5 }));
    await calls.start(10);
    expect(calls.open).toHaveLength(1);
    await calls.end(0, answer(limits(50, 3, 60)));
    expect(calls.open).toHaveLength(4);
  });

  it("limits only the concurrency when the answers name no limit", async () => {
    const calls = heldCalls(createPacer({ maxConcurrent: 5 }));
    await calls.start(10);
    await calls.end(0, answer({}));
    expect(calls.open).toHaveLength(6);
    await calls.end(1, answer({}));
    expect(calls.open).toHaveLength(7);
  });

  it("goes on with another first call when the first one fails", async () => {
    const pacer = createPacer({ maxConcurrent: 5 });
    const error = await rejection(pacer.run(() => Promise.reject(new Error("lost"))));
    expect(error).toMatchObject({ message: "lost" });
    expect(await pacer.run(async () => answer({}))).toMatchObject({ status: 200 });
  });

  it("takes calls in flight for calls the server has not counted yet", async () => {
    const calls = heldCalls(createPacer({ maxConcurrent: 5 }));
    await calls.start(20);
    await calls.end(0, answer(limits(50, 6, 60)));
    expect(calls.open).toHaveLength(6);
    await calls.end(1, answer(limits(50, 4, 60)));
    expect(calls.open).toHaveLength(6);
    await calls.end(2, answer(limits(50, 5, 60)));
    expect(calls.open).toHaveLength(7);
  });

  it("reports the wait for the reset once, with its length", async () => {
    const waits: [number, string][] = [];
    const time = virtualTime();
    const pacer = createPacer({ maxConcurrent: 5, ...time, onWait: (ms, why) => waits.push([ms, why]) });
    await pacer.run(async () => answer(limits(50, 0, 11)));
    await time.run(Promise.all([1, 2, 3].map(() => pacer.run(async () => answer(limits(50, 40, 60))))));
    expect(waits).toEqual([[12_000, "all 50 calls of the limit are used"]]);
  });

  it("sends nothing after a 429 until the reset", async () => {
    const time = virtualTime();
    const pacer = createPacer({ maxConcurrent: 5, ...time });
    await pacer.run(async () => answer(limits(50, 30, 60)));
    await pacer.run(async () => answer(limits(50, 29, 20), 429));
    const before = time.now();
    await time.run(pacer.run(async () => answer(limits(50, 49, 60))));
    expect(time.now() - before).toBeGreaterThanOrEqual(20_000);
    expect(time.now() - before).toBeLessThanOrEqual(21_000);
  });

  it("believes a higher number again when a later call shows that the window is new", async () => {
    const calls = heldCalls(createPacer({ maxConcurrent: 5 }));
    await calls.start(1);
    await calls.end(0, answer(limits(50, 2, 60)));
    await calls.start(1);
    await calls.end(1, answer(limits(50, 49, 60)));
    await calls.start(9);
    expect(calls.open).toHaveLength(7);
  });

  it("does not wait for a limit that renews tomorrow", async () => {
    const time = virtualTime();
    const pacer = createPacer({ maxConcurrent: 5, ...time });
    const before = time.now();
    await pacer.run(async () => answer(limits(50, 0, 86_400)));
    await time.run(pacer.run(async () => answer(limits(50, 0, 86_400), 429)));
    expect(time.now() - before).toBeLessThanOrEqual(121_000);
  });

  it("ends a wait when the signal is aborted, and leaves no timer behind", async () => {
    const time = virtualTime();
    const stop = new AbortController();
    const pacer = createPacer({ maxConcurrent: 5, ...time });
    await pacer.run(async () => answer(limits(50, 0, 60)));
    const waiting = rejection(pacer.run(async () => answer({}), stop.signal));
    await flush();
    expect(time.pending()).toBe(1);
    stop.abort(new Error("stop"));
    expect(await waiting).toMatchObject({ message: "stop" });
    expect(time.pending()).toBe(0);
  });

  it("keeps every limit and uses it up, whatever the windows, rounding and speed of the server", async () => {
    const limit = fc.record<Limit>({
      limit: fc.integer({ min: 20, max: 60 }),
      windowMs: fc.constant(60_000),
      concurrent: fc.constant(5),
      windows: fc.constantFrom("first", "grid"),
      rounding: fc.constantFrom("ceil", "floor", "round"),
    });
    const phase = fc.integer({ min: 0, max: 59_999 });
    const delays = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(limit, phase, delays, async (rule, startMs, latencies) => {
        const time = virtualTime(Date.parse("2026-11-02T10:00:00Z") + startMs);
        const server = enforceLimit(rule, time.now);
        const pacer = createPacer({ maxConcurrent: 5, ...time });
        const call = async (index: number) => {
          const latency = latencies[index % latencies.length] ?? 1;
          await time.sleep(latency / 3);
          const said = server.enter();
          await time.sleep(latency / 3);
          server.leave();
          await time.sleep(latency / 3);
          return answer(said.headers, said.status);
        };
        const count = rule.limit * 4;
        await time.run(
          Promise.all(Array.from({ length: count }, (_, index) => pacer.run(() => call(index)))),
        );
        expect(server.refused()).toBe(0);
        expect(server.mostAtOnce()).toBeLessThanOrEqual(5);
        for (const used of server.perWindow.slice(1, -1)) expect(used).toBe(rule.limit);
        for (const [index, start] of server.starts.entries()) {
          const previous = server.starts[index - 1];
          if (previous !== undefined) expect(start - previous).toBeLessThanOrEqual(60_000 / 0.95);
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each(["first", "grid"] as const)(
    "meets no 429 on a real server with windows of kind %s and uses them up",
    async (windows) => {
      const time = virtualTime();
      const rule: Limit = { limit: 20, windowMs: 30_000, concurrent: 5, windows, rounding: "ceil" };
      const limit = enforceLimit(rule, time.now);
      let onTheWire = 0;
      let served = 0;
      const { url } = await serve(async (_, response) => {
        onTheWire -= 1;
        const { status, headers } = limit.enter();
        served += 1;
        await time.sleep((served * 37) % 90);
        limit.leave();
        onTheWire += 1;
        sendJson(response, status, {}, headers);
      });
      const paced = createPacer({ maxConcurrent: 5, ...time });
      const pacer: typeof paced = {
        run: (call, signal) =>
          paced.run(async () => {
            onTheWire += 1;
            const response = await call();
            onTheWire -= 1;
            return response;
          }, signal),
      };
      const http = createHttpClient({ baseUrl: url, userAgent: "test/1", pacer });
      const call = () => http.request({ method: "GET", path: "/", retry: "never", purpose: "count" });
      const answers = await time.run(Promise.all(Array.from({ length: 85 }, call)), () => onTheWire > 0);
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      expect(limit.refused()).toBe(0);
      expect(limit.mostAtOnce()).toBe(5);
      const full = limit.perWindow.slice(1, -1);
      expect(full.length).toBeGreaterThanOrEqual(2);
      for (const used of full) expect(used).toBe(rule.limit);
    },
  );
});
