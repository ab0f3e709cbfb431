import { describe, expect, it } from "vitest";
import { emailKey, foldText } from "../../src/shared/text.js";

describe("foldText", () => {
  it.each([
    ["case", "LONDON", "london"],
    ["surrounding and repeated blanks", "  New \t  York\n", "New York"],
    ["no-break and other wide blanks", "New\u00a0\u2003York\ufeff", "New York"],
    ["composed and decomposed letters", "Caf\u00e9", "Cafe\u0301"],
    ["full-width letters", "Ｐａｒｉｓ", "Paris"],
    ["ligatures", "O\ufb03ce", "Office"],
    ["sharp s and its capitals", "Straße", "STRASSE"],
    ["the capital sharp s", "STRAẞE", "straße"],
    ["a final sigma in capitals", "ΠΕΙΡΑΙΑΣ", "Πειραιας"],
    ["a dotted capital I", "İstanbul", "istanbul"],
    ["a dotless i in capitals", "Diyarbakır", "DIYARBAKIR"],
    ["a dotted capital I that is decomposed", "I\u0307zmir", "IZMIR"],
  ])("takes %s for equal", (_, first, second) => {
    expect(foldText(first)).toBe(foldText(second));
  });

  it.each([
    ["accents", "Cafe", "Café"],
    ["umlauts and their transcription", "Köln", "Koeln"],
    ["a blank and none", "New York", "NewYork"],
    ["hyphens and blanks", "Saint-Denis", "Saint Denis"],
  ])("keeps %s apart", (_, first, second) => {
    expect(foldText(first)).not.toBe(foldText(second));
  });

  it("gives one form for every case and composition of every letter", () => {
    const differing: string[] = [];
    for (let code = 0; code < 0x20000; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const letter = String.fromCodePoint(code);
      const folded = foldText(letter);
      const forms = [letter.toUpperCase(), letter.toLowerCase(), letter.normalize("NFD"), folded];
      if (forms.some((form) => foldText(form) !== folded)) differing.push(code.toString(16));
    }
    expect(differing).toEqual([]);
  });
});

describe("emailKey", () => {
  it("takes addresses for equal that look equal", () => {
    for (const same of ["ADA@Acme.test", " ada@acme.test ", "ada\u200b@acme.test\ufeff"]) {
      expect(emailKey(same)).toBe("ada@acme.test");
    }
    expect(emailKey("zoe\u0308@acme.test")).toBe(emailKey("ZO\u00cb@acme.test"));
  });
});
