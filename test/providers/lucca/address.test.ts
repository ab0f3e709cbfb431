import { describe, expect, it } from "vitest";
import { baseUrlOf, checkAddress } from "../../../src/providers/lucca/address.js";

describe("lucca address", () => {
  it.each([
    ["acme", "acme.ilucca.net"],
    [" ACME ", "acme.ilucca.net"],
    ["acme.ilucca.net", "acme.ilucca.net"],
    ["https://Acme.ilucca.net/timmi-absences/?tab=1#x", "acme.ilucca.net"],
    ["http://acme.ilucca.net/", "acme.ilucca.net"],
    ["acme.ilucca.ch", "acme.ilucca.ch"],
    ["acme.ilucca-test.net", "acme.ilucca-test.net"],
    ["acme.ilucca-demo.net", "acme.ilucca-demo.net"],
    ["acme.ilucca-test.ch", "acme.ilucca-test.ch"],
    ["https://acme.ilucca-demo.ch/home", "acme.ilucca-demo.ch"],
    ["acme-try.sandbox.eu1.luccasoftware.com", "acme-try.sandbox.eu1.luccasoftware.com"],
  ])("takes %o for https://%s", (text, host) => {
    expect(checkAddress(text)).toBeNull();
    expect(baseUrlOf(text)).toBe(`https://${host}`);
  });

  it.each([
    "",
    " ",
    "acme.example.test",
    "https://acme.ilucca.net.example.test",
    "example.test/acme.ilucca.net",
    "acme@example.test",
    "user:word@acme.ilucca.net",
    "acme.ilucca.net:8443",
    "acmeilucca.net",
    "a.b.ilucca.net",
    "-acme",
    "ac me",
    "www.ilucca.net",
    "acme.ilucca-preview.net",
    "acme.ilucca-demo.net.example.test",
    "acme.ilucca-test.com",
    "acme.ilucca.fr",
    "accounts.ilucca.net",
    "acme.sandbox.xx9.luccasoftware.com",
    "accounts.world.luccasoftware.com",
  ])("refuses %o, so that the key goes nowhere else", (text) => {
    expect(checkAddress(text)).toEqual(expect.any(String));
    expect(() => baseUrlOf(text)).toThrow(expect.objectContaining({ code: "lucca_address_invalid" }));
  });
});
