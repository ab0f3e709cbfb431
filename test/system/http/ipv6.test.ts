import dns from "node:dns";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createHttpClient } from "../../../src/http/client.js";
import { problemFromFailure } from "../../../src/http/problem.js";
import { HttpFailure, type HttpRequest } from "../../../src/http/types.js";
import { sendJson, serve } from "../../http/serve.js";
import { serveTls } from "../../http/serve-tls.js";
import { rejection } from "../../http/thrown.js";
import { type Authority, createAuthority } from "../../support/certificates.js";

type Give = (error: null, addresses: readonly dns.LookupAddress[]) => void;

const LIST: HttpRequest = { method: "GET", path: "/people", retry: "never", purpose: "list people" };

let folder: string;
let authority: Authority;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-tls-"));
  authority = await createAuthority(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => void vi.restoreAllMocks());

async function ask(baseUrl: string): Promise<unknown> {
  const trust = { caFile: authority.file, extraCaFile: null };
  const http = createHttpClient({ baseUrl, userAgent: "test/1", route: { proxy: null, noProxy: [], trust } });
  return (await http.request(LIST)).json();
}

/** On a machine whose loopback has an address of IPv6. */
describe("IPv6", () => {
  it("reaches an address in brackets by http and by https", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 200, { ok: 6 }), "::1");
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect(await ask(url)).toEqual({ ok: 6 });
    expect(seen[0]?.headers.host).toBe(url.slice("http://".length));
    const port = await serveTls(authority.issue(["IP:::1"]), { host: "::1" });
    expect(await ask(`https://[::1]:${port}`)).toEqual({ ok: true });
  });

  it.each(["127.0.0.1", "::1"])(
    "reaches a host with both kinds of addresses that answers on %s",
    async (host) => {
      const { url } = await serve((_, response) => sendJson(response, 200, { on: host }), host);
      // The name service of a machine: it says the same whatever a test computer has in its hosts file.
      vi.spyOn(dns, "lookup").mockImplementation(((_host: string, _options: object, give: Give) => {
        const [first, second] = [
          { address: "::1", family: 6 },
          { address: "127.0.0.1", family: 4 },
        ];
        give(null, [first, second]);
      }) as typeof dns.lookup);
      expect(await ask(`http://localhost:${new URL(url).port}`)).toEqual({ on: host });
    },
  );

  it("checks that the certificate is for that address", async () => {
    const port = await serveTls(authority.issue(["IP:127.0.0.1"]), { host: "::1" });
    const failure = await rejection(ask(`https://[::1]:${port}`));
    if (!(failure instanceof HttpFailure)) throw failure;
    expect(failure).toMatchObject({ kind: "tls", sent: false });
    expect(problemFromFailure(failure, { service: "Acme HR" }).code).toBe("tls_wrong_host");
  });
});
