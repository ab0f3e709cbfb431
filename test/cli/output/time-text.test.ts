import { describe, expect, it } from "vitest";
import { clockText, showsTimes, timeText } from "../../../src/cli/output/time-text.js";
import { agoText } from "../../../src/shared/ago.js";

const NOW = new Date("2026-11-30T05:12:00Z");

describe("a moment for people", () => {
  it("has the clock of the entity and how long ago it was", () => {
    expect(timeText("2026-11-30T03:12:00.000Z", "Europe/Paris", NOW)).toBe("2026-11-30 04:12 (2 hours ago)");
    expect(clockText("2026-11-30T23:30:00.000Z", "Asia/Tokyo")).toBe("2026-12-01 08:30");
  });

  it("says which clock it has where there are several", () => {
    const paris = { id: "acme-fr", timezone: "Europe/Paris" };
    const kolkata = { id: "acme-in", timezone: "Asia/Kolkata" };
    const at = "2026-11-30T03:12:00Z";
    expect(showsTimes([paris], NOW)(at)).toBe("2026-11-30 04:12 (2 hours ago)");
    const show = showsTimes([paris, kolkata], NOW);
    expect(show(at)).toBe("2026-11-30 04:12 UTC+1 (2 hours ago)");
    expect(show(at, "acme-in")).toBe("2026-11-30 08:42 UTC+5:30 (2 hours ago)");
    expect(show("2026-07-01T03:12:00Z")).toContain("05:12 UTC+2");
    expect(showsTimes([paris], NOW)(at, "acme-gone")).toBe("2026-11-30 03:12 UTC (2 hours ago)");
  });

  it.each([
    ["2026-11-30T05:11:30Z", "just now"],
    ["2026-11-30T05:11:00Z", "1 minute ago"],
    ["2026-11-30T04:12:01Z", "59 minutes ago"],
    ["2026-11-30T04:12:00Z", "1 hour ago"],
    ["2026-11-29T05:12:00Z", "yesterday"],
    ["2026-11-22T05:12:00Z", "last week"],
    ["2026-10-20T05:12:00Z", "last month"],
    ["2024-11-20T05:12:00Z", "2 years ago"],
    ["2026-12-01T05:12:00Z", "tomorrow"],
  ])("%s is %s", (instant, text) => {
    expect(agoText(instant, NOW)).toBe(text);
  });
});
