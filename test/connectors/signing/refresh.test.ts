import { describe, expect, it } from "vitest";
import type { ManifestInput } from "../../../src/connectors/schema/manifest.js";
import type { CredentialKeeper } from "../../../src/providers/provider.js";
import { Problem } from "../../../src/sync/model/index.js";
import { person } from "../example.js";
import { type Answers, ok, readFrom } from "../reading/read.js";

const CREDENTIALS = {
  clientId: { label: "Client ID", secret: false, help: "From the app." },
  apiKey: { label: "Client secret", help: "From the app." },
  refreshToken: { label: "Refresh token", help: "From the consent." },
} as const;

type Refresh = Extract<ManifestInput["auth"], { kind: "oauth2Refresh" }>;

function tool(afterUse: Refresh["afterUse"], parts: Partial<Refresh> = {}): Partial<ManifestInput> {
  return {
    credentials: CREDENTIALS,
    auth: {
      kind: "oauth2Refresh",
      tokenUrl: "https://api.examplehr.test/oauth/token",
      client: "body",
      clientId: "${credentials.clientId}",
      clientSecret: "${credentials.apiKey}",
      refreshToken: "refreshToken",
      afterUse,
      ...parts,
    },
  };
}

const credentials = { clientId: "client-1", refreshToken: "refresh-1" };

/** A tool whose refresh tokens serve once, with those that came in order. */
function rotating(): { readonly answers: Answers; readonly used: string[] } {
  const used: string[] = [];
  let valid = 1;
  return {
    used,
    answers: ({ url, body, headers }) => {
      if (url.pathname !== "/oauth/token") {
        return headers.authorization?.startsWith("Bearer access-")
          ? ok({ people: [person(1)] })
          : { status: 401, json: {} };
      }
      const token = new URLSearchParams(body).get("refresh_token") ?? "";
      used.push(token);
      if (token !== `refresh-${valid}`)
        return { status: 400, json: { error: "invalid_grant", error_description: "Token is used up." } };
      valid += 1;
      return ok({
        access_token: `access-${valid}`,
        refresh_token: `refresh-${valid}`,
        expires_in: 7200,
      });
    },
  };
}

/** Keeps values in memory, and what happened in order. */
function memory(values: Record<string, string>, events: string[] = []): CredentialKeeper {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    obstacle: null,
    alone(work) {
      const mine = turn.then(() => work({ ...values }));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async keep(changed) {
      events.push(`kept ${Object.values(changed).join()}`);
      Object.assign(values, changed);
    },
  };
}

describe("a refresh token that serves for good", () => {
  it("is sent with the client, and needs nobody to keep anything", async () => {
    const { outcome, log, secrets } = await readFrom(
      tool("kept", { scope: "people", extra: { account: "acme" } }),
      ({ url }) =>
        url.pathname === "/oauth/token"
          ? ok({ access_token: "access-1", refresh_token: "another-one", expires_in: 60 })
          : ok({ people: [person(1)] }),
      { credentials },
    );
    expect(outcome.complete).toBe(true);
    expect(Object.fromEntries(new URLSearchParams(log[0]?.body))).toEqual({
      grant_type: "refresh_token",
      refresh_token: "refresh-1",
      client_id: "client-1",
      client_secret: "a-key-of-the-test",
      scope: "people",
      account: "acme",
    });
    expect(log[1]?.headers.authorization).toBe("Bearer access-1");
    expect(secrets).toEqual(expect.arrayContaining(["access-1", "another-one"]));
  });

  it("goes by the names that a server has for its parameters and for what it gives", async () => {
    const rename = { refresh_token: "refreshToken", client_id: "app", access_token: "token" };
    const { outcome, log } = await readFrom(
      tool("kept", { rename, body: "json", header: "X-Token", value: "${token}" }),
      ({ url }) =>
        url.pathname === "/oauth/token" ? ok({ token: "access-1" }) : ok({ people: [person(1)] }),
      { credentials },
    );
    expect(outcome.complete).toBe(true);
    expect(JSON.parse(log[0]?.body ?? "")).toEqual({
      grant_type: "refresh_token",
      refreshToken: "refresh-1",
      app: "client-1",
      client_secret: "a-key-of-the-test",
    });
    expect(log[1]?.headers["x-token"]).toBe("access-1");
  });

  it.each([
    ["invalid_grant", 400, []],
    ["invalid_code", 200, ["invalid_code"]],
  ] as const)(
    "that is not valid any more (%s, status %i) asks for a new connection",
    async (error, status, expiredCodes) => {
      const read = readFrom(
        tool("kept", { expiredCodes: [...expiredCodes] }),
        () => ({ status, json: { error } }),
        {
          credentials,
        },
      );
      await expect(read).rejects.toMatchObject({
        kind: "credentials",
        code: "connection_expired",
        message: "The connection to Example HR has expired.",
        why: expect.stringContaining(error),
        next: "Connect again: make a new Refresh token, then run `spendesk-hr connect example-hr`.",
      });
    },
  );

  it.each([
    [400, "invalid_client"],
    [200, "invalid_client"],
  ])("does not take another refusal for that (status %i)", async (status, error) => {
    const read = readFrom(tool("kept"), () => ({ status, json: { error } }), { credentials });
    await expect(read).rejects.toMatchObject({ code: "credentials_refused" });
  });
});

