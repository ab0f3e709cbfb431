import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createHttpClient, type HttpClientOptions } from "../../src/http/client.js";
import { HttpFailure, type HttpRequest } from "../../src/http/types.js";
import { Problem } from "../../src/shared/errors.js";
import { sendJson, serve, serveTcp } from "./serve.js";
import { expectAbsent, rejection } from "./thrown.js";

const LIST: HttpRequest = { method: "GET", path: "/people", retry: "never", purpose: "list people" };
const CANARY = "canary-secret-41";

function client(baseUrl: string, options: Partial<HttpClientOptions> = {}) {
  return createHttpClient({ baseUrl, userAgent: "test/1", sleep: async () => undefined, ...options });
}

async function failureOf(promise: Promise<unknown>): Promise<HttpFailure> {
  const error = await rejection(promise);
  expect(error).toBeInstanceOf(HttpFailure);
  expectAbsent(error, CANARY);
  if (!(error instanceof HttpFailure)) throw error;
  return error;
}

describe("createHttpClient", () => {
  it("sends method, path, query, headers and user agent below the base path", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 200, { ok: true }));
    const http = client(`${url}/api/`, { headers: { "x-common": "a", "x-own": "general" } });
    const response = await http.request({
      ...LIST,
      query: { page: 2, tag: ["x y", "z"], none: undefined },
      headers: { "x-own": "special" },
    });
    expect(response.json()).toEqual({ ok: true });
    expect(http.baseUrl).toBe(`${url}/api`);
    expect(seen[0]).toMatchObject({ method: "GET", url: "/api/people?page=2&tag=x+y&tag=z", body: "" });
    expect(seen[0]?.headers).toMatchObject({
      "user-agent": "test/1",
      "x-common": "a",
      "x-own": "special",
      "accept-encoding": "identity",
    });
  });

  it("sends JSON, forms and other texts with their content type", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 200, {}));
    const http = client(url);
    const post: HttpRequest = { ...LIST, method: "POST" };
    await http.request({ ...post, json: { name: "Zoë" } });
    await http.request({ ...post, form: { grant: "a b" } });
    await http.request({ ...post, text: { body: "<a/>", contentType: "text/xml" } });
    expect(seen.map(({ body, headers }) => [headers["content-type"], body])).toEqual([
      ["application/json", '{"name":"Zoë"}'],
      ["application/x-www-form-urlencoded", "grant=a+b"],
      ["text/xml", "<a/>"],
    ]);
  });

  it("joins repeated headers and drops a byte order mark", async () => {
    const { url } = await serve((_, response) => {
      response.setHeader("Set-Cookie", ["a=1", "b=2"]).end("\uFEFF[1]");
    });
    const response = await client(url).request(LIST);
    expect(response.headers["set-cookie"]).toBe("a=1, b=2");
    expect(response.json()).toEqual([1]);
  });

  it("resolves for every status", async () => {
    const { url } = await serve((_, response) => sendJson(response, 418, { short: true }));
    expect((await client(url).request(LIST)).status).toBe(418);
  });
});

