import { describe, expect, it } from "vitest";
import * as z from "zod";
import { cleanCount, countField } from "../../../src/providers/support/values.js";

describe("counts of an answer", () => {
  it.each<[unknown, number | null]>([
    [230, 230],
    ["230", 230],
    [" 0 ", 0],
    [0, 0],
    ["2e3", null],
    [1.5, null],
    ["1.5", null],
    [-1, null],
    ["", null],
    [null, null],
    [undefined, null],
    [true, null],
  ])("reads %j as %j", (value, expected) => {
    expect(cleanCount(value)).toBe(expected);
    expect(z.object({ total: countField() }).parse({ total: value })).toEqual({ total: expected });
  });

  it("does not ask for the key", () => {
    expect(z.object({ total: countField() }).parse({})).toEqual({ total: null });
  });
});
