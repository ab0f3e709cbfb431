import type { HttpRequest, HttpResponse } from "../../http/types.js";
import type { ProviderConnection } from "../provider.js";
import { callProvider, readJson } from "../support/call.js";
import { sentCredential } from "../support/credentials.js";
import { answerProblem, SERVICE, withDomainAdvice } from "./errors.js";
import type { BamboohrSettings } from "./settings.js";

/** Large reports can take tens of seconds (docs/vendors/bamboohr.md §7). */
const TIMEOUT_MS = 180_000;

/** A report holds everybody: about 1 KiB a person. */
const MAX_BYTES = 200 * 1024 * 1024;

type Call = Pick<HttpRequest, "path" | "query" | "json" | "purpose">;

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
  const basic = Buffer.from(`${sentCredential(connection, "apiKey")}:x`).toString("base64");
  connection.registerSecret(basic);

  async function send(call: Call): Promise<HttpResponse> {
    const request: HttpRequest = {
      ...call,
      method: call.json === undefined ? "GET" : "POST",
      // Without Accept it answers in XML.
      headers: { accept: "application/json", authorization: `Basic ${basic}` },
      retry: "safe",
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    };
    try {
      return await callProvider(http, request, SERVICE);
    } catch (error) {
      throw withDomainAdvice(error);
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
    throw withDomainAdvice(error);
  }
}
