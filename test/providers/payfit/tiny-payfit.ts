import { payfit } from "../../../src/providers/payfit/index.js";
import { connectTo } from "../../conformance/harness.js";
import {
  type Loopback,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopback,
} from "../../conformance/loopback.js";

export const KEY = "a-key-of-the-test";
export const COMPANY = "64f0c2a9b1d2e3f405060001";

const SCOPES =
  "collaborators:read collaborators:contracts:read collaborators:personal:read collaborators:bank-info:read collaborators:management:read contracts:read";

/** What a PayFit of a test answers; anything left out is answered as if all were well. */
export interface Script {
  introspect?(count: number, request: LoopbackRequest): LoopbackAnswer;
  list?(token: string | null, count: number, request: LoopbackRequest): LoopbackAnswer;
  contracts?(token: string | null, request: LoopbackRequest): LoopbackAnswer;
  company?(): LoopbackAnswer;
}

/** A PayFit on loopback that answers what a test says, and a connection to it. */
export async function startPayfit(script: Script, settings: unknown = {}) {
  let looks = 0;
  let lists = 0;
  const server: Loopback = await startLoopback((request) => {
    const { pathname, searchParams } = request.url;
    const token = searchParams.get("nextPageToken");
    if (pathname === "/introspect") {
      looks += 1;
      return script.introspect?.(looks, request) ?? introspection();
    }
    if (pathname.endsWith("/collaborators")) {
      lists += 1;
      return script.list?.(token, lists, request) ?? page([person("p1")]);
    }
    if (pathname.includes("/contracts")) return script.contracts?.(token, request) ?? contracts([]);
    return script.company?.() ?? { status: 200, json: { name: "Acme France SAS", country: "fr" } };
  });
  const vendor = { url: server.url, credentials: { apiKey: ` ${KEY} ` } };
  return { server, connection: connectTo(payfit, vendor, settings) };
}

export function introspection(changes: object = {}): LoopbackAnswer {
  return { status: 200, json: { active: true, scope: SCOPES, company_id: COMPANY, ...changes } };
}

export function page(items: readonly unknown[], next: string | null = null, count?: number): LoopbackAnswer {
  const meta = { nextPageToken: next, ...(count === undefined ? {} : { count }) };
  return { status: 200, json: { collaborators: items, meta } };
}

export function contracts(items: readonly unknown[], next: string | null = null): LoopbackAnswer {
  return { status: 200, json: { contracts: items, meta: { nextPageToken: next } } };
}

export function person(id: unknown, changes: object = {}) {
  return {
    id,
    firstName: "Mira",
    lastName: "Lindqvist",
    emails: [{ type: "professional", email: `${id}@acme.test` }],
    contracts: [{ startDate: "2022-04-01", endDate: null, status: "ACTIVE" }],
    ...changes,
  };
}

export function refusal(status: number, message: string): LoopbackAnswer {
  return { status, json: { message } };
}

/** The paths that were asked for, without what is before the company's own. */
export function pathsOf({ log }: Loopback): string[] {
  return log.map(({ url }) => url.pathname.replace(`/companies/${COMPANY}`, ""));
}
