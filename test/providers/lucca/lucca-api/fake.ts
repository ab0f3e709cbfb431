import { lucca } from "../../../../src/providers/lucca/index.js";
import { connectTo } from "../../../conformance/harness.js";
import {
  type Loopback,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopback,
} from "../../../conformance/loopback.js";

export const CREDENTIALS = {
  address: "acme",
  clientId: "an-id-of-the-test",
  clientSecret: "a-secret-of-the-test",
};

type Json = Readonly<Record<string, unknown>>;

/** What a Lucca of a test answers; anything left out is answered as if all were well. */
export interface Script {
  token?(form: URLSearchParams, count: number): LoopbackAnswer;
  /** By the last part of its path: `employees`, `departments`. */
  list?(
    name: string,
    query: Readonly<Record<string, string>>,
    request: LoopbackRequest,
  ): LoopbackAnswer | null;
}

/** Lucca's host for tokens and the company's account, each a server of its own. */
export async function startLuccaApi(script: Script = {}, settings: Json = {}) {
  let tokens = 0;
  const signIn = await startLoopback(({ body }) => {
    tokens += 1;
    return script.token?.(new URLSearchParams(body), tokens) ?? token(`token-${tokens}`);
  });
  const account = await startLoopback((request) => {
    const name = request.url.pathname.split("/").at(-1) ?? "";
    return script.list?.(name, Object.fromEntries(request.url.searchParams), request) ?? page([]);
  });
  const secrets: string[] = [];
  const apiGeneration = "lucca-api";
  const connection = connectTo(
    lucca,
    { url: account.url, credentials: CREDENTIALS },
    { apiGeneration, ...settings },
    secrets,
  );
  const signInConnection = connectTo(lucca, { url: signIn.url, credentials: CREDENTIALS });
  const asked: string[] = [];
  return {
    signIn,
    account,
    secrets,
    /** Base URLs of the clients that were asked for besides the account's. */
    asked,
    connection: {
      ...connection,
      httpAt: (baseUrl: string) => {
        asked.push(baseUrl);
        return signInConnection.http;
      },
    },
    close: () => Promise.all([signIn.close(), account.close()]),
  };
}

export type Started = Awaited<ReturnType<typeof startLuccaApi>>;

/** Names of the lists that were asked for, in their order. */
export function listsOf({ log }: Loopback): string[] {
  return log.map(({ url }) => url.pathname.replace("/lucca-api/", ""));
}

export function token(text: string, more: Json = {}): LoopbackAnswer {
  return { status: 200, json: { access_token: text, token_type: "Bearer", expires_in: 1800, ...more } };
}

/** A page as Lucca writes it. */
export function page(items: readonly unknown[], more: Json = {}): LoopbackAnswer {
  return {
    status: 200,
    json: { totalCount: items.length, items, links: { prev: null, next: null }, embedded: {}, ...more },
  };
}

/** A link to the next page, on the host that Lucca thinks it has. */
export function next(cursor: string): Json {
  const href = `https://acme.ilucca.net/lucca-api/employees?page=${encodeURIComponent(cursor)}&limit=100`;
  return { links: { prev: null, next: { href } } };
}

export function problem(status: number, detail = "No."): LoopbackAnswer {
  return { status, json: { type: "about:blank", title: "Problem", status, detail } };
}

/** An employee with what is required. */
export function employee(id: unknown, more: Json = {}): Json {
  return {
    id,
    type: "employee",
    givenName: "Mira",
    familyName: "Lindqvist",
    email: `person${id}@acme.test`,
    status: "active",
    applicableEmployment: null,
    applicableJobPosition: null,
    ...more,
  };
}

export function employees(from: number, to: number): Json[] {
  return Array.from({ length: to - from + 1 }, (_, index) => employee(String(from + index)));
}