describe("a refresh token that is replaced with each use", () => {
  it("is kept before the access token is used", async () => {
    const { answers } = rotating();
    const values: Record<string, string> = { ...credentials };
    const events: string[] = [];
    const { outcome, secrets } = await readFrom(
      tool("replaced"),
      (request) => {
        events.push(request.url.pathname);
        return answers(request);
      },
      { credentials, keeper: memory(values, events) },
    );
    expect(outcome.complete).toBe(true);
    expect(events).toEqual(["/oauth/token", "kept refresh-2", "/people"]);
    expect(values.refreshToken).toBe("refresh-2");
    expect(secrets).toEqual(expect.arrayContaining(["access-2", "refresh-2"]));
  });

  it("is taken as it is kept now, not as it was when the connection was opened", async () => {
    const { answers, used } = rotating();
    const values: Record<string, string> = { ...credentials };
    const keeper = memory(values);
    const reads = await Promise.all(
      [1, 2, 3].map(() => readFrom(tool("replaced"), answers, { credentials, keeper })),
    );
    expect(used).toEqual(["refresh-1", "refresh-2", "refresh-3"]);
    expect(reads.every(({ outcome }) => outcome.complete)).toBe(true);
  });

  it("stays when the answer has no other", async () => {
    const values: Record<string, string> = { ...credentials };
    const events: string[] = [];
    await readFrom(
      tool("replaced"),
      ({ url }) =>
        url.pathname === "/oauth/token" ? ok({ access_token: "a" }) : ok({ people: [person(1)] }),
      { credentials, keeper: memory(values, events) },
    );
    expect(events).toEqual([]);
  });

  it("is not sent at all where the new one could not be kept", async () => {
    let calls = 0;
    const obstacle = { why: 'The source "env" is only read.', next: "Run `spendesk-hr connect example-hr`." };
    const read = readFrom(
      tool("replaced"),
      () => {
        calls += 1;
        return ok({});
      },
      { credentials, keeper: { ...memory({}), obstacle } },
    );
    await expect(read).rejects.toMatchObject({
      kind: "credentials",
      code: "credentials_not_kept",
      message: "Example HR replaces the Refresh token with every use, and the new one could not be stored.",
      why: 'The source "env" is only read. Nothing was sent, so the present one is still valid.',
      next: obstacle.next,
    });
    expect(calls).toBe(0);
  });

  it("that could not be kept after all is told as lost, and no access token is used", async () => {
    const { answers } = rotating();
    const asked: string[] = [];
    const full = new Problem({
      kind: "temporary",
      code: "full",
      what: "The disk is full.",
      why: "There is no space.",
      next: "Make some.",
    });
    const keeper = { ...memory({ ...credentials }), keep: () => Promise.reject(full) };
    const read = readFrom(
      tool("replaced"),
      (request) => {
        asked.push(request.url.pathname);
        return answers(request);
      },
      { credentials, keeper },
    );
    await expect(read).rejects.toMatchObject({
      code: "credentials_lost",
      why: "The disk is full. There is no space. The stored one is used up.",
      next: expect.stringMatching(/^Make some\. Then connect again: .*`spendesk-hr connect example-hr`/u),
    });
    expect(asked).toEqual(["/oauth/token"]);
  });

  it("is not sent a second time when the answer was lost on the way", async () => {
    let calls = 0;
    const read = readFrom(
      tool("replaced"),
      () => {
        calls += 1;
        return { status: 200, json: { access_token: "a", refresh_token: "b" }, truncated: true };
      },
      { credentials, keeper: memory({ ...credentials }) },
    );
    await expect(read).rejects.toMatchObject({ kind: "temporary", code: "answer_cut_off" });
    expect(calls).toBe(1);
  });
});
