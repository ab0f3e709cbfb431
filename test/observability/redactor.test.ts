import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../../src/observability/redactor.js";

const CANARY = 'cänary/+"4f1e"&x=1';
const ORDINARY = "ordinary text ";

function redactorFor(...secrets: readonly string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.register(secret);
  return redactor;
}

/** How a secret may be written, made without the code under test. */
function writings(secret: string): Readonly<Record<string, string>> {
  const bytes = new TextEncoder().encode(secret);
  const base64 = btoa(String.fromCharCode(...bytes));
  const percent = Array.from(secret, (character) => encodeURIComponent(character)).join("");
  return {
    raw: secret,
    base64,
    "base64 without padding": base64.replaceAll("=", ""),
    base64url: base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
    "URL-encoded": percent,
    "URL-encoded, small digits": percent.replace(/%../g, (hex) => hex.toLowerCase()),
    "form-encoded": new URLSearchParams([["", secret]]).toString().slice(1),
    "in JSON": JSON.stringify(secret).slice(1, -1),
    "in JSON in JSON": JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  };
}

describe("redactor", () => {
  it.each(Object.entries(writings(CANARY)))("hides a registered secret (%s)", (_name, written) => {
    expect(redactorFor(CANARY).redact(`before ${written} after`)).toBe("before [secret] after");
  });

  it("hides a secret inside longer Base64, wherever it starts", () => {
    const redactor = redactorFor("canary-4f1e-77aa");
    for (const before of ["", "a", "ab", "abc"]) {
      const text = Buffer.from(`${before}canary-4f1e-77aa:and more`).toString("base64");
      expect(redactor.redact(text)).toContain("[secret]");
      const left = redactor.redact(text).replace("[secret]", "");
      expect(Buffer.from(left, "base64").toString("latin1")).not.toContain("canary");
    }
  });

  it("hides a registered pair as Basic authentication sends it", () => {
    const redactor = createRedactor();
    redactor.registerPair("papi-id", "p4ss");
    const header = Buffer.from("papi-id:p4ss").toString("base64");
    expect(redactor.redact(`sent ${header}.`)).toBe("sent [secret].");
    expect(redactor.redact("sent p4ss.")).toBe("sent [secret].");
  });

  it("hides every occurrence, and overlapping secrets whole", () => {
    expect(redactorFor("abcdef", "defghi").redact("abcdefghi, abcdef")).toBe("[secret], [secret]");
    expect(redactorFor("short", "short-and-long").redact("short-and-long")).toBe("[secret]");
    expect(redactorFor("abab").redact("ababab")).toBe("[secret]");
  });

  it("looks for secrets of four characters and ignores shorter ones", () => {
    const redactor = redactorFor("", "abc", "wxyz");
    expect(redactor.redact("abc wxyz")).toBe("abc [secret]");
  });

  it("can be passed on as single functions", () => {
    const { register, redact } = createRedactor();
    register("canary-4f1e");
    expect(redact("canary-4f1e")).toBe("[secret]");
  });

  it("lets no registered secret survive in any form", () => {
    // A secret that shares characters with the placeholder may come about next to it.
    const secret = fc
      .string({ unit: "grapheme", minLength: 4, maxLength: 40 })
      .filter((text) => !/[[\]secrt]/.test(text));
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (prefix, value, suffix) => {
        const redactor = redactorFor(value);
        for (const written of Object.values(writings(value))) {
          expect(redactor.redact(prefix + written + suffix)).not.toContain(written);
        }
      }),
    );
  });

  it("hides a secret of several lines also after cleaning, and ignores one of control characters only", () => {
    const redactor = redactorFor("line one\nline two", "\u0001\u0002\u0003\u0004");
    expect(redactor.redact("line one␤line two")).toBe("[secret]");
    expect(redactor.redact("nothing here")).toBe("nothing here");
  });

  it("copes with secrets that are not well-formed Unicode", () => {
    expect(redactorFor("abc\ud800def").redact("abc\ud800def, abc%EF%BF%BDdef")).toBe("[secret], [secret]");
  });
});

describe("redactor, without anything registered", () => {
  const { redact } = createRedactor();

  it.each([
    ["Authorization: Bearer abc.def-123", "Authorization: [secret]"],
    ["authorization: token of my own\nnext: line", "authorization: [secret]\nnext: line"],
    ['{"authorization":"Basic abc","a":1}', '{"authorization":"[secret]","a":1}'],
    ['{\\"authorization\\":\\"abc\\",\\"a\\":1}', '{\\"authorization\\":\\"[secret]\\",\\"a\\":1}'],
    ["Proxy-Authorization: Basic dXNlcjpw", "Proxy-Authorization: [secret]"],
    ["sent Bearer eyJhbGciOi.x.y to it", "sent Bearer [secret] to it"],
    ["sent basic dXNlcjpwYXNz to it", "sent basic [secret] to it"],
    ["client papi-0b8f1c2a-77aa was refused", "client [secret] was refused"],
  ])("hides the credentials in %j", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    "Basic authentication failed",
    "The Bearer token is missing.",
    "Client ids begin with papi-…",
    "401 from api.example.test after 3 tries",
    "run 0b8f1c2a-77aa-4c1e-9a55-d0e1f2a3b4c5",
  ])("leaves %j as it is", (text) => {
    expect(redact(text)).toBe(text);
  });

  it.each([
    ["GB33BUKB20201555555555", "•••• 5555"],
    ["GB33 BUKB 2020 1555 5555 55", "•••• 5555"],
    ["gb33bukb20201555555555", "•••• 5555"],
    ["DE89-3704-0044-0532-0130-00", "•••• 3000"],
    ["DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000", "•••• 3000"],
    ["DE89%203704%200044%200532%200130%2000", "•••• 3000"],
    ["FR1420041010050500013M02606", "•••• 2606"],
  ])("masks the IBAN %s", (iban, masked) => {
    expect(redact(`of ${iban} was refused`)).toBe(`of ${masked} was refused`);
    expect(redact(`"iban":"${iban}"`)).toBe(`"iban":"${masked}"`);
    expect(redact(`iban=${iban}7&IBAN${iban}`)).not.toContain(iban);
  });

  it("masks every IBAN of a text", () => {
    expect(redact("GB33BUKB20201555555555DE89370400440532013000, GB33BUKB20201555555555")).toBe(
      "•••• 5555•••• 3000, •••• 5555",
    );
  });

  it("finds an IBAN right behind what only looked like the start of one", () => {
    expect(redact("GB33DE89370400440532013000")).toBe("GB33•••• 3000");
  });

  it("leaves what has the form of an IBAN and a wrong checksum", () => {
    expect(redact("GB34BUKB20201555555555")).toBe("GB34BUKB20201555555555");
  });

  it("leaves texts without anything to hide unchanged", () => {
    expect(redact(ORDINARY.repeat(1000))).toBe(ORDINARY.repeat(1000));
  });
});

describe("the keys of hundreds of entities", () => {
  const { register, redact } = createRedactor();
  for (let entity = 0; entity < 200; entity += 1) register(`secret-key-of-${entity}`);

  it("are hidden wherever they stand, also one that begins as another one does", () => {
    expect(redact("secret-key-of-7, secret-key-of-199 and secret-key-of-nobody")).toBe(
      "[secret], [secret] and secret-key-of-nobody",
    );
    expect(redact(`x=${encodeURIComponent("secret-key-of-42")}`)).toBe("x=[secret]");
  });

  it("are hidden as one where they overlap", () => {
    register("of-12 and");
    expect(redact("secret-key-of-12 and more")).toBe("[secret] more");
  });
});
