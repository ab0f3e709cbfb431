import { describe, expect, it } from "vitest";
import { nearest } from "../../../src/sync/model/nearest.js";

describe("the name that was probably meant", () => {
  it.each([
    ["Pairs", ["Oslo", "PARIS"], "PARIS"],
    ["ab", ["cd"], "cd"],
    ["ab", ["cde"], null],
    ["abcdefghij", ["abcdefwxyz"], "abcdefwxyz"],
    ["abcdefghij", ["abcdevwxyz"], null],
    ["Paris", [], null],
  ])("for %j among %j is %j", (text, candidates, meant) => {
    expect(nearest(text, candidates)).toBe(meant);
  });
});
