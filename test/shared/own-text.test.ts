import fc from "fast-check";
import { expect, it } from "vitest";
import { ownText } from "../../src/shared/own-text.js";

it("gives the same text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => ownText(text) === text));
  expect(ownText("")).toBe("");
});
