import { describe, expect, it } from "vitest";
import { nonNegativeNumber, rateLimitResetMs, serverWaitMs } from "../../src/http/retry.js";

const NOW = Date.parse("2026-11-02T10:00:00Z");

describe("serverWaitMs", () => {
  it.each([
    ["seconds", 429, { "retry-after": "120" }, 120_000],
    ["zero seconds", 429, { "retry-after": "0" }, 0],
    ["seconds between blanks", 503, { "retry-after": " 5 " }, 5000],
    ["parts of a second", 503, { "retry-after": "1.5" }, 1500],
    ["a date ahead", 503, { "retry-after": "Mon, 02 Nov 2026 10:00:30 GMT" }, 30_000],
    ["a date that has passed", 503, { "retry-after": "Mon, 02 Nov 2026 09:00:00 GMT" }, 0],
    ["a negative number", 503, { "retry-after": "-3" }, null],
    ["words", 503, { "retry-after": "soon" }, null],
    ["an empty header", 503, { "retry-after": "" }, null],
    ["no header", 503, {}, null],
    ["the reset of the limit on a 429", 429, { "x-ratelimit-reset": "12" }, 12_000],
    ["the reset as an instant", 429, { "x-ratelimit-reset": String(NOW / 1000 + 7) }, 7000],
    ["the reset of the limit on another status", 503, { "x-ratelimit-reset": "12" }, null],
    ["both headers", 429, { "retry-after": "3", "x-ratelimit-reset": "12" }, 3000],
    [
      "an unreadable first and a readable second",
      429,
      { "retry-after": "x", "x-ratelimit-reset": "12" },
      12_000,
    ],
  ])("reads %s", (_, status, headers, expected) => {
    expect(serverWaitMs(status, headers as Record<string, string>, NOW)).toBe(expected);
  });
});

describe("rateLimitResetMs", () => {
  it("gives zero for an instant that has passed", () => {
    expect(rateLimitResetMs(String(NOW / 1000 - 5), NOW)).toBe(0);
  });
});

describe("nonNegativeNumber", () => {
  it.each([
    ["50", 50],
    ["0", 0],
    ["", null],
    ["1e3", null],
    ["NaN", null],
    [undefined, null],
  ])("reads %j as %j", (value, expected) => {
    expect(nonNegativeNumber(value)).toBe(expected);
  });
});
