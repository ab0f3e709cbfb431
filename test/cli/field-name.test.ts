import { describe, expect, it } from "vitest";
import { fieldName } from "../../src/cli/connect/credentials.js";

describe("the name of a credential", () => {
  it.each([
    ["Lucca", "API key", "Lucca API key", "Lucca: API key"],
    ["Lucca", "Lucca address", "Lucca address", "Lucca address"],
    ["Deel", "Deeltoken", "Deel Deeltoken", "Deel: Deeltoken"],
  ])("says the tool once: %s, %s", (title, label, name, question) => {
    expect(fieldName(title, { label })).toBe(name);
    expect(fieldName(title, { label }, ": ")).toBe(question);
  });
});
