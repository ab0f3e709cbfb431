import { describe, expect, it } from "vitest";
import { type Attempt, DEFAULT_RETRY, retryDelayMs } from "../../src/http/retry.js";
import { HttpFailure, type HttpFailureKind, type HttpRequest } from "../../src/http/types.js";

type Mode = HttpRequest["retry"];

function answer(status: number, headers: Record<string, string> = {}): Attempt {
  return { response: { status, headers, text: "", json: () => null, quotable: () => null } };
}

function failure(kind: HttpFailureKind, sent: boolean, code?: string): Attempt {
  return {
    failure: new HttpFailure({ kind, sent, code, host: "api.acme.test", purpose: "list", message: "x" }),
  };
}

function delay(mode: Mode, outcome: Attempt, number = 1, timeoutMs = 60_000): number | null {
  return retryDelayMs(DEFAULT_RETRY, { retry: mode }, outcome, { number, timeoutMs }, 0, 0.5);
}

describe("retryDelayMs", () => {
  it.each([429, 500, 502, 503, 504])("repeats a safe call after %i", (status) => {
    expect(delay("safe", answer(status))).toBe(250);
  });

  it.each([200, 400, 401, 403, 404, 501])("does not repeat a safe call after %i", (status) => {
    expect(delay("safe", answer(status))).toBeNull();
  });

  it.each(["dns", "connection", "timeout", "reset", "truncated"] as const)(
    "repeats a safe call after a failure of kind %s",
    (kind) => {
      expect(delay("safe", failure(kind, true))).toBe(250);
    },
  );

  it.each(["tls", "too_large", "not_json", "broken_json", "redirect"] as const)(
    "never repeats a failure of kind %s",
    (kind) => {
      expect(delay("safe", failure(kind, false))).toBeNull();
    },
  );

  it("does not repeat a call to a host that does not exist", () => {
    expect(delay("safe", failure("dns", false, "ENOTFOUND"))).toBeNull();
    expect(delay("safe", failure("dns", false, "EAI_AGAIN"))).toBe(250);
    // Of a proxy, and of a host that the program names itself, it is an outage.
    expect(delay("safe", failure("proxy", false, "ENOTFOUND"))).toBe(250);
    const details = { kind: "dns", code: "ENOTFOUND", sent: false, purpose: "list", message: "x" } as const;
    const ofVendor = new HttpFailure({ ...details, host: "api.acme.test", isVendorHost: true });
    expect(delay("safe", { failure: ofVendor })).toBe(250);
  });

  it("repeats an unsent call only when the server surely did not act", () => {
    expect(delay("unsent", answer(429))).toBe(250);
    expect(delay("unsent", failure("connection", false))).toBe(250);
    for (const outcome of [answer(500), answer(503), failure("reset", true), failure("timeout", true)]) {
      expect(delay("unsent", outcome)).toBeNull();
    }
  });

  it("never repeats a call that says so", () => {
    expect(delay("never", answer(429))).toBeNull();
    expect(delay("never", failure("connection", false))).toBeNull();
  });

  it("asks a peer that took the call and gave no answer once more, and not at all after a long wait", () => {
    expect(delay("safe", failure("timeout", true), 1)).toBe(250);
    expect(delay("safe", failure("timeout", true), 2)).toBeNull();
    expect(delay("safe", failure("timeout", true), 1, 120_000)).toBeNull();
  });

  it("is as patient as ever with connections that do not come to be", () => {
    expect(delay("safe", failure("timeout", false), 3, 120_000)).not.toBeNull();
  });

  it("gives up after the last attempt", () => {
    expect(delay("safe", answer(503), 3)).not.toBeNull();
    expect(delay("safe", answer(503), 4)).toBeNull();
  });

  it("draws the wait evenly below a bound that doubles up to the longest delay", () => {
    const policy = { ...DEFAULT_RETRY, attempts: 100 };
    const waitAfter = (number: number, random: number) =>
      retryDelayMs(policy, { retry: "safe" }, answer(503), { number, timeoutMs: 60_000 }, 0, random);
    expect([1, 2, 3, 7, 8, 60].map((number) => waitAfter(number, 1))).toEqual([
      500, 1000, 2000, 30_000, 30_000, 30_000,
    ]);
    expect(waitAfter(60, 0)).toBe(0);
  });

  it("waits as long as the server asks, but not longer than two minutes", () => {
    expect(delay("safe", answer(503, { "retry-after": "90" }))).toBe(90_000);
    expect(delay("safe", answer(429, { "x-ratelimit-reset": "120" }))).toBe(120_000);
    expect(delay("safe", answer(429, { "x-ratelimit-reset": "121" }))).toBeNull();
  });
});
