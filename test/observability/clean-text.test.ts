import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText } from "../../src/observability/clean-text.js";

describe("clean text", () => {
  it.each([
    ["colours", "\u001b[31mred\u001b[0m", "red"],
    ["cursor movements", "a\u001b[2J\u001b[1;1Hb", "ab"],
    ["8-bit escape sequences", "a\u009b31mb", "ab"],
    ["window titles", "a\u001b]0;owned\u0007b", "ab"],
    ["links", "\u001b]8;;https://evil.test\u001b\\text\u001b]8;;\u001b\\", "text"],
    ["device control strings", "a\u001bPq#0\u001b\\b", "ab"],
    ["short escapes", "a\u001bcb", "ab"],
    ["single control characters", "a\u0000\u0007\u0008\u007fb", "ab"],
    ["bidirectional overrides", "\u202eevil\u2066x\u2069\u200f", "evilx"],
    ["zero-width characters", "own\u200ber\u2060@\ufeffacme\u00ad.test", "owner@acme.test"],
    ["tags", "a\u{e0061}\u{e007f}b", "ab"],
    ["joiners in Latin text", "ow\u200dn\u200cer", "owner"],
  ])("removes %s", (_what, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  it.each(["\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029"])("makes the line end %j visible", (end) => {
    expect(cleanText(`Ada${end}ERROR forged`)).toBe("Ada␤ERROR forged");
  });

  it("keeps a text that follows an escape sequence without an end", () => {
    expect(cleanText("a\u001b]0;never ended")).toContain("never ended");
  });

  it.each(["Zoë Müller-Łukasz", "山田太郎", "علی\u200cرضا", "श्री\u200dमान", "O'Brien", "🙂"])(
    "keeps the name %s",
    (name) => {
      expect(cleanText(name)).toBe(name);
    },
  );

  it("turns tabs into blanks and broken characters into a sign for them", () => {
    expect(cleanText("a\tb\ud800c")).toBe("a b\ufffdc");
  });

  it("cuts to the length, counting whole characters", () => {
    expect(cleanText("abcdef", { maxLength: 4 })).toBe("abc…");
    expect(cleanText("🙂🙂🙂", { maxLength: 3 })).toBe("🙂🙂🙂");
    expect(cleanText("🙂🙂🙂🙂", { maxLength: 3 })).toBe("🙂🙂…");
  });

  it("never lets a control character or an override through", () => {
    const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\u200b\ufeff]/u;
    const hostile = fc.constantFrom(
      "\u001b",
      "[",
      "]",
      "\u009b",
      "\u009d",
      "\u0007",
      "\u202e",
      "\u2067",
      ";",
      "m",
      "\r\n",
    );
    const text = fc.array(fc.oneof(hostile, fc.string({ unit: "binary" }))).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (value) => !unsafe.test(cleanText(value))),
      { numRuns: 1000 },
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => cleanText(cleanText(value)) === cleanText(value)),
    );
  });
});
