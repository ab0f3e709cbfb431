import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createHttpClient } from "../../src/http/client.js";
import type { HttpRequest, HttpResponse } from "../../src/http/types.js";
import { type Answer, sendJson, serve } from "./serve.js";
import { rejection } from "./thrown.js";

const LIST: HttpRequest = { method: "GET", path: "/people", retry: "never", purpose: "list people" };

type Answering = (...given: Parameters<Answer>) => unknown;

/** The pieces of the text that a reader gets of an answer. */
async function piecesOf(answer: Answering, more: Partial<HttpRequest> = {}): Promise<readonly string[]> {
  const { url } = await serve(async (seen, response) => {
    await answer(seen, response);
  });
  const http = createHttpClient({ baseUrl: url, userAgent: "test/1", sleep: async () => undefined });
  const response = await http.request({
    ...LIST,
    read: async (text) => {
      const pieces: string[] = [];
      for await (const piece of text) pieces.push(piece);
      return pieces;
    },
    ...more,
  });
  expect(response.text).toBe("");
  return response.read as string[];
}

const LONG = `<?xml version="1.0"?><a>${"Zoë ".repeat(100_000)}</a>`;

describe("an answer that is read while it comes", () => {
  it("comes in pieces, none of which cuts a letter", async () => {
    const pieces = await piecesOf((_, response) => response.end(LONG));
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join("")).toBe(LONG);
  });

  it("is unpacked", async () => {
    const pieces = await piecesOf(
      (_, response) => response.setHeader("content-encoding", "gzip").end(gzipSync(LONG)),
      { gzip: true },
    );
    expect(pieces.join("")).toBe(LONG);
  });

  it("is in the character set that its declaration names, however its bytes are cut", async () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Zoë</a>', "latin1");
    const pieces = await piecesOf(async (_, response) => {
      for (const byte of bytes) {
        response.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    expect(pieces.join("")).toContain("<a>Zoë</a>");
  });

  it("may be empty, and JSON is UTF-8 whatever its label", async () => {
    expect((await piecesOf((_, response) => response.end())).join("")).toBe("");
    const pieces = await piecesOf((_, response) =>
      response.setHeader("content-type", "application/json; charset=iso-8859-1").end('{"a":"Zoë"}'),
    );
    expect(pieces.join("")).toBe('{"a":"Zoë"}');
  });

  it("is never larger than allowed, unpacked too", async () => {
    const packed: Answering = (_, response) =>
      response.setHeader("content-encoding", "gzip").end(gzipSync("a".repeat(100_000)));
    const error = await rejection(piecesOf(packed, { gzip: true, maxBytes: 50_000 }));
    expect(error).toMatchObject({ kind: "too_large" });
    const plain = await rejection(piecesOf((_, response) => response.end(LONG), { maxBytes: 1000 }));
    expect(plain).toMatchObject({ kind: "too_large" });
  });

  it("says what is no text, and what was cut off", async () => {
    const bad = await rejection(piecesOf((_, response) => response.end(Buffer.from([0x61, 0xff, 0xfe]))));
    expect(bad).toMatchObject({ kind: "unreadable" });
    const cut = await rejection(
      piecesOf((_, response) => {
        response.writeHead(200, { "content-length": 1000 }).write("abc");
        setTimeout(() => response.destroy(), 20);
      }),
    );
    expect(cut).toMatchObject({ sent: true });
  });

  it("is read anew when it is asked for again, and a refusal keeps its text", async () => {
    let asked = 0;
    const { url } = await serve((_, response) => {
      asked += 1;
      if (asked === 1) sendJson(response, 503, { wait: true });
      else response.end("whole");
    });
    const http = createHttpClient({ baseUrl: url, userAgent: "test/1", sleep: async () => undefined });
    const read = async (text: AsyncIterable<string>) => {
      let all = "";
      for await (const piece of text) all += piece;
      return all;
    };
    expect((await http.request({ ...LIST, retry: "safe", read })).read).toBe("whole");
    asked = 0;
    expect(await http.request({ ...LIST, read })).toMatchObject({ status: 503, text: '{"wait":true}' });
  });

  it("passes on what its reader throws", async () => {
    const own = new Error("the reader's own");
    const { url } = await serve((_, response) => {
      response.end(LONG);
    });
    const http = createHttpClient({ baseUrl: url, userAgent: "test/1" });
    expect(await rejection(http.request({ ...LIST, read: () => Promise.reject(own) }))).toBe(own);
  });
});

/** Makes an answer so large that it is taken apart. */
const PADDING = " ".repeat(1_000_001);

describe("an answer whose list is read entry by entry", () => {
  const records = { path: ["data"], each: (entry: unknown) => `seen ${(entry as { id: number }).id}` };

  async function ask(answer: Answering, more: Partial<HttpRequest> = {}): Promise<HttpResponse> {
    const { url } = await serve(async (seen, response) => {
      await answer(seen, response);
    });
    const http = createHttpClient({ baseUrl: url, userAgent: "test/1", sleep: async () => undefined });
    return http.request({ ...LIST, records, ...more });
  }

  it("has what was made of the entries", async () => {
    const response = await ask((_, answer) =>
      answer.end('{"total":2,"data":[{"id":1},{"id":2}],"next":null}'),
    );
    expect(response.json()).toEqual({ total: 2, data: ["seen 1", "seen 2"], next: null });
    expect(response.json()).toEqual({ total: 2, data: ["seen 1", "seen 2"], next: null });
  });

  it("has what was made of the entries, and a text without them, when it is large", async () => {
    const response = await ask((_, answer) =>
      answer.end(`${PADDING}{"total":2,"data":[{"id":1},{"id":2}],"next":null}`),
    );
    expect(response.json()).toEqual({ total: 2, data: ["seen 1", "seen 2"], next: null });
    expect(response.text.trim()).toBe('{"total":2,"data":[],"next":null}');
    expect(response.json()).toEqual({ total: 2, data: ["seen 1", "seen 2"], next: null });
  });

  it.each(["", PADDING])("is as it is when the list is not there", async (padding) => {
    const response = await ask((_, answer) =>
      answer.end(`${padding}{"success":false,"error":{"message":"no"}}`),
    );
    expect(response.json()).toEqual({ success: false, error: { message: "no" } });
    expect(response.quotable()).toEqual({ success: false, error: { message: "no" } });
  });

  const NOT_JSON = [
    '{"data":[{"id":1},{"id":2',
    '{"data":[{"id":1} {"id":2}]}',
    '{"data":[{"id":1}],',
    "<p>Sign in</p>",
  ];
  it.each(
    NOT_JSON.flatMap((text) => [
      { text, padding: "" },
      { text, padding: PADDING },
    ]),
  )("is no JSON, and is not quoted: $text", async ({ text, padding }) => {
    const response = await ask((_, answer) =>
      answer.setHeader("content-type", "text/html").end(padding + text),
    );
    expect(() => response.json()).toThrow(
      /^list people: 127\.0\.0\.1\S* answered 200 with text\/html instead of JSON$/u,
    );
  });

  it("is read anew when it broke off", async () => {
    let asked = 0;
    const whole = '{"data":[{"id":1},{"id":2}]}';
    const response = await ask(
      (_, answer) => {
        asked += 1;
        answer.setHeader("content-length", whole.length);
        if (asked > 1) return answer.end(whole);
        answer.write(whole.slice(0, 20), () => answer.destroy());
      },
      { retry: "safe" },
    );
    expect(response.json()).toEqual({ data: ["seen 1", "seen 2"] });
  });

  it("is read as a whole when it is a refusal", async () => {
    const response = await ask((_, answer) => answer.writeHead(403).end('{"data":[{"id":1}]}'));
    expect(response.json()).toEqual({ data: [{ id: 1 }] });
  });

  it("is no larger than what is accepted", async () => {
    const text = `{"data":[${'{"id":1},'.repeat(1000)}{"id":2}]}`;
    const failure = rejection(ask((_, answer) => answer.end(text), { maxBytes: 1000 }));
    expect(await failure).toMatchObject({ kind: "too_large" });
  });
});
