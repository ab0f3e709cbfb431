import { expect, it } from "vitest";
import { counted } from "../../src/shared/text.js";

it("gives a number its noun", () => {
  expect([0, 1, 2].map((count) => counted(count, "employee"))).toEqual([
    "0 employees",
    "1 employee",
    "2 employees",
  ]);
  expect(counted(3, "person", "people")).toBe("3 people");
});
