import { describe, expect, it } from "vitest";
import { createHttpClient } from "../../src/http/client.js";
import { createSteadyPacer } from "../../src/http/pacer.js";
import type { HttpResponse } from "../../src/http/types.js";
import { sendJson, serve } from "./serve.js";
import { virtualTime } from "./virtual-time.js";

function answer(status = 200): HttpResponse {
  return { status, headers: {}, text: "", json: () => null, quotable: () => null };
}

describe("createSteadyPacer", () => {
  it("starts calls at even distances, also those that come all at once", async () => {
    const time = virtualTime(0);
    const pacer = createSteadyPacer({ callsPerSecond: 4, now: time.now, sleep: time.sleep });
    const starts: number[] = [];
    const call = async () => {
      starts.push(time.now());
      return answer();
    };
    await time.run(Promise.all(Array.from({ length: 5 }, () => pacer.run(call))));
    expect(starts).toEqual([0, 250, 500, 750, 1000]);
  });

  it("holds nobody up who is slower anyway", async () => {
    const time = virtualTime(0);
    const pacer = createSteadyPacer({ callsPerSecond: 4, now: time.now, sleep: time.sleep });
    const starts: number[] = [];
    const slow = async () => {
      starts.push(time.now());
      await time.sleep(400);
      return answer();
    };
    await time.run(pacer.run(slow).then(() => pacer.run(slow)));
    expect(starts).toEqual([0, 400]);
  });

  it("pauses for a second after a refusal", async () => {
    const time = virtualTime(0);
    const pacer = createSteadyPacer({ callsPerSecond: 4, now: time.now, sleep: time.sleep });
    const starts: number[] = [];
    const call = (status: number) => async () => {
      starts.push(time.now());
      return answer(status);
    };
    await time.run(pacer.run(call(429)).then(() => pacer.run(call(200))));
    expect(starts).toEqual([0, 1000]);
  });

  it("ends a wait when the run is stopped, before the call", async () => {
    const stop = new AbortController();
    const server = await serve((_request, response) => sendJson(response, 200, {}));
    const http = createHttpClient({
      baseUrl: server.url,
      userAgent: "spendesk-hr/test",
      pacer: createSteadyPacer({ callsPerSecond: 0.01 }),
      signal: stop.signal,
    });
    const request = { method: "GET", path: "/", retry: "safe", purpose: "look" } as const;
    await http.request(request);
    const second = http.request(request);
    stop.abort();
    await expect(second).rejects.toMatchObject({ kind: "interrupted" });
    expect(http.requestCount()).toBe(1);
  });
});
