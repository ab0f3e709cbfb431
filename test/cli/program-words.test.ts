import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { wordFault } from "../../src/cli/prompts/program-words.js";

const BUILT = readFileSync(new URL("../../dist/words.txt", import.meta.url), "utf8");

describe("secrets that are words of the program", () => {
  it.each([
    "Spendesk",
    "demo",
    "spendesk-hr",
    "Personio",
    "secret",
    "employee",
    "pend",
    "Checking",
    "wallet",
  ])("refuses %j, and does not repeat it", (word) => {
    expect(wordFault(word, BUILT)).toContain("a word of this program's own messages");
    expect(wordFault(`${word}${randomBytes(8).toString("hex")}`, BUILT)).toBeNull();
  });

  it("takes what vendors make, and passwords of people", () => {
    const made = Array.from({ length: 200 }, (_, index) =>
      randomBytes(4 + (index % 28)).toString("base64url"),
    );
    for (const secret of [...made, "correct horse battery staple", "Kaffeekanne!", "mistyped-secret-0189"]) {
      expect(wordFault(secret, BUILT)).toBeNull();
    }
  });

  it("leaves alone what the redactor does not hide", () => {
    expect(wordFault("key", BUILT)).toBeNull();
    expect(wordFault("", BUILT)).toBeNull();
  });

  it("refuses nothing where no words are known", () => {
    expect(wordFault("Spendesk", "")).toBeNull();
  });
});