describe("createHttpClient failures", () => {
  it("names an unknown host and sends nothing", async () => {
    const failure = await failureOf(client("https://nobody.invalid").request(LIST));
    expect(failure).toMatchObject({
      kind: "dns",
      sent: false,
      host: "nobody.invalid",
      purpose: "list people",
    });
  });

  it("tells a refused connection", async () => {
    const failure = await failureOf(client("http://127.0.0.1:1").request(LIST));
    expect(failure).toMatchObject({ kind: "connection", sent: false, code: "ECONNREFUSED" });
  });

  it("tells a server that is no TLS server", async () => {
    const url = await serveTcp((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad\r\n\r\n")));
    const failure = await failureOf(client(url.replace("http:", "https:")).request(LIST));
    expect(failure).toMatchObject({ kind: "tls", sent: false });
  });

  it("tells a connection that ends during the TLS handshake from one lost later", async () => {
    const url = await serveTcp((socket) => socket.once("data", () => socket.end()));
    const failure = await failureOf(client(url.replace("http:", "https:")).request(LIST));
    expect(failure).toMatchObject({ kind: "connection", sent: false });
  });

  it("ends a call that takes too long before the headers", async () => {
    const { url } = await serve(() => undefined);
    const failure = await failureOf(client(url).request({ ...LIST, timeoutMs: 50 }));
    expect(failure).toMatchObject({ kind: "timeout", sent: true });
  });

  it("ends a call that takes too long within the body", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write(CANARY);
    });
    const failure = await failureOf(client(url, { timeoutMs: 100 }).request(LIST));
    expect(failure).toMatchObject({ kind: "timeout", sent: true });
  });

  it.each([
    ["does not begin", { headersTimeoutMs: 50 }, ""],
    ["stops in its midst", { bodyTimeoutMs: 50 }, "["],
  ])("ends a call whose answer %s, before the time for the whole", async (_, limits, begun) => {
    const { url } = await serve((_, response) => {
      if (begun) response.writeHead(200, { "content-length": "100" }).write(begun);
    });
    const failure = await failureOf(client(url, limits).request({ ...LIST, timeoutMs: 20_000 }));
    expect(failure).toMatchObject({ kind: "timeout", sent: true });
  });

  it.each([
    ["with a length", { "content-length": "500" }],
    ["without one", {}],
  ])("ends an answer %s that drips, long before the time for the whole", async (_, headers) => {
    const { url } = await serve((_seen, response) => {
      response.writeHead(200, headers);
      const drip = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(drip));
    });
    const failure = await failureOf(client(url, { speedWindowMs: 200, timeoutMs: 60_000 }).request(LIST));
    expect(failure).toMatchObject({ kind: "timeout", sent: true });
  });

  it("waits for an answer that begins late and then comes at once", async () => {
    const { url } = await serve((_, response) => {
      setTimeout(() => sendJson(response, 200, { late: true }), 1500);
    });
    const response = await client(url, { speedWindowMs: 1000 }).request(LIST);
    expect(response.json()).toEqual({ late: true });
  });

  it("asks a peer that hangs twice in all, and once when it was given long", async () => {
    const { url, seen } = await serve(() => undefined);
    await failureOf(client(url, { timeoutMs: 50 }).request({ ...LIST, retry: "safe" }));
    expect(seen).toHaveLength(2);
  });

  it.each(["token\u0000", "token\r\nx-evil: 1", "t\u00f6ken", "token\u2026", "\u007f"])(
    "sends no header with odd characters: %j",
    async (token) => {
      const { url, seen } = await serve((_, response) => sendJson(response, 200, {}));
      const request = { ...LIST, headers: { authorization: `Bearer ${CANARY}${token}` } };
      const failure = await failureOf(client(url).request(request));
      expect(failure).toMatchObject({ kind: "unsendable", sent: false });
      expect(seen).toEqual([]);
    },
  );

  it.each(["/users/..", "/users/../status", "/users/./x", "/users/%2e%2E/x", "/.."])(
    "sends nothing to %s, which would be another path",
    async (path) => {
      const { url, seen } = await serve((_, response) => sendJson(response, 200, {}));
      expect(await rejection(client(url).request({ ...LIST, path }))).toMatchObject({
        message: expect.stringContaining("a segment of dots"),
      });
      expect(seen).toEqual([]);
    },
  );

  it.each(["people", "@elsewhere.test/people", ".elsewhere.test/people"])(
    "refuses to send anything to the path %s, which would lead to another host",
    async (path) => {
      const { url, seen } = await serve((_, response) => sendJson(response, 200, {}));
      const request = { ...LIST, path, headers: { authorization: `Bearer ${CANARY}` } };
      expect(await rejection(client(url).request(request))).toMatchObject({
        message: expect.stringContaining("must start with a slash"),
      });
      expect(seen).toEqual([]);
    },
  );

  it("tells a connection lost before the answer", async () => {
    const url = await serveTcp((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await failureOf(client(url).request(LIST))).toMatchObject({ kind: "reset", sent: true });
  });

  it("tells an answer that is not HTTP", async () => {
    const url = await serveTcp((socket) => socket.once("data", () => socket.end(`${CANARY}\r\n\r\n`)));
    expect(await failureOf(client(url).request(LIST))).toMatchObject({ kind: "reset", sent: true });
  });

  it.each([
    ["a declared length", `HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n["${CANARY}`],
    ["chunks", `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n["${CANARY}`],
  ])("tells a body cut off in the midst of %s", async (_, bytes) => {
    const url = await serveTcp((socket) => socket.once("data", () => socket.end(bytes)));
    expect(await failureOf(client(url).request(LIST))).toMatchObject({ kind: "truncated", sent: true });
  });

  it("refuses an answer whose declared length is too large, without reading it", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "1001" });
      response.write("x");
    });
    expect(await failureOf(client(url, { maxBytes: 1000 }).request(LIST))).toMatchObject({
      kind: "too_large",
    });
  });

  it("refuses an answer that turns out too large", async () => {
    const { url } = await serve((_, response) => {
      response.write("x".repeat(600));
      response.end("x".repeat(600));
    });
    const http = client(url);
    expect(await failureOf(http.request({ ...LIST, maxBytes: 1000 }))).toMatchObject({
      kind: "too_large",
      sent: true,
    });
    expect((await http.request({ ...LIST, maxBytes: 1200 })).text).toHaveLength(1200);
  });

  it("names status and content type of a login page and never quotes it", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(`<html>${CANARY}</html>`);
    });
    const response = await client(url).request(LIST);
    const failure = await failureOf(Promise.resolve().then(() => response.json()));
    expect(failure.kind).toBe("not_json");
    expect(failure.message).toContain("200");
    expect(failure.message).toContain("text/html");
  });

  it.each(["application/json", "application/vnd.api+json; charset=utf-8"])(
    "takes no broken %s for a login page, and never quotes it",
    async (type) => {
      const { url } = await serve((_, response) => {
        response.writeHead(200, { "content-type": type }).end(`{"name":"${CANARY}`);
      });
      const response = await client(url).request(LIST);
      const failure = await failureOf(Promise.resolve().then(() => response.json()));
      expect(failure.kind).toBe("broken_json");
      expect(failure.message).toMatch(
        /^list people: 127\.0\.0\.1\S* answered 200 with JSON that is broken$/u,
      );
    },
  );

  it("asks for a packed answer where a call wants one, and unpacks it whoever asked", async () => {
    const { url, seen } = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "GZIP" }).end(gzipSync('["Zoë"]'));
    });
    const http = client(url);
    expect((await http.request({ ...LIST, gzip: true })).json()).toEqual(["Zoë"]);
    expect((await http.request(LIST)).json()).toEqual(["Zoë"]);
    expect(seen.map(({ headers }) => headers["accept-encoding"])).toEqual(["gzip", "identity"]);
  });

  it("counts the unpacked bytes of a packed answer, in one piece or several", async () => {
    const { url } = await serve(({ url: path }, response) => {
      const piece = gzipSync("x".repeat(600));
      const packed = path === "/several" ? Buffer.concat([piece, piece]) : gzipSync("x".repeat(1200));
      response.writeHead(200, { "content-encoding": "gzip" }).end(packed);
    });
    const http = client(url);
    for (const path of ["/one", "/several"]) {
      const call = { ...LIST, path, gzip: true };
      expect(await failureOf(http.request({ ...call, maxBytes: 1199 }))).toMatchObject({ kind: "too_large" });
      expect((await http.request({ ...call, maxBytes: 1200 })).text).toBe("x".repeat(1200));
    }
  });

  it("counts the bytes behind the end of a packed answer, too", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(Buffer.concat([gzipSync("[]"), Buffer.alloc(2000)]));
    });
    const http = client(url, { maxBytes: 1000 });
    expect(await failureOf(http.request(LIST))).toMatchObject({ kind: "too_large" });
  });

  it("tells a packed answer that is cut off or damaged", async () => {
    const whole = gzipSync(JSON.stringify(Array.from({ length: 500 }, (_, index) => index)));
    const bodies = [whole.subarray(0, -20), Buffer.from("no gzip at all")];
    const { url, seen } = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(bodies[seen.length - 1]);
    });
    for (const _ of bodies)
      expect(await failureOf(client(url).request(LIST))).toMatchObject({ kind: "truncated" });
  });

  it("refuses an answer that is packed in another way, and does not quote one that is a refusal", async () => {
    const { url, seen } = await serve((_, response) => {
      response.writeHead(seen.length === 1 ? 200 : 403, { "content-encoding": "br" }).end("packed");
    });
    const failure = await failureOf(client(url).request(LIST));
    expect(failure.kind).toBe("unreadable");
    expect(failure.message).toContain("(br)");
    expect(await client(url).request(LIST)).toMatchObject({ status: 403, text: "" });
  });

  it("takes an empty answer for empty although it is called packed", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(401, { "content-encoding": "gzip" }).end();
    });
    expect(await client(url).request(LIST)).toMatchObject({ status: 401, text: "" });
  });

  it.each([
    ["the content type", "text/xml; charset=ISO-8859-1", Buffer.from("<a>Zoë</a>", "latin1")],
    ["a quoted name", 'text/xml;charset="windows-1252"', Buffer.from("<a>Zoë</a>", "latin1")],
    [
      "the declaration of XML",
      "text/xml",
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Zoë</a>', "latin1"),
    ],
    ["a byte order mark", "text/plain", Buffer.from("\uFEFF<a>Zoë</a>", "utf16le")],
    ["nothing", "text/xml", Buffer.from("<a>Zoë</a>")],
    ["a wrong label of JSON", "application/json;charset=ISO-8859-1", Buffer.from('"<a>Zoë</a>"')],
    ["a right label of JSON", "application/json;charset=ISO-8859-1", Buffer.from('"<a>Zoë</a>"', "latin1")],
  ])("reads a text in the character set told by %s", async (_, type, body) => {
    const { url } = await serve((_seen, response) => {
      response.writeHead(200, { "content-type": type }).end(body);
    });
    expect((await client(url).request(LIST)).text).toContain("<a>Zoë</a>");
  });

  it.each([
    ["bytes that are not UTF-8", "text/xml; charset=utf-8", /not in the character set utf-8/u],
    ["bytes that nobody says anything about", "application/json", /not in the character set utf-8/u],
    ["an unknown character set", "text/xml; charset=x-own", /unknown character set x-own/u],
  ])("refuses %s, unless it is a refusal itself", async (_, type, message) => {
    const { url, seen } = await serve((_seen, response) => {
      response
        .writeHead(seen.length === 1 ? 200 : 403, { "content-type": type })
        .end(Buffer.from("Zoë", "latin1"));
    });
    const failure = await failureOf(client(url).request(LIST));
    expect(failure.kind).toBe("unreadable");
    expect(failure.message).toMatch(message);
    expect(await client(url).request(LIST)).toMatchObject({ status: 403, text: "Zoë" });
  });

  it.each([
    [301, false],
    [307, false],
    [302, true],
    [303, true],
  ])("follows no redirect %i and shows only its host", async (status, sent) => {
    const { url, seen } = await serve((_, response) => {
      response.writeHead(status, { location: `https://login.acme.test/x?t=${CANARY}` }).end();
    });
    const failure = await failureOf(client(url).request(LIST));
    expect(failure).toMatchObject({ kind: "redirect", sent });
    expect(failure.message).toContain("login.acme.test");
    expect(seen).toHaveLength(1);
  });

  it("keeps secrets of the request out of every failure", async () => {
    const url = await serveTcp((socket) => socket.once("data", () => socket.destroy()));
    const request: HttpRequest = {
      ...LIST,
      method: "POST",
      path: `/people?key=${CANARY}`,
      headers: { authorization: `Bearer ${CANARY}` },
      json: { iban: CANARY },
    };
    expect((await failureOf(client(url).request(request))).kind).toBe("reset");
    const broken = { ...request, headers: { authorization: `Bearer ${CANARY}\n` } };
    expectAbsent(await rejection(client(url).request(broken)), CANARY);
  });
});

