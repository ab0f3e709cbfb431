import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createHttpClient, type HttpClientOptions } from "../../src/http/client.js";
import { problemFromFailure } from "../../src/http/problem.js";
import { HttpFailure, type HttpRequest } from "../../src/http/types.js";
import { type Authority, type Certificate, createAuthority } from "../support/certificates.js";
import { type ConnectProxy, type ProxyOptions, startConnectProxy } from "../support/connect-proxy.js";
import { sendJson, serve } from "./serve.js";
import { serveTls } from "./serve-tls.js";
import { expectAbsent, rejection } from "./thrown.js";

const API = "api.acme.test";
const LIST: HttpRequest = { method: "GET", path: "/people", retry: "never", purpose: "list people" };
const SECRET = { ...LIST, headers: { authorization: "Bearer canary-token" } };

let folder: string;
let authority: Authority;
let api: Certificate;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spendesk-hr-tunnel-"));
  authority = await createAuthority(folder);
  api = authority.issue([`DNS:${API}`]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function openProxy(options: ProxyOptions = {}): Promise<ConnectProxy> {
  const proxy = await startConnectProxy(options);
  onTestFinished(() => proxy.close());
  return proxy;
}

/** A proxy that reaches the API, which exists nowhere else. */
async function openProxyToApi(options: ProxyOptions = {}, certificate = api): Promise<ConnectProxy> {
  return openProxy({ targets: { [`${API}:443`]: await serveTls(certificate) }, ...options });
}

function clientBehind(proxy: string, options: Partial<HttpClientOptions> = {}) {
  return createHttpClient({
    baseUrl: `https://${API}`,
    userAgent: "test/1",
    sleep: async () => undefined,
    route: {
      proxy: { text: proxy, source: "HTTPS_PROXY" },
      noProxy: [],
      trust: { caFile: authority.file, extraCaFile: null },
    },
    ...options,
  });
}

/** What comes of a call through the proxy that fails. */
async function problemBehind(proxy: string, options: Partial<HttpClientOptions> = {}, request = SECRET) {
  const error = await rejection(clientBehind(proxy, options).request(request));
  if (!(error instanceof HttpFailure)) throw error;
  expect(error.sent).toBe(false);
  expectAbsent(error, "canary");
  const problem = problemFromFailure(error, { service: "Acme HR" });
  expectAbsent(problem, "canary");
  expect(`${problem.why}${problem.next}`).not.toContain("canary");
  return problem;
}

describe("a call through a proxy", () => {
  it("asks for host and port only, and the API gets the rest", async () => {
    const proxy = await openProxyToApi();
    const http = clientBehind(`http://127.0.0.1:${proxy.port}`);
    expect((await http.request(SECRET)).json()).toEqual({ ok: true });
    expect(proxy.asked).toEqual([{ target: `${API}:443`, authorization: undefined }]);
  });

  it("keeps the way open for the calls that follow", async () => {
    const proxy = await openProxyToApi();
    const http = clientBehind(`http://127.0.0.1:${proxy.port}`);
    for (let call = 0; call < 20; call += 1) await http.request(LIST);
    // Not always one: a call may start before the connection of the last one is free again.
    expect(proxy.asked.length).toBeLessThan(5);
  });

  it("gives the proxy, and nobody else, the user name and the password of its address", async () => {
    const proxy = await openProxyToApi({ credentials: "mira:canary/pä:ss" });
    const http = clientBehind(`http://mira:canary%2Fp%C3%A4%3Ass@127.0.0.1:${proxy.port}`);
    expect((await http.request(LIST)).status).toBe(200);
  });

  it("can go through a proxy that is itself reached by https", async () => {
    const certificate = authority.issue(["DNS:localhost"]);
    const proxy = await openProxyToApi({ certificate });
    expect((await clientBehind(`https://localhost:${proxy.port}`).request(LIST)).status).toBe(200);
  });

  it("shows a client certificate to the API alone", async () => {
    const clientAuthority = await readFile(authority.file, "utf8");
    const callers: string[] = [];
    const onCaller = (name: string) => callers.push(name);
    const targets = { [`${API}:443`]: await serveTls(api, { clientAuthority, onCaller }) };
    const shownToProxy: string[] = [];
    const proxy = await openProxy({
      targets,
      certificate: authority.issue(["DNS:localhost"]),
      onCertificate: (name) => shownToProxy.push(name),
    });
    const { cert, key } = authority.issue([]);
    const http = clientBehind(`https://localhost:${proxy.port}`, {
      clientCertificate: { certificate: cert, key },
    });
    expect((await http.request(LIST)).status).toBe(200);
    expect(callers).toEqual(["leaf"]);
    expect(shownToProxy).toEqual(["nobody"]);
  });

  it("goes straight when the host is excepted, and always to this computer", async () => {
    const proxy = await openProxy();
    const { url } = await serve((_, response) => sendJson(response, 200, {}));
    const http = clientBehind(`http://127.0.0.1:${proxy.port}`, { baseUrl: url });
    expect((await http.request(LIST)).status).toBe(200);
    const excepted = clientBehind(`http://127.0.0.1:${proxy.port}`, {
      baseUrl: "https://api.acme.invalid",
      route: {
        proxy: { text: `127.0.0.1:${proxy.port}`, source: "x" },
        noProxy: ["acme.invalid"],
        trust: null,
      },
    });
    expect(await rejection(excepted.request(LIST))).toMatchObject({ kind: "dns" });
    expect(proxy.asked).toEqual([]);
  });

  it("is repeated when the proxy could not reach the API, also one that may change something", async () => {
    const proxy = await openProxy();
    await problemBehind(`http://127.0.0.1:${proxy.port}`, {}, { ...SECRET, method: "POST", retry: "unsent" });
    expect(proxy.asked).toHaveLength(4);
  });
});

describe("a proxy that gives no way", () => {
  it.each(["", "mira:canary@"])("because it wants other credentials than %j is named", async (given) => {
    const proxy = await openProxyToApi({ credentials: "mira:right" });
    const problem = await problemBehind(
      `http://${given}127.0.0.1:${proxy.port}`,
      {},
      { ...SECRET, retry: "safe" },
    );
    expect(problem).toMatchObject({ kind: "credentials", code: "proxy_credentials" });
    expect(problem.why).toContain(`127.0.0.1:${proxy.port} (from HTTPS_PROXY)`);
    expect(proxy.asked).toHaveLength(1);
  });

  it("because it forbids the host is named", async () => {
    const proxy = await openProxy({ instead: (socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n") });
    const problem = await problemBehind(`http://127.0.0.1:${proxy.port}`);
    expect(problem).toMatchObject({ kind: "configuration", code: "proxy_refused" });
    expect(problem.why).toContain(API);
    expect(problem.why).toContain("HTTPS_PROXY");
  });

  it("because it can't reach the API is named", async () => {
    const { port } = await openProxy();
    const problem = await problemBehind(`http://127.0.0.1:${port}`);
    expect(problem).toMatchObject({ kind: "temporary", code: "proxy_failed" });
  });

  it("because nobody listens there is named", async () => {
    const proxy = await startConnectProxy();
    await proxy.close();
    const problem = await problemBehind(`http://canary:canary@127.0.0.1:${proxy.port}`);
    expect(problem).toMatchObject({ kind: "temporary", code: "proxy_unreachable" });
    expect(problem.why).toContain(`127.0.0.1:${proxy.port} (from HTTPS_PROXY)`);
  });

  it("because its name does not exist is named", async () => {
    const problem = await problemBehind("http://proxy.acme.invalid:3128");
    expect(problem).toMatchObject({ kind: "temporary", code: "proxy_unknown_host" });
  });

  it.each([
    ["hangs up", (socket: { destroy(): void }) => socket.destroy()],
    ["talks nonsense", (socket: { end(text: string): void }) => socket.end("canary\r\n\r\n")],
  ])("because it %s is named, and not asked for ever", async (_, instead) => {
    const proxy = await openProxy({ instead });
    expect((await problemBehind(`http://127.0.0.1:${proxy.port}`)).code).toBe("proxy_unreachable");
    expect(proxy.asked).toHaveLength(1);
  });

  it("because it never answers is given up after the time for connections", async () => {
    const proxy = await openProxy({ instead: () => undefined });
    const problem = await problemBehind(`http://127.0.0.1:${proxy.port}`, { connectTimeoutMs: 50 });
    expect(problem.code).toBe("proxy_unreachable");
  });

  it("because its own certificate is not trusted is named", async () => {
    const { port } = await openProxy({ certificate: authority.issue(["DNS:other.acme.test"]) });
    const problem = await problemBehind(`https://localhost:${port}`, {}, { ...SECRET, retry: "safe" });
    expect(problem).toMatchObject({ kind: "configuration", code: "proxy_tls_failed" });
  });
});

describe("a proxy that reads TLS connections", () => {
  it("is suspected, and named, when the API's certificate is unknown", async () => {
    const proxy = await openProxyToApi();
    const problem = await problemBehind(`http://127.0.0.1:${proxy.port}`, {
      route: { proxy: { text: `127.0.0.1:${proxy.port}`, source: "https_proxy" }, noProxy: [], trust: null },
    });
    expect(problem).toMatchObject({ kind: "configuration", code: "tls_untrusted" });
    expect(problem.why).toContain(`127.0.0.1:${proxy.port} (from https_proxy)`);
  });

  it("can't show a certificate of another host", async () => {
    const proxy = await openProxyToApi({}, authority.issue(["DNS:other.acme.test"]));
    expect((await problemBehind(`http://127.0.0.1:${proxy.port}`)).code).toBe("tls_wrong_host");
  });
});
