import { describe, expect, it } from "vitest";
import { createAnnouncements } from "../../src/http/announcements.js";
import { createHttpClient } from "../../src/http/client.js";
import { createTokenSource } from "../../src/spendesk/auth.js";
import { type Answer, sendJson, serve } from "../http/serve.js";
import { expectAbsent, rejection } from "../http/thrown.js";

const MINUTE = 60_000;

async function tokenSource(answer: Answer, scope?: string) {
  const { url, seen } = await serve(answer);
  const secrets: string[] = [];
  const time = { ms: 0 };
  const http = createHttpClient({ baseUrl: url, userAgent: "test/1", sleep: async () => undefined });
  const tokens = createTokenSource({
    http,
    scope,
    credentials: { clientId: "acme-key", clientSecret: "canary-secret" },
    registerSecret: (value) => secrets.push(value),
    announcements: createAnnouncements("Spendesk"),
    clock: { now: () => new Date(time.ms) },
  });
  return { tokens, seen, secrets, time };
}

/** Tokens `t-1`, `t-2`, … */
function numbered(extras: object = {}): Answer {
  let count = 0;
  return (_, response) => {
    count += 1;
    sendJson(response, 200, { access_token: `t-${count}`, token_type: "Bearer", ...extras });
  };
}

describe("createTokenSource", () => {
  it("asks once with the key as Basic and the grant type as JSON", async () => {
    const { tokens, seen } = await tokenSource(numbered(), "user:read");
    expect(await tokens.token()).toBe("t-1");
    expect(await tokens.token()).toBe("t-1");
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: "POST", url: "/v1/auth/token" });
    expect(seen[0]?.headers.authorization).toBe(`Basic ${btoa("acme-key:canary-secret")}`);
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ grant_type: "client_credentials", scope: "user:read" });
  });

  it("shares one request among callers at the same time", async () => {
    const { tokens, seen } = await tokenSource(numbered());
    expect(await Promise.all([tokens.token(), tokens.token(), tokens.token()])).toEqual([
      "t-1",
      "t-1",
      "t-1",
    ]);
    expect(seen).toHaveLength(1);
  });

  it("renews after 55 minutes", async () => {
    const { tokens, time } = await tokenSource(numbered());
    await tokens.token();
    time.ms = 55 * MINUTE - 1;
    expect(await tokens.token()).toBe("t-1");
    time.ms = 55 * MINUTE;
    expect(await tokens.token()).toBe("t-2");
  });

  it("renews earlier when the answer names a shorter life", async () => {
    const { tokens, time } = await tokenSource(numbered({ expires_in: 600 }));
    await tokens.token();
    time.ms = 9 * MINUTE;
    expect(await tokens.token()).toBe("t-1");
    time.ms = 9.5 * MINUTE;
    expect(await tokens.token()).toBe("t-2");
  });

  it.each([[null], ["soon"], [-5], [0]])("takes 60 minutes for an odd life of %j", async (expiresIn) => {
    const { tokens, time } = await tokenSource(numbered({ expires_in: expiresIn }));
    await tokens.token();
    time.ms = 54 * MINUTE;
    expect(await tokens.token()).toBe("t-1");
  });

  it("gives a new token after a refused one was discarded, and keeps it when the old one is discarded again", async () => {
    const { tokens, seen } = await tokenSource(numbered());
    tokens.discard(await tokens.token());
    expect(await tokens.token()).toBe("t-2");
    tokens.discard("t-1");
    expect(await tokens.token()).toBe("t-2");
    expect(seen).toHaveLength(2);
  });

  it("registers the token and the Basic value as secrets", async () => {
    const { tokens, secrets } = await tokenSource(numbered());
    await tokens.token();
    expect(secrets).toEqual([btoa("acme-key:canary-secret"), "t-1"]);
  });

  it("keeps the scopes the answer names", async () => {
    const { tokens } = await tokenSource(numbered({ scope: "user:read supplier:read" }));
    expect(tokens.grantedScopes()).toBeNull();
    await tokens.token();
    expect(tokens.grantedScopes()).toEqual(["user:read", "supplier:read"]);
  });

  it("understands scopes as a list, and ignores those of another form", async () => {
    const list = await tokenSource(numbered({ scope: ["user:read", "user:write"] }));
    await list.tokens.token();
    expect(list.tokens.grantedScopes()).toEqual(["user:read", "user:write"]);
    const odd = await tokenSource(numbered({ scope: { user: "read" } }));
    await odd.tokens.token();
    expect(odd.tokens.grantedScopes()).toBeNull();
  });

  it.each([400, 401, 403])(
    "takes status %i for a refused key and says where keys are made",
    async (status) => {
      const { tokens, seen } = await tokenSource((one, response) =>
        sendJson(response, status, {
          errors: [{ code: "AUTHENTICATION_ERROR", detail: one.headers.authorization }],
        }),
      );
      const error = await rejection(tokens.token());
      expect(error).toMatchObject({ kind: "credentials", code: "spendesk_credentials_refused" });
      expect(error).toMatchObject({
        next: expect.stringMatching(/API access.*spendesk-hr credentials set spendesk/),
      });
      expectAbsent(error, "canary");
      expectAbsent(error, btoa("acme-key:canary-secret"));
      expect(seen).toHaveLength(1);
    },
  );

  it("asks again after a failed request", async () => {
    const { tokens, seen } = await tokenSource((_, response) =>
      seen.length <= 4 ? sendJson(response, 503, {}) : sendJson(response, 200, { access_token: "t-late" }),
    );
    expect(await rejection(tokens.token())).toMatchObject({ kind: "temporary", code: "server_error" });
    expect(await tokens.token()).toBe("t-late");
  });

  it("refuses an answer without a token", async () => {
    const { tokens } = await tokenSource((_, response) => sendJson(response, 200, { token: "canary-other" }));
    const error = await rejection(tokens.token());
    expect(error).toMatchObject({ code: "spendesk_token_unreadable" });
    expectAbsent(error, "canary");
  });

  it.each(["to\u0000ken", "token\n", "tok\u00e9n", "tok en", "\u{1f511}"])(
    "refuses a token that can't be sent, as a temporary failure: %j",
    async (token) => {
      const { tokens } = await tokenSource((_, response) => sendJson(response, 200, { access_token: token }));
      expect(await rejection(tokens.token())).toMatchObject({
        kind: "temporary",
        code: "spendesk_token_unreadable",
      });
    },
  );

  it("explains a login page", async () => {
    const { tokens } = await tokenSource((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<p>canary</p>");
    });
    const error = await rejection(tokens.token());
    expect(error).toMatchObject({ kind: "temporary", code: "not_json" });
    expectAbsent(error, "canary");
  });
});
