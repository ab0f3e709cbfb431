import { describe, expect, it } from "vitest";
import { isAhead, isOddDay, isOver } from "../../../src/providers/support/days.js";

const TODAY = "2026-09-30";

describe("days of an employment", () => {
  it.each([
    ["2026-09-29", true, false],
    [TODAY, false, false],
    ["2026-10-01", false, true],
    [null, false, false],
    [undefined, false, false],
  ])("on %o: over %s, ahead %s, since the first and the last day are worked", (day, over, ahead) => {
    expect([isOver(day, TODAY), isAhead(day, TODAY)]).toEqual([over, ahead]);
  });

  it.each([
    [undefined, false],
    [null, false],
    [" ", false],
    ["2026-09-30T00:00:00", false],
    ["30/09/2026", true],
    ["0000-00-00", true],
    [20_260_930, true],
    [{}, true],
  ])("%o is odd: %s", (value, odd) => {
    expect(isOddDay(value)).toBe(odd);
  });
});
