import { createPublicKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeProtectedHeader, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ManifestInput } from "../../../src/connectors/schema/manifest.js";
import { trimSecret } from "../../../src/credentials/input.js";
import { type Certificate, createAuthority } from "../../support/certificates.js";
import { person } from "../example.js";
import { type Answers, ok, readFrom } from "../reading/read.js";

const pkcs8 = { type: "pkcs8", format: "pem" } as const;
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const RSA_PEM = String(rsa.privateKey.export(pkcs8));
const EC_PEM = String(ec.privateKey.export(pkcs8));

let folder: string;
let certificate: Certificate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-assertion-"));
  certificate = (await createAuthority(folder)).issue(["DNS:client.acme.test"]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const TOKEN_URL = "https://api.examplehr.test/oauth/token";
const people: Answers = ({ url }) =>
  url.pathname === "/oauth/token" ? ok({ access_token: "access-1" }) : ok({ people: [person(1)] });

type Jwt = Extract<ManifestInput["auth"], { kind: "oauth2Jwt" }>;

const key = (form: "privateKey" | "serviceAccount") => ({
  apiKey: { label: "Signing key", form, help: "The file." },
});

function jwtTool(
  assertion: Partial<Jwt["assertion"]> = {},
  form: "privateKey" | "serviceAccount" = "privateKey",
) {
  const claims = { iss: "acme", aud: "${tokenUrl}", sub: "${settings.admin}" };
  return {
    credentials: key(form),
    settings: { admin: { type: "text", label: "Admin", help: "Whom.", default: "mira@acme.test" } },
    auth: { kind: "oauth2Jwt", tokenUrl: TOKEN_URL, assertion: { key: "apiKey", claims, ...assertion } },
  } satisfies Partial<ManifestInput>;
}

describe("a token for a signed assertion", () => {
  it.each([
    ["RS256", RSA_PEM, rsa.publicKey],
    ["PS256", RSA_PEM, rsa.publicKey],
    ["ES256", EC_PEM, ec.publicKey],
  ] as const)("is asked for with %s", async (algorithm, pem, publicKey) => {
    const { outcome, log, secrets } = await readFrom(
      jwtTool({ algorithm, header: { kid: "key-1" }, lifetimeSeconds: 600 }),
      people,
      { credentials: { apiKey: trimSecret(pem) } },
    );
    expect(outcome.complete).toBe(true);
    const form = Object.fromEntries(new URLSearchParams(log[0]?.body));
    const { assertion = "", ...others } = form;
    expect(others).toEqual({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer" });
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, { algorithms: [algorithm] });
    expect(protectedHeader).toEqual({ alg: algorithm, typ: "JWT", kid: "key-1" });
    expect(payload).toMatchObject({ iss: "acme", aud: TOKEN_URL, sub: "mira@acme.test" });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/u);
    expect(secrets).toEqual(expect.arrayContaining([assertion, "access-1"]));
    // Each line of the key could be quoted alone.
    expect(secrets).toContain(pem.split("\n")[1]);
  });

  it("takes issuer and key from the file of a service account", async () => {
    const file = JSON.stringify(
      {
        type: "service_account",
        project_id: "acme",
        private_key_id: "key-7",
        private_key: RSA_PEM,
        client_email: "sync@acme.test",
      },
      null,
      2,
    );
    const claims = { iss: "${credentials.apiKey.client_email}", aud: "${tokenUrl}" };
    const header = { kid: "${credentials.apiKey.private_key_id}" };
    const { log } = await readFrom(jwtTool({ claims, header }, "serviceAccount"), people, {
      credentials: { apiKey: trimSecret(file) },
    });
    const assertion = new URLSearchParams(log[0]?.body).get("assertion") ?? "";
    const { payload, protectedHeader } = await jwtVerify(assertion, rsa.publicKey);
    expect([payload.iss, protectedHeader.kid]).toEqual(["sync@acme.test", "key-7"]);
  });

  it("may prove the client instead of a secret, with the thumbprints of a certificate", async () => {
    const { outcome, log } = await readFrom(
      {
        credentials: {
          apiKey: { label: "Key", form: "privateKey", help: "The file." },
          certificate: { label: "Certificate", form: "certificate", secret: false, help: "The file." },
        },
        auth: {
          kind: "oauth2",
          tokenUrl: TOKEN_URL,
          client: "assertion",
          clientId: "client-1",
          assertion: {
            algorithm: "ES256",
            key: "apiKey",
            header: {
              x5t: "${credentials.certificate.x5t}",
              "x5t#S256": "${credentials.certificate.x5tS256}",
            },
            claims: { iss: "client-1", sub: "client-1", aud: "${tokenUrl}", nbf: "${now}" },
          },
        },
      },
      people,
      { credentials: { apiKey: trimSecret(certificate.key), certificate: trimSecret(certificate.cert) } },
    );
    expect(outcome.complete).toBe(true);
    const { client_assertion = "", ...others } = Object.fromEntries(new URLSearchParams(log[0]?.body));
    expect(others).toEqual({
      grant_type: "client_credentials",
      client_id: "client-1",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    });
    const x509 = new X509Certificate(certificate.cert);
    const { payload } = await jwtVerify(client_assertion, createPublicKey(certificate.key));
    expect(payload.nbf).toBe(payload.iat);
    const header = decodeProtectedHeader(client_assertion);
    const hex = (text: unknown) => Buffer.from(String(text), "base64url").toString("hex").toUpperCase();
    expect(hex(header.x5t)).toBe(x509.fingerprint.replaceAll(":", ""));
    expect(hex(header["x5t#S256"])).toBe(x509.fingerprint256.replaceAll(":", ""));
  });
});

describe("a key that can't sign", () => {
  const encrypted = String(rsa.privateKey.export({ ...pkcs8, cipher: "aes-256-cbc", passphrase: "hush" }));
  const short = String(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export(pkcs8));
  const canary = RSA_PEM.split("\n")[3] ?? "";

  it.each([
    ["is none", "not a key", "privateKey", /is no private key in PEM form/u],
    [
      "is a public one",
      String(rsa.publicKey.export({ type: "spki", format: "pem" })),
      "privateKey",
      /no private key/u,
    ],
    ["is cut off", RSA_PEM.replace(canary, ""), "privateKey", /is damaged or cut off/u],
    ["has a passphrase", encrypted, "privateKey", /protected by a passphrase\. `openssl pkey/u],
    ["is of another kind", EC_PEM, "privateKey", /wants an RSA key of 2048 bits or more/u],
    ["is too short", short, "privateKey", /wants an RSA key of 2048 bits or more/u],
    [
      "is in no file of a service account",
      '{"type":"authorized_user"}',
      "serviceAccount",
      /is not the JSON file/u,
    ],
    [
      "is damaged in the file of a service account",
      JSON.stringify({
        type: "service_account",
        client_email: "a@acme.test",
        private_key: RSA_PEM.replace(canary, ""),
      }),
      "serviceAccount",
      /private key in the Signing key is damaged/u,
    ],
  ] as const)("because it %s is told by its name, without anything of it", async (_what, text, form, why) => {
    let calls = 0;
    const read = readFrom(
      jwtTool({}, form),
      () => {
        calls += 1;
        return ok({});
      },
      { credentials: { apiKey: trimSecret(text) } },
    );
    const problem = await read.then(
      () => null,
      (error: unknown) => error,
    );
    expect(problem).toMatchObject({
      kind: "credentials",
      code: "credential_invalid",
      message: "The Signing key of Example HR can't be used to sign.",
      why: expect.stringMatching(why),
      next: expect.stringContaining("spendesk-hr connect example-hr"),
    });
    expect(calls).toBe(0);
    for (const line of text.split("\n").filter((one) => one.length > 20 && !one.startsWith("-----"))) {
      expect(JSON.stringify(problem)).not.toContain(line);
    }
  });
});
