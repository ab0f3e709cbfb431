import { describe, expect, it } from "vitest";
import { secretFault, trimSecret } from "../../src/credentials/input.js";

const BLOCK = "-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----";
const LINE = "-----BEGIN PRIVATE KEY-----\\nMIIEvQ==\\n-----END PRIVATE KEY-----";

describe("the content of a key file", () => {
  it.each([
    ["as it is", BLOCK],
    ["with a line end behind it", `${BLOCK}\n`],
    ["of Windows", BLOCK.replaceAll("\n", "\r\n")],
    ["on one line already", LINE],
    ["with the bag of a PKCS#12 file around it", `Bag Attributes\n    friendlyName: acme\n${BLOCK}\n`],
  ])("is one line: %s", (_what, text) => {
    expect(trimSecret(text)).toBe(LINE);
    expect(secretFault(trimSecret(text))).toBeNull();
  });

  it("keeps every block, and the headers of an encrypted one", () => {
    const encrypted =
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMIIE\n-----END RSA PRIVATE KEY-----";
    const line = encrypted.replaceAll("\n", "\\n");
    expect(trimSecret(`${BLOCK}\n${encrypted}`)).toBe(`${LINE}\\n${line}`);
  });

  it("is JSON without its layout, line ends inside of texts as they are", () => {
    const text = JSON.stringify({ type: "service_account", private_key: BLOCK }, null, 2);
    expect(JSON.parse(trimSecret(text))).toEqual({ type: "service_account", private_key: BLOCK });
    expect(trimSecret(text)).not.toContain("\n");
  });

  it.each(["a\nb", "{\nnot json", "-----BEGIN PRIVATE KEY-----\nMIIE"])(
    "that is none stays as it is: %j",
    (text) => {
      expect(trimSecret(text)).toBe(text);
      expect(secretFault(trimSecret(text))).toContain("line break");
    },
  );
});
