import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineConnector } from "../../../src/connectors/define.js";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { openKey } from "../../../src/connectors/signing/keys.js";
import { trimSecret } from "../../../src/credentials/input.js";
import { createHttpClient } from "../../../src/http/client.js";
import { problemFromFailure } from "../../../src/http/problem.js";
import { HttpFailure } from "../../../src/http/types.js";
import { serveTls } from "../../http/serve-tls.js";
import { rejection } from "../../http/thrown.js";
import { type Authority, type Certificate, createAuthority } from "../../support/certificates.js";
import { manifest } from "../example.js";

let folder: string;
let authority: Authority;
let client: Certificate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-client-certificate-"));
  authority = await createAuthority(folder);
  client = authority.issue(["DNS:client.acme.test"]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const provider = providerFrom(
  defineConnector(
    manifest({
      credentials: {
        apiKey: { label: "API key", help: "From API keys." },
        certificate: { label: "Client certificate", form: "certificate", help: "The file." },
        key: { label: "Certificate key", form: "privateKey", help: "The file." },
        word: { label: "Passphrase", form: "text", help: "Of the key." },
      },
      auth: [
        { kind: "bearer", token: "${credentials.apiKey}" },
        { kind: "clientCertificate", certificate: "certificate", key: "key", passphrase: "word" },
      ],
    }),
  ),
);

/** An RSA key of 1024 bits, which no certificate for TLS may have any more. */
const WEAK: Certificate = {
  key: [
    "-----BEGIN PRIVATE KEY-----",
    "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAKqs74lsIIu6NB2m",
    "gGSsnqvz/sIyHwD5P9ZLfBtTDDFt0zWnAWcbREREdHYVmeKkav6ByrTLSQSaAu2t",
    "txp+QdLfTj1UJPwDQCGq8dUc/9ZSlBefi7oj7Cokp7WuQFC8iazLjVBYjDa4dAxH",
    "qPp0lWYK+O0vavCDR8BF0gdMXfQzAgMBAAECgYAJZsFDFpusVrNsNrG32fJbknMk",
    "C1K94PztNvc9IhP33Q7XU722CkB2ajboEkSJwXjLUCb0UoZRJJKouPrvEKlbdzwQ",
    "0ofj0mqQiBXTdko8tNWRMIGK56QvcZ3WUtTpYbnQcGiV6aQ4kGHE65RoVkevjTkZ",
    "vlMuixPJ7ehx8T1wwQJBANbGejte6n3cFkGkODF/dl/z+RKniT3ZSwoh9MJMEycs",
    "AdmpWwiEYoNZNjCtMWnOpABYDPo7zLPZ9xNtCngNM/ECQQDLb4FjUymcMp8CKy5J",
    "ISMrVl3xQP0MJfD87m1WYSZHRom9xE7KRu2NTGJDI8lrN86Zi4h08PUhYc0MN1Rc",
    "Fr5jAkBrkB9rWI/r1Ku42DvkXke0qoVVWF6dgRPZ0UO5g0wcVCfhELYsv9Buo+FF",
    "45dZvEnaej6VnBlbAZCCRBv4H/ShAkAJTAA6vMszAzE3FSgZWXVU/q5uXwzxaC56",
    "MJ84iloIedXDoVwEbHdgtLPs447J4pQDelfzGCvrqZ+IRmMJjlSHAkEAhO9rF01+",
    "n7/KgTpVemraqwMpU8Nu+zNhex1bvpEEDiqk+BzyhnX8n7/ZwQAn9UtsLy6peSUe",
    "aOqCGocvNjHbNg==",
    "-----END PRIVATE KEY-----",
  ].join("\n"),
  cert: [
    "-----BEGIN CERTIFICATE-----",
    "MIIBnzCCAQgCAQIwDQYJKoZIhvcNAQELBQAwFzEVMBMGA1UEAwwMd2Vhay5leGFt",
    "cGxlMCAXDTAwMDEwMTAwMDAwMFoYDzIwOTkxMjMxMjM1OTU5WjAXMRUwEwYDVQQD",
    "DAx3ZWFrLmV4YW1wbGUwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAKqs74ls",
    "IIu6NB2mgGSsnqvz/sIyHwD5P9ZLfBtTDDFt0zWnAWcbREREdHYVmeKkav6ByrTL",
    "SQSaAu2ttxp+QdLfTj1UJPwDQCGq8dUc/9ZSlBefi7oj7Cokp7WuQFC8iazLjVBY",
    "jDa4dAxHqPp0lWYK+O0vavCDR8BF0gdMXfQzAgMBAAEwDQYJKoZIhvcNAQELBQAD",
    "gYEAcgdBl/MpEC28bT+ywKI3Fu6GJE9AJZyRTrKDCkPiCe/eYRVJLW/f8lsmM7PK",
    "uM9AlW8HHjseEgdIS2Umvw1BhCrvMWGO2Xm9Tsw5oL71JrV3OAZzHMxftNjI6WqA",
    "+VbuqeG62R/7AhAeDsxYXhTRahKR/XxJPYxzpDS3Mb/WmWo=",
    "-----END CERTIFICATE-----",
  ].join("\n"),
};

const NOW = new Date("2026-06-01T12:00:00Z");

function shown({ cert, key }: Certificate, word = "", now = NOW) {
  const credentials = { apiKey: "a-key", certificate: trimSecret(cert), key: trimSecret(key), word };
  return provider.clientCertificate?.(credentials, now);
}

/** A call to a server that wants a certificate of the authority. */
async function call(own: ReturnType<typeof shown>, callers: string[] = []) {
  const clientAuthority = await readFile(authority.file, "utf8");
  const port = await serveTls(authority.issue(["DNS:localhost"]), {
    clientAuthority,
    onCaller: (name) => callers.push(name),
  });
  const http = createHttpClient({
    baseUrl: `https://localhost:${port}`,
    userAgent: "test/1",
    clientCertificate: own,
    route: { proxy: null, noProxy: [], trust: { caFile: authority.file, extraCaFile: null } },
  });
  return http.request({ method: "GET", path: "/people", retry: "never", purpose: "list people" });
}

describe("a client certificate", () => {
  it("is shown to the host", async () => {
    const callers: string[] = [];
    expect((await call(shown(client), callers)).json()).toEqual({ ok: true });
    expect(callers).toEqual(["leaf"]);
  });

  it("may have a key with a passphrase", async () => {
    const cipher = { cipher: "aes-256-cbc", passphrase: "hush hush" } as const;
    const key = String(openKey(client.key).export({ type: "pkcs8", format: "pem", ...cipher }));
    expect((await call(shown({ ...client, key }, "hush hush"))).json()).toEqual({ ok: true });
    expect(() => shown({ ...client, key }, "another")).toThrowError(
      expect.objectContaining({
        code: "client_certificate_unusable",
        why: "The Passphrase does not open the Certificate key.",
      }),
    );
  });

  it("that the host does not know is named as a reason when it hangs up", async () => {
    const other = await createAuthority(await mkdtemp(`${folder}/`));
    const error = await rejection(call(shown(other.issue([]))));
    if (!(error instanceof HttpFailure)) throw error;
    const problem = problemFromFailure(error, { service: "Example HR" });
    expect(problem).toMatchObject({ kind: "temporary", code: "connection_lost" });
    expect(problem.why).toContain("hang up on a client certificate that they do not know");
  });

  it("is refused beforehand when its key is another's", () => {
    expect(() => shown({ ...client, key: authority.issue([]).key })).toThrowError(
      expect.objectContaining({
        kind: "credentials",
        code: "client_certificate_unusable",
        why: "The Client certificate and the Certificate key do not belong together.",
        next: expect.stringContaining("spendesk-hr connect example-hr"),
      }),
    );
  });

  it("is refused beforehand when TLS takes no such key any more", () => {
    expect(() => shown(WEAK)).toThrowError(
      expect.objectContaining({
        code: "client_certificate_unusable",
        why: "The Client certificate has a key or a signature that is too weak for TLS.",
      }),
    );
  });

  it.each([
    ["expired", "client_certificate_expired", "The Client certificate of Example HR expired on 2020-02-01."],
    [
      "not yet",
      "client_certificate_not_yet_valid",
      "The Client certificate of Example HR is not valid before 2048-01-01.",
    ],
  ] as const)("is refused beforehand when it is valid %s, with the day", (validity, code, message) => {
    const own = authority.issue([], validity);
    expect(() => shown(own)).toThrowError(expect.objectContaining({ kind: "credentials", code, message }));
  });

  it.each([
    ["no certificate", { cert: "hello" }, /The Client certificate is no certificate in PEM form/u],
    ["no key", { key: "hello" }, /The Certificate key is no private key in PEM form/u],
    ["half a certificate", { cert: "half" }, /The Client certificate is damaged or cut off/u],
  ] as const)("can't be %s", (_what, parts, why) => {
    const lines = client.cert.trim().split("\n");
    const half = [lines[0], lines[1], lines.at(-1)].join("\n");
    const own = { ...client, ...parts };
    expect(() => shown(own.cert === "half" ? { ...own, cert: half } : own)).toThrowError(
      expect.objectContaining({ code: "client_certificate_unusable", why: expect.stringMatching(why) }),
    );
  });
});
