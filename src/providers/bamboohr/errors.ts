import type { HttpRequest, HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { callProvider, readJson } from "../support/call.js";
import { basicAuthorization, sentCredential } from "../support/credentials.js";
import { readRefusal } from "../support/refusal.js";
import { type RefusalRules, refusalProblem } from "../support/refusal-problem.js";
import { withAddressAdvice } from "../support/typed-address.js";
import type { BamboohrSettings } from "./settings.js";

export const SERVICE = "BambooHR";

/** Where the admin decides what the owner of the key may see (docs/vendors/bamboohr.md §1). */
export const ACCESS_SCREEN = "Settings > Access Levels > (level of the key's owner)";

const CHECK_DOMAIN =
  "Check the company domain: it is the part before .bamboohr.com in your browser. Run `spendesk-hr connect bamboohr` to correct it.";

/** BambooHR explains refusals in a header, in JSON or as problem+json (docs/vendors/bamboohr.md §8). */
const RULES: RefusalRules = {
  service: SERVICE,
  credentialRefused: {
    what: "BambooHR does not accept the API key.",
    next: "Run `spendesk-hr connect bamboohr` with a key of this company. A key ends with the user who made it; a lost one means adding a new one.",
  },
  permissionMissing: {
    what: "BambooHR does not let the owner of this key read employees.",
    why: "It also answers so for a while after several calls with a wrong key.",
    next: `In BambooHR under ${ACCESS_SCREEN}, allow all employees and reports, then run \`spendesk-hr preview\`. If a wrong key was used before, wait half an hour first.`,
  },
};

/** The problem behind an answer that is not a success. */
function answerProblem(response: HttpResponse): Problem {
  return refusalProblem(response, RULES);
}

/** Neither the report nor the data set exist: rather no such company than two missing rights. */
export function accountNotFound(response: HttpResponse): Problem {
  const { words } = readRefusal(response);
  return new Problem({
    kind: "configuration",
    code: "account_not_found",
    what: "BambooHR finds no employees at this address.",
    why: `${words === null ? "" : `BambooHR says "${words}". `}There is no such company, or the owner of the key may use neither reports nor data sets (status ${response.status}).`,
    next: `${CHECK_DOMAIN} If it is right, allow reports under ${ACCESS_SCREEN}.`,
  });
}

/** Large reports can take tens of seconds (docs/vendors/bamboohr.md §7). */
const TIMEOUT_MS = 180_000;

/** A report holds everybody: about 1 KiB a person. */
const MAX_BYTES = 200 * 1024 * 1024;

type Call = Pick<HttpRequest, "path" | "query" | "json" | "records" | "purpose">;

/** BambooHR's API with one key. Everything called here only reads, POST included. */
export interface BamboohrApi {
  /** The answer, whatever its status. */
  send(call: Call): Promise<HttpResponse>;
  /** The JSON of an answer with a good status. @throws Problem for any other */
  read(call: Call): Promise<unknown>;
}

/** Signs every call with the key: Basic, with any text as password (docs/vendors/bamboohr.md §2). */
export function openApi(connection: Omit<ProviderConnection<BamboohrSettings>, "settings">): BamboohrApi {
  const { http } = connection;
  const authorization = basicAuthorization(connection, sentCredential(connection, "apiKey"), "x");

  async function send(call: Call): Promise<HttpResponse> {
    const request: HttpRequest = {
      ...call,
      method: call.json === undefined ? "GET" : "POST",
      // Without Accept it answers in XML.
      headers: { accept: "application/json", authorization },
      retry: "safe",
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    };
    try {
      return await callProvider(http, request, SERVICE);
    } catch (error) {
      throw withAddressAdvice(error, CHECK_DOMAIN);
    }
  }

  return { send, read: async (call) => jsonOf(await send(call)) };
}

/** The JSON of an answer with a good status. @throws Problem for any other */
export function jsonOf(response: HttpResponse): unknown {
  if (response.status < 200 || response.status > 299) throw answerProblem(response);
  try {
    return readJson(response, SERVICE);
  } catch (error) {
    throw withAddressAdvice(error, CHECK_DOMAIN);
  }
}
