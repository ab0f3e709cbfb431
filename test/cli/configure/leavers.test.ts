import { describe, expect, it } from "vitest";
import { graceChoices } from "../../../src/cli/configure/leavers.js";

describe("graceChoices", () => {
  it("says of each number of days what it does to a last day of 30 June", () => {
    expect(graceChoices(0)).toEqual([
      { value: "0", label: "On that day: with the first run on 30 June, even if that is before work" },
      { value: "1", label: "The day after: with the first run on 1 July" },
      { value: "7", label: "A week later: with the first run on 7 July" },
      { value: "30", label: "30 days later: with the first run on 30 July" },
      { value: "other", label: "After another number of days" },
    ]);
  });

  it("has the present number among them, in its order", () => {
    expect(graceChoices(14)[3]).toEqual({
      value: "14",
      label: "14 days later, as now: with the first run on 14 July",
    });
  });
});
