import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEmailAddress, isEmailPlaceholder } from "../../src/shared/email-address.js";

const label = (length: number) => "a".repeat(length);
/** A domain of this many characters, of labels that are not too long. */
const domain = (length: number) => {
  const labels = Array.from({ length: 4 }, () => label(60)).join(".");
  return `${`${labels}.${label(60)}`.slice(0, length - 5)}.test`;
};

describe("isEmailAddress", () => {
  it.each([
    "ada@acme.test",
    "Ada.O'Neil+cards@Mail.Acme.test",
    "i+spendesk@acme.test",
    "x@sub.acme.co.test",
    "a@b.io",
    "1@2.example",
    "first_last-x@acme-corp.test",
    "!#$%&'*+/=?^_`{|}~-@acme.test",
    "ada@xn--acm-dma.test",
    "ada@acme.xn--p1ai",
    "zoë@acme.test",
    "用户@例子.广告",
    "ada@bücher.example",
    `${label(64)}@acme.test`,
    `ada@${label(63)}.test`,
  ])("takes %s", (text) => expect(isEmailAddress(text)).toBe(true));

  it.each([
    ["nothing", ""],
    ["no @", "ada.acme.test"],
    ["no local part", "@acme.test"],
    ["no domain", "ada@"],
    ["a bare host", "ada@acme"],
    ["two @", "ada@acme@x.test"],
    ["two addresses", "ada@acme.test,bob@acme.test"],
    ["two addresses with a blank", "ada@acme.test; bob@acme.test"],
    ["a dot at the beginning", ".ada@acme.test"],
    ["a dot before the @", "ada.@acme.test"],
    ["two dots in a row", "ada..b@acme.test"],
    ["two dots in the domain", "ada@acme..test"],
    ["a dot at the end", "ada@acme.test."],
    ["a hyphen that begins a label", "ada@-acme.test"],
    ["a hyphen that ends a label", "ada@acme-.test"],
    ["an underscore in the domain", "ada@ac_me.test"],
    ["an IP number", "ada@192.168.0.1"],
    ["an IP number in brackets", "ada@[192.168.0.1]"],
    ["an IPv6 address", "ada@[IPv6:2001:db8::1]"],
    ["a number for the last part", "ada@acme.123"],
    ["a last part of one letter", "ada@acme.t"],
    ["a comma", "x,y@acme.test"],
    ["a semicolon", "a;b@acme.test"],
    ["a colon, as in a link", "mailto:ada@acme.test"],
    ["a bracket", "ada@acme.test>"],
    ["a name in front", "Ada Byron <ada@acme.test>"],
    ["quotes", '"ada b"@acme.test'],
    ["a comment", "(home) ada@acme.test"],
    ["a comment without a blank", "ada(home)@acme.test"],
    ["a backslash", "ada\\b@acme.test"],
    ["a blank", "ada b@acme.test"],
    ["a blank at the end", "ada@acme.test "],
    ["a no-break blank", "ada\u00a0b@acme.test"],
    ["a line break", "ada@acme.test\nbcc:x@acme.test"],
    ["a control character", "ada\u0000@acme.test"],
    ["an invisible character", "ada\u200b@acme.test"],
    ["an invisible character in the domain", "ada@acme\u200b.test"],
    ["half a character", "ada\ud800@acme.test"],
    ["a letter that was lost", "j\ufffdrg@acme.test"],
    ["a sign in the domain", "ada@acme/x.test"],
    ["a port", "ada@acme.test:25"],
    ["an @ of another width", "ada＠acme.test"],
    ["a local part that is too long", `${label(65)}@acme.test`],
    ["a local part that is too long in bytes", `${"é".repeat(33)}@acme.test`],
    ["a label that is too long", `ada@${label(64)}.test`],
    ["all too long together", `${label(60)}@${domain(200)}`],
  ])("refuses %s", (_what, text) => expect(isEmailAddress(text)).toBe(false));

  it("counts 254 bytes for the whole", () => {
    for (const [length, fits] of [
      [254, true],
      [255, false],
    ] as const) {
      const text = `${label(64)}@${domain(length - 65)}`;
      expect(text).toHaveLength(length);
      expect(isEmailAddress(text)).toBe(fits);
    }
  });

  it("takes nothing that could end a header or hide", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (local, host) => {
        const text = `${local}@${host}`;
        return !isEmailAddress(text) || !/[\s\p{C}\p{Z}<>()[\]\\,;:"]/u.test(text);
      }),
      { numRuns: 2000 },
    );
  });

  it("takes every plain address", () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
    const local = fc.array(word, { minLength: 1, maxLength: 4 });
    const host = fc.array(word, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(local, host, (names, labels) =>
        isEmailAddress(`${names.join(".")}@${labels.join(".")}.test`),
      ),
    );
  });
});

describe("isEmailPlaceholder", () => {
  it.each([
    ...["none", "None", "n/a", "N.A.", "na", "-", "--", "—", ".", "?", "x", "null", "undefined", "unknown"],
    ...["TBD", "no", "no email", "No e-mail", "no mail address", "not available", "Not Applicable"],
    ...["keine", "keine E-Mail", "kein Mail", "ohne", "pas d'email", "aucun", "sin correo", "geen email"],
    ...[" none ", "n\u200b/a", "@"],
  ])("takes %j for no address", (text) => expect(isEmailPlaceholder(text)).toBe(true));

  it.each(["ada", "ada@acme", "none@acme.test", "noah", "anna", "nora byron", "nomail@acme", "xavier"])(
    "takes %j for a slip",
    (text) => expect(isEmailPlaceholder(text)).toBe(false),
  );
});
