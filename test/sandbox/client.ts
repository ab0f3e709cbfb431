import { onTestFinished } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";

/** An answer over the wire; `body` is the JSON, or the text where it is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes
  readonly body: any;
}

/** Noon of an ordinary working day, for tests that look at dates. */
export const NOON = Date.parse("2026-09-30T12:00:00Z");

/** A sandbox that ends with the test. Limits are off unless asked for; the day is fixed. */
export async function sandboxWith(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ rateLimit: null, clock: () => NOON, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export async function call(
  method: string,
  url: string,
  init: Omit<RequestInit, "method"> = {},
): Promise<Answer> {
  const response = await fetch(url, { ...init, method });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: jsonOr(text) };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function basic(credentials: { clientId: string; clientSecret: string }): string {
  return `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString("base64")}`;
}

/** A Spendesk caller with a token of the entity's key. */
export async function spendeskCaller(sandbox: Sandbox, entity = "acme-uk", scope?: string) {
  const key = sandbox.spendeskKeys[entity];
  if (key === undefined) throw new Error(`no entity ${entity}`);
  const token = await call("POST", `${sandbox.spendeskUrl()}/v1/auth/token`, {
    headers: { authorization: basic(key) },
    body: JSON.stringify({ grant_type: "client_credentials", ...(scope && { scope }) }),
  });
  const authorization = `Bearer ${token.body.access_token}`;
  return (
    method: string,
    path: string,
    json?: unknown,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ) =>
    call(method, `${sandbox.spendeskUrl()}${path}`, {
      headers: { authorization, ...headers },
      ...(signal && { signal }),
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
}

/** A Personio caller with a token. */
export async function personioCaller(sandbox: Sandbox) {
  const { clientId, clientSecret } = sandbox.credentials.personio;
  const token = await call("POST", `${sandbox.providerUrl("personio")}/v1/auth`, {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: clientId, client_secret: clientSecret }),
  });
  const authorization = `Bearer ${token.body.data.token}`;
  return (path: string) =>
    call("GET", `${sandbox.providerUrl("personio")}${path}`, { headers: { authorization } });
}

export function errorCodes(answer: Answer): string[] {
  return answer.body.errors.map((error: { code: string }) => error.code);
}

export function idsOf(answer: Answer): number[] {
  return answer.body.data.map((item: { attributes: { id: { value: number } } }) => item.attributes.id.value);
}