describe("createHttpClient retries", () => {
  it("repeats a safe call until it succeeds, and counts every call", async () => {
    const waits: [number, string][] = [];
    const { url, seen } = await serve((_, response) => sendJson(response, seen.length < 3 ? 503 : 200, {}));
    const http = client(url, { random: () => 0.5, onWait: (ms, why) => waits.push([ms, why]) });
    expect((await http.request({ ...LIST, retry: "safe" })).status).toBe(200);
    expect(http.requestCount()).toBe(3);
    expect(waits).toEqual([
      [250, "list people: status 503"],
      [500, "list people: status 503"],
    ]);
  });

  it("gives back the last answer when the attempts are used up", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 429, {}));
    const response = await client(url).request({ ...LIST, retry: "safe" });
    expect(response.status).toBe(429);
    expect(seen).toHaveLength(4);
  });

  it("repeats what a call itself calls transient, unless it must never be sent again", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 500, { busy: seen.length % 2 }));
    const isTransient = ({ text }: { readonly text: string }) => text.includes('"busy":1');
    const http = client(url);
    expect((await http.request({ ...LIST, retry: "unsent", isTransient })).text).toBe('{"busy":0}');
    expect((await http.request({ ...LIST, retry: "never", isTransient })).text).toBe('{"busy":1}');
    expect(seen).toHaveLength(3);
  });

  it("waits as long as Retry-After asks", async () => {
    const waits: number[] = [];
    const { url, seen } = await serve((_, response) => {
      sendJson(response, seen.length === 1 ? 429 : 200, {}, { "retry-after": "7" });
    });
    await client(url, { sleep: async (ms) => void waits.push(ms) }).request({ ...LIST, retry: "safe" });
    expect(waits).toEqual([7000]);
  });

  it("gives up at once when the server asks for more than two minutes", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 429, {}, { "retry-after": "121" }));
    expect((await client(url).request({ ...LIST, retry: "safe" })).status).toBe(429);
    expect(seen).toHaveLength(1);
  });

  it("repeats a safe call after a lost connection, and throws the last failure", async () => {
    let connections = 0;
    const url = await serveTcp((socket) => {
      connections += 1;
      socket.once("data", () => socket.destroy());
    });
    const failure = await failureOf(client(url).request({ ...LIST, retry: "safe" }));
    expect(failure.kind).toBe("reset");
    expect(connections).toBe(4);
  });

  it("sends an unsafe call once, whatever happens", async () => {
    const { url, seen } = await serve((_, response) => sendJson(response, 500, {}));
    await client(url).request({ ...LIST, method: "POST", retry: "unsent" });
    await client(url).request({ ...LIST, method: "POST", retry: "never" });
    expect(seen).toHaveLength(2);
  });
});

