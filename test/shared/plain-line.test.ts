import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneLine } from "../../src/shared/plain-line.js";

describe("oneLine", () => {
  it.each([
    ["zero-width blanks", "An\u200bn", "Ann"],
    ["direction marks", "\u202bBerg\u202c\u200e", "Berg"],
    ["soft hyphens", "Le\u00adonie", "Leonie"],
    ["byte order marks", "\ufeffAnn", "Ann"],
    ["control characters", "Ann\u0007\u0000Berg", "Ann Berg"],
    ["escape sequences as far as they do harm", "Ann\u001bBerg", "Ann Berg"],
    ["tabs and line ends", "Ann\t\r\nBerg\u2028", "Ann Berg"],
    ["wide and repeated blanks", "\u00a0Ann \u2003 Berg ", "Ann Berg"],
    ["colours and window titles", "A\u001b[31mnn\u001b]0;title\u0007 Berg", "Ann Berg"],
    ["half characters", "Ann\ud800", "Ann"],
    ["what is no character", "An\ufffen\ufdd0", "Ann"],
    ["Hangul fillers", "\u3164\u115f", ""],
    ["joiners in Latin text", "A\u200dnn\u200c", "Ann"],
  ])("takes %s out", (_what, text, expected) => {
    expect(oneLine(text)).toBe(expected);
  });

  it.each(["Zoë Müller-Łukasz", "山田太郎", "علی\u200cرضا", "श्री\u200dमान", "O'Brien", "🙂"])(
    "keeps the name %s",
    (name) => expect(oneLine(name)).toBe(name),
  );

  it("changes nothing the second time", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => oneLine(oneLine(text)) === oneLine(text)));
  });
});
