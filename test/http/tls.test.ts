import { X509Certificate } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createHttpClient } from "../../src/http/client.js";
import { problemFromFailure } from "../../src/http/problem.js";
import type { Trust } from "../../src/http/trust.js";
import { HttpFailure, type HttpRequest } from "../../src/http/types.js";
import { isProblem } from "../../src/shared/errors.js";
import { type Authority, type Certificate, createAuthority, selfSigned } from "../support/certificates.js";
import { sendJson, serve } from "./serve.js";
import { serveTls } from "./serve-tls.js";
import { rejection } from "./thrown.js";

const LIST: HttpRequest = { method: "GET", path: "/people", retry: "never", purpose: "list people" };
const HERE = ["DNS:localhost", "IP:127.0.0.1", "IP:::1"];

let folder: string;
let authority: Authority;
let here: Certificate;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-tls-"));
  authority = await createAuthority(folder);
  here = authority.issue(HERE);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function trusting(caFile: string, extraCaFile: string | null = null): Trust {
  return { caFile, extraCaFile };
}

async function ask(url: string, trust: Trust | null): Promise<unknown> {
  const http = createHttpClient({
    baseUrl: url,
    userAgent: "test/1",
    route: { proxy: null, noProxy: [], trust },
  });
  return (await http.request(LIST)).json();
}

async function problemOf(url: string, trust: Trust | null = trusting(authority.file)) {
  const error = await rejection(ask(url, trust));
  if (!(error instanceof HttpFailure)) throw error;
  expect(error).toMatchObject({ kind: "tls", sent: false });
  return problemFromFailure(error, { service: "Acme HR" });
}

describe("a server with a certificate of a private authority", () => {
  it("is believed with its authority's file, and the file only adds to the usual authorities", async () => {
    const port = await serveTls(here);
    expect(await ask(`https://localhost:${port}`, trusting(authority.file))).toEqual({ ok: true });
    expect(await ask(`https://127.0.0.1:${port}`, trusting(authority.file))).toEqual({ ok: true });
  });

  it("is not believed without, and the message names the setting", async () => {
    const problem = await problemOf(`https://localhost:${await serveTls(here)}`, null);
    expect(problem).toMatchObject({ kind: "configuration", code: "tls_untrusted" });
    expect(problem.next).toContain("network.caFile");
  });

  it("is not believed either when Node was told not to check certificates", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const problem = await problemOf(`https://localhost:${await serveTls(here)}`, null);
    expect(problem.code).toBe("tls_untrusted");
  });

  it("is believed by what NODE_EXTRA_CA_CERTS names, also beside another file", async () => {
    const other = join(folder, "other");
    await mkdir(other);
    const { file } = await createAuthority(other);
    const port = await serveTls(here);
    expect(await ask(`https://localhost:${port}`, trusting(file, authority.file))).toEqual({ ok: true });
    expect((await problemOf(`https://localhost:${port}`, trusting(file))).code).toBe("tls_untrusted");
  });
});

describe("a certificate that is not right", () => {
  it("is called self-signed when nobody else signed it", async () => {
    const port = await serveTls(selfSigned("localhost"));
    const problem = await problemOf(`https://localhost:${port}`);
    expect(problem.code).toBe("tls_untrusted");
    expect(problem.why).toContain("is signed by itself");
  });

  it.each([
    ["expired", "tls_expired"],
    ["not yet", "tls_not_yet_valid"],
  ] as const)("that is valid %s is %s", async (validity, code) => {
    const port = await serveTls(authority.issue(HERE, validity));
    expect((await problemOf(`https://localhost:${port}`)).code).toBe(code);
  });

  it("of another host is called that", async () => {
    const port = await serveTls(authority.issue(["DNS:other.acme.test"]));
    const problem = await problemOf(`https://localhost:${port}`);
    expect(problem.code).toBe("tls_wrong_host");
    expect(problem.why).toContain("localhost");
  });

  it("does not matter when the server speaks only TLS 1.1", async () => {
    const port = await serveTls(here, { maxVersion: "TLSv1.1" });
    const problem = await problemOf(`https://localhost:${port}`);
    expect(problem).toMatchObject({ code: "tls_failed" });
    expect(problem.why).toContain("TLS 1.2");
  });

  it("does not matter when the server speaks no TLS", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 200, {}));
    expect((await problemOf(url.replace("http:", "https:"))).code).toBe("tls_failed");
    expect(seen).toEqual([]);
  });
});

describe("the file of certificates", () => {
  async function refusal(content: string | Uint8Array | null) {
    const file = join(folder, "given.pem");
    if (content === null) await rm(file, { force: true });
    else await writeFile(file, content);
    const error = await rejection(ask("https://localhost:1", trusting(file)));
    if (!isProblem(error)) throw error;
    expect(error.message).toContain(file);
    return error;
  }

  it("must exist", async () => {
    expect(await refusal(null)).toMatchObject({ kind: "configuration", code: "ca_file_unreadable" });
  });

  it("must hold certificates in PEM form", async () => {
    for (const content of ["", "hello", here.key]) {
      expect((await refusal(content)).code).toBe("ca_file_invalid");
    }
  });

  it("must hold no damaged certificate, and the message says which it is", async () => {
    const good = await readFile(authority.file, "utf8");
    const damaged = good.replace(/^.{20}$|(?<=BEGIN CERTIFICATE-----\n).{20}/m, "A".repeat(20));
    const problem = await refusal(`${good}\n# the second one\n${damaged}`);
    expect(problem.code).toBe("ca_file_invalid");
    expect(problem.why).toContain("Certificate 2 of 2");
  });

  it("must be UTF-8, and is named what it is instead", async () => {
    const good = await readFile(authority.file, "utf8");
    const wide = await refusal(Buffer.from(`\ufeff${good}`, "utf16le"));
    expect(wide.why).toContain("is not UTF-8: it begins with the mark of UTF-16");
    expect(wide.next).toContain("iconv -f UTF-16LE");
    const ansi = await refusal(Buffer.from(`Autorité\n${good}`, "latin1"));
    expect(ansi.why).toContain("is not UTF-8 from byte 8 (line 1, column 8) on");
    const binary = await refusal(new X509Certificate(good).raw);
    expect(binary.next).toContain("openssl x509 -inform der");
  });

  it("may hold several, with text between them", async () => {
    const good = await readFile(authority.file, "utf8");
    const file = join(folder, "several.pem");
    await writeFile(file, `Acme CA\r\n${good.replaceAll("\n", "\r\n")}\nOld one\n${good}`);
    const port = await serveTls(here);
    expect(await ask(`https://localhost:${port}`, trusting(file))).toEqual({ ok: true });
  });
});
