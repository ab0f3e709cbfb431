import { hibob } from "../../../src/providers/hibob/index.js";
import { connectTo } from "../../conformance/harness.js";
import {
  type Loopback,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopback,
} from "../../conformance/loopback.js";

export const CREDENTIALS = { serviceUserId: "SERVICE-4711", token: "a-token-of-the-test" };

/** What a test's Bob answers; what is not told is answered with one employed person. */
export interface Script {
  search?(request: LoopbackRequest, count: number): LoopbackAnswer;
  accounts?(personId: string): LoopbackAnswer;
  fields?(): LoopbackAnswer;
}

/** A Bob that answers what a test says, and a connection to it. */
export async function startBob(script: Script, settings: unknown = {}, secrets: string[] = []) {
  let searches = 0;
  const server: Loopback = await startLoopback((request) => {
    const { pathname } = request.url;
    const id = /^\/v1\/people\/([^/]+)\/bank-accounts$/u.exec(pathname)?.[1];
    if (id !== undefined) return script.accounts?.(id) ?? { status: 200, json: { values: [] } };
    if (pathname === "/v1/company/people/fields") return script.fields?.() ?? { status: 200, json: [] };
    searches += 1;
    return script.search?.(request, searches) ?? people([person("1")]);
  });
  const vendor = { url: server.url, credentials: CREDENTIALS };
  return { server, connection: connectTo(hibob, vendor, settings, secrets) };
}

export function people(employees: readonly unknown[]): LoopbackAnswer {
  return { status: 200, json: { employees } };
}

/** Somebody employed with all that is required. */
export function person(id: string, more: Record<string, unknown> = {}) {
  return {
    id,
    email: `person${id}@acme.test`,
    firstName: `First${id}`,
    surname: `Last${id}`,
    internal: { lifecycleStatus: "employed", status: "Active", terminationDate: null },
    ...more,
  };
}

export function refusal(status: number, error: string): LoopbackAnswer {
  return { status, json: { key: "errors.test", error } };
}
