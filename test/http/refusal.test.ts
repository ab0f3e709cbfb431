import { describe, expect, it } from "vitest";
import { createHttpClient } from "../../src/http/client.js";
import type { HttpRequest, HttpResponse } from "../../src/http/types.js";
import { sendJson, serve } from "./serve.js";
import { rejection } from "./thrown.js";

const SECRET = "canary-4711";
const LIST: HttpRequest = { method: "GET", path: "/people", retry: "never", purpose: "list people" };

async function answerTo(status: number, body: unknown, headers = {}): Promise<HttpResponse> {
  const { url } = await serve((_, response) => sendJson(response, status, body, headers));
  const redact = (text: string) => text.replaceAll(SECRET, "[hidden]");
  return createHttpClient({ baseUrl: url, userAgent: "test/1", redact }).request(LIST);
}

const BODY = {
  errors: [
    { code: "BAD", detail: `sent was Bearer ${SECRET}`, index: 3, path: [SECRET], ok: true, none: null },
  ],
  [SECRET]: 1,
};
const HIDDEN = {
  errors: [
    { code: "BAD", detail: "sent was Bearer [hidden]", index: 3, path: ["[hidden]"], ok: true, none: null },
  ],
  "[hidden]": 1,
};

describe("the words of a refusal", () => {
  it.each([400, 401, 422, 500])("are redacted in every form of an answer with status %i", async (status) => {
    const response = await answerTo(status, BODY, { "x-error-message": `no ${SECRET}` });
    expect(response.json()).toEqual(HIDDEN);
    expect(response.quotable()).toEqual(HIDDEN);
    expect(response.text).not.toContain(SECRET);
    expect(response.headers["x-error-message"]).toBe("no [hidden]");
  });

  it("are redacted in an answer with a good status where they are quoted, and its data are as they came", async () => {
    const response = await answerTo(200, BODY);
    expect(response.json()).toEqual(BODY);
    expect(response.text).toContain(SECRET);
    expect(response.quotable()).toEqual(HIDDEN);
  });

  it("are redacted where JSON spells them with escapes, and as a number", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(400).end(String.raw`{"a":"\u0063anary-4711","b":4711,"c":"49124711"}`);
    });
    const redact = (text: string) => text.replace(/canary-4711|^4711$/, "[hidden]");
    const http = createHttpClient({ baseUrl: url, userAgent: "test/1", redact });
    const response = await http.request(LIST);
    expect(response.quotable()).toEqual({ a: "[hidden]", b: null, c: "49124711" });
  });

  it("do not overflow anything, however deep they are", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(400).end(`{"detail":"no","more":${"[".repeat(50_000)}${"]".repeat(50_000)}}`);
    });
    const http = createHttpClient({ baseUrl: url, userAgent: "test/1", redact: (text) => text });
    expect((await http.request(LIST)).quotable()).toMatchObject({ detail: "no" });
  });

  it("are null where there is no JSON, and the content type that is named is redacted", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-type": `text/${SECRET}` }).end("<html>");
    });
    const redact = (text: string) => text.replaceAll(SECRET, "[hidden]");
    const response = await createHttpClient({ baseUrl: url, userAgent: "test/1", redact }).request(LIST);
    expect(response.quotable()).toBeNull();
    expect(await rejection(Promise.resolve().then(() => response.json()))).toMatchObject({
      kind: "not_json",
      message: expect.stringContaining("text/[hidden]"),
    });
  });
});
