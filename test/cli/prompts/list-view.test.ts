import { describe, expect, it } from "vitest";
import { chosenLine, found, PAGE_SIZE, pageAround, shortened } from "../../../src/cli/prompts/list-view.js";

const rows = ["Paris", "New York", "York", "São Paulo", "Zürich West"].map((label) => ({
  value: label,
  label,
}));
const labels = (term: string) => found(rows, term).map(({ label }) => label);

describe("found", () => {
  it.each([
    ["", ["Paris", "New York", "York", "São Paulo", "Zürich West"]],
    ["YORK", ["York", "New York"]],
    ["york new", ["New York"]],
    ["sao", ["São Paulo"]],
    ["zurich", ["Zürich West"]],
    ["  pa ", ["Paris", "São Paulo"]],
    ["nowhere", []],
  ])("of %j is %j", (term, expected) => {
    expect(labels(term)).toEqual(expected);
  });
});

describe("pageAround", () => {
  it.each([
    [0, 300, 0, PAGE_SIZE],
    [150, 300, 144, 144 + PAGE_SIZE],
    [299, 300, 300 - PAGE_SIZE, 300],
    [2, 5, 0, 5],
    [0, 0, 0, 0],
  ])("around %i of %i is %i to %i", (active, count, start, end) => {
    expect(pageAround(active, count)).toEqual({ start, end });
  });

  it("always holds the cursor", () => {
    for (let active = 0; active < 40; active += 1) {
      const { start, end } = pageAround(active, 40);
      expect(active).toBeGreaterThanOrEqual(start);
      expect(active).toBeLessThan(end);
      expect(end - start).toBe(PAGE_SIZE);
    }
  });
});

describe("shortened", () => {
  it("leaves what fits, and cuts the middle of what does not", () => {
    expect(shortened("London", 6)).toBe("London");
    expect(shortened("Office 126 of the long street, floor 4", 20)).toBe("Office 126…, floor 4");
  });

  it("counts columns and not letters", () => {
    expect(shortened("東京都千代田区丸の内一丁目", 12)).toBe("東京都…丁目");
  });
});

describe("chosenLine", () => {
  it("names what fits in a line and how many more there are", () => {
    expect(chosenLine(["London", "Paris"], 40)).toBe("Chosen (2): London, Paris");
    expect(chosenLine(["London", "Paris", "Berlin", "Madrid"], 40)).toBe("Chosen (4): London, Paris, 2 more");
    expect(chosenLine(["A label that is far longer than the line"], 30)).toHaveLength(30);
  });
});