describe("createHttpClient interruption", () => {
  it("ends a read in flight", async () => {
    const stop = new AbortController();
    const { url } = await serve(() => stop.abort());
    const error = await rejection(client(url, { signal: stop.signal }).request({ ...LIST, retry: "safe" }));
    expect(error).toMatchObject({ kind: "interrupted", code: "interrupted" });
  });

  it("gives the reason it was ended with, when that is a problem of its own", async () => {
    const stop = new AbortController();
    const reason = new Problem({ kind: "temporary", code: "timed_out", what: "w", why: "y", next: "n" });
    const { url } = await serve(() => stop.abort(reason));
    expect(await rejection(client(url, { signal: stop.signal }).request(LIST))).toBe(reason);
  });

  it("lets a write in flight finish and sends nothing after it", async () => {
    const stop = new AbortController();
    const { url, seen } = await serve((_, response) => {
      stop.abort();
      sendJson(response, 201, {});
    });
    const http = client(url, { signal: stop.signal });
    const post: HttpRequest = { ...LIST, method: "POST" };
    expect((await http.request(post)).status).toBe(201);
    expect(await rejection(http.request(post))).toMatchObject({ kind: "interrupted" });
    expect(seen).toHaveLength(1);
  });

  it("ends a wait between attempts", async () => {
    const stop = new AbortController();
    const { url, seen } = await serve((_, response) => sendJson(response, 503, {}, { "retry-after": "60" }));
    const http = createHttpClient({
      baseUrl: url,
      userAgent: "test/1",
      signal: stop.signal,
      onWait: () => setImmediate(() => stop.abort()),
    });
    expect(await rejection(http.request({ ...LIST, retry: "safe" }))).toMatchObject({ kind: "interrupted" });
    expect(seen).toHaveLength(1);
  });
});
