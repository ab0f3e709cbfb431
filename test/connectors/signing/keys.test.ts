import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KEY_FORMS, keyFault, templateParts } from "../../../src/connectors/signing/keys.js";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const PEM = String(privateKey.export({ type: "pkcs8", format: "pem" }));

const odd = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "{",
    "null",
    '{"type":"service_account"}',
    "-----BEGIN CERTIFICATE-----\\nAA==\\n-----END CERTIFICATE-----",
  ),
  // The key with a part cut out.
  fc.tuple(fc.nat(PEM.length), fc.nat(PEM.length)).map(([from, to]) => PEM.slice(0, from) + PEM.slice(to)),
);

describe("the text of a key", () => {
  it.each(KEY_FORMS)("of the form %s is fine, or has a fault that holds nothing of it", (form) => {
    fc.assert(
      fc.property(odd, (text) => {
        const fault = keyFault(form, "Signing key", text);
        templateParts(form, text);
        if (fault === null) return;
        expect(fault).toMatch(/^The .*Signing key .*\.$/u);
        for (const line of text.split(/\\n|\n/u)) {
          if (line.length > 12 && !line.startsWith("-----")) expect(fault).not.toContain(line);
        }
      }),
    );
  });

  it("gives templates nothing of a private key", () => {
    expect(templateParts("privateKey", PEM)).toEqual({});
    const file = JSON.stringify({ type: "service_account", client_email: "a@acme.test", private_key: PEM });
    expect(templateParts("serviceAccount", file)).toEqual({ client_email: "a@acme.test" });
  });
});
