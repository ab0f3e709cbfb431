import { describe, expect, it } from "vitest";
import { decodeUtf8 } from "../../src/shared/utf8.js";

const TEXT = "entities:\n  acme:\n    protect: [jörg@acme.test]\n";

function whyNot(bytes: Uint8Array): string {
  const decoded = decodeUtf8(bytes);
  if (decoded.ok) throw new Error("this is UTF-8");
  return `${decoded.why}. ${decoded.remedy}`;
}

describe("decodeUtf8", () => {
  it.each([
    ["nothing", ""],
    ["ASCII", "plain\r\n\ttext\f"],
    ["letters of two, three and four bytes", "ö € 😀 \u{10ffff}"],
    ["the sign for what could not be read, which is a character too", "\ufffd"],
  ])("reads %s", (_what, text) => {
    expect(decodeUtf8(Buffer.from(text))).toEqual({ ok: true, text });
  });

  it("leaves out a byte order mark", () => {
    expect(decodeUtf8(Buffer.from(`\ufeff${TEXT}`))).toEqual({ ok: true, text: TEXT });
  });

  it("names place and encoding of what an editor saved as ANSI", () => {
    expect(whyNot(Buffer.from(TEXT, "latin1"))).toBe(
      'is not UTF-8 from byte 34 (line 3, column 16) on; it looks like ISO-8859-1 or Windows-1252 ("ANSI" in editors). ' +
        "Save it as UTF-8 in an editor, or convert it with `iconv -f WINDOWS-1252 -t UTF-8`.",
    );
  });

  it("tells Windows-1252 by the signs that ISO-8859-1 does not have", () => {
    const bytes = Buffer.concat([Buffer.from("price: 5 "), Buffer.from([0x80]), Buffer.from("\n")]);
    expect(whyNot(bytes)).toContain("from byte 10 (line 1, column 10) on; it looks like Windows-1252");
  });

  it("counts columns in characters, also after letters of several bytes", () => {
    const bytes = Buffer.concat([Buffer.from("a\nö😀"), Buffer.from([0xfc])]);
    expect(whyNot(bytes)).toContain("from byte 9 (line 2, column 3) on");
  });

  it.each([
    ["UTF-16 of PowerShell", Buffer.from(`\ufeff${TEXT}`, "utf16le"), "begins with the mark of UTF-16"],
    [
      "UTF-16 without a mark",
      Buffer.from(TEXT, "utf16le"),
      "byte 2 (line 1, column 2) is a NUL; it looks like UTF-16",
    ],
    [
      "UTF-16, the other way round",
      Buffer.from(`\ufeff${TEXT}`, "utf16le").swap16(),
      "the mark of UTF-16 (big endian)",
    ],
    [
      "the same without a mark",
      Buffer.from(TEXT, "utf16le").swap16(),
      "byte 1 (line 1, column 1) is a NUL; it looks like UTF-16 (big endian)",
    ],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), "the mark of UTF-32"],
  ])("names %s", (_what, bytes, why) => {
    expect(whyNot(bytes)).toContain(why);
    expect(whyNot(bytes)).toMatch(/convert it with `iconv -f UTF-(?:16LE|16BE|32) -t UTF-8`/);
  });

  it.each([
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ["text with a NUL in it", Buffer.from("name: x\0y and a lot of other text around it")],
  ])("does not guess where there is no text: %s", (_what, bytes) => {
    expect(whyNot(bytes)).toContain("it looks like no text file at all. Name the text file that was meant.");
  });

  it("tells a file that was cut off in the middle of a character", () => {
    const whole = Buffer.from("name: 😀");
    expect(whyNot(whole.subarray(0, -1))).toBe(
      "is cut off: it ends in the middle of a character, byte 7 (line 1, column 7). Take it anew from where it comes.",
    );
  });

  it.each([
    ["an overlong form", [0xc0, 0xaf]],
    ["half of a pair of UTF-16", [0xed, 0xa0, 0x80]],
    ["a number above the last character", [0xf4, 0x90, 0x80, 0x80]],
    ["a byte that only continues", [0xbf]],
  ])("refuses %s", (_what, odd) => {
    expect(whyNot(Buffer.concat([Buffer.from("ab"), Buffer.from(odd), Buffer.from("cd")]))).toContain(
      "is not UTF-8 from byte 3 (line 1, column 3) on",
    );
  });

  it("never quotes what it read", () => {
    const why = whyNot(Buffer.from("hush-hush-secret\xfc", "latin1"));
    expect(why).not.toContain("hush");
  });
});
