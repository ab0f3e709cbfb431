import { pathSegment } from "../../http/request.js";
import type { HttpClient, HttpRequest, HttpResponse } from "../../http/types.js";
import { callProvider, readJson, unexpectedAnswer } from "../../providers/support/call.js";
import type { Connector } from "../define.js";
import { keysOf } from "../mapping/paths.js";
import { renderText, renderValue, type Scope } from "../mapping/templates.js";
import type { Manifest } from "../schema/manifest.js";
import type { Request } from "../schema/requests.js";
import { createSigner } from "../signing/signer.js";
import { baseUrlOf, targetOf, withTypedHosts } from "./hosts.js";
import { answerProblem, isTransient } from "./refusals.js";
import { type Connection, scopeOf } from "./values-of.js";

/** What one call adds to its request: where a page begins, whose details are asked for. */
export interface CallParts {
  readonly query?: NonNullable<HttpRequest["query"]>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Further values for templates: `record`, `ids`. */
  readonly values?: Scope;
  /** An address that an answer named, in place of the request's own; with `query`, what it lacks is added. */
  readonly address?: string;
}

/** An answer with a good status. */
export interface Answer {
  /** Null when it has no body (204). */
  readonly json: unknown;
  readonly headers: HttpResponse["headers"];
}

/** Sends the requests of a manifest, signed. */
export interface Calls {
  /**
   * @param name of the request
   * @throws Problem for an answer without a good status, and when none came
   */
  send(name: string, parts?: CallParts): Promise<Answer>;
  /** The same, whatever the status. @throws Problem when no answer came */
  ask(name: string, parts?: CallParts): Promise<HttpResponse>;
  /** What an answer holds. @throws Problem when its status is not good */
  take(response: HttpResponse): Answer;
}

/** Opens the calls of one read: they share a token. */
export function openCalls({ manifest: written, hooks }: Connector, connection: Connection): Calls {
  const scope = scopeOf(written, connection);
  const manifest = withTypedHosts(written, scope);
  const ownBaseUrl = ownAddress(manifest, scope);
  const signer = createSigner({ manifest, hooks, connection, scope });

  async function sendSigned(http: HttpClient, request: HttpRequest): Promise<HttpResponse> {
    for (;;) {
      const signature = await signer.signature();
      const signed = {
        ...request,
        headers: { ...request.headers, ...signature.headers },
        query: { ...request.query, ...signature.query },
      };
      const response = await callProvider(http, signed, manifest.title);
      if (!signer.renew(signature, response.status)) return response;
    }
  }

  async function ask(name: string, parts: CallParts = {}): Promise<HttpResponse> {
    const request = manifest.requests[name];
    if (!request) throw new Error(`the manifest of ${manifest.id} has no request ${name}`);
    const { http, ...rendered } = targetFor(request, parts);
    const records = recordListOf(request);
    return sendSigned(http, {
      ...rendered,
      method: request.method,
      retry: "safe",
      isTransient: (answer) => isTransient(manifest.rate, answer),
      ...(records && { records }),
      purpose: `read ${name}`,
    });
  }

  /** The list of an answer, where it can be read entry by entry. */
  function recordListOf({ records }: Request): HttpRequest["records"] {
    const path = typeof records === "string" ? keysOf(records) : null;
    return path === null || hooks.prepareAnswer ? undefined : { path };
  }

  function take(response: HttpResponse): Answer {
    const { status, headers } = response;
    if (status === 204) return { json: null, headers };
    if (status < 200 || status > 299) throw answerProblem(manifest, response);
    const json = readJson(response, manifest.title);
    if (hooks.isRefusal?.(json)) throw answerProblem(manifest, response);
    return { json: hooks.prepareAnswer?.(json) ?? json, headers };
  }

  return { ask, take, send: async (name, parts) => take(await ask(name, parts)) };

  function targetFor(request: Request, { query, body, values, address }: CallParts) {
    const all = { ...scope, ...values };
    const headers = renderValue(request.headers ?? {}, all) as Record<string, string>;
    const json =
      request.method === "POST"
        ? { ...(renderValue(request.body ?? {}, all) as object), ...body }
        : undefined;
    const rest = { headers, ...(json && { json }) };
    const own = renderValue(request.query ?? {}, all) as NonNullable<HttpRequest["query"]>;
    if (address !== undefined) {
      const target = targetOf(manifest, connection, ownBaseUrl, address);
      return { ...target, ...(query && { query: { ...own, ...query, ...target.query } }), ...rest };
    }
    const path = renderText(request.path, all, (value) => segment(value, manifest.title));
    return { http: connection.http, path, query: { ...own, ...query }, ...rest };
  }
}

/** The tool's own address; empty when the account's part of it is not known, as with `source.baseUrl`. */
function ownAddress(manifest: Manifest, scope: Scope): string {
  try {
    return baseUrlOf(manifest, scope);
  } catch {
    return "";
  }
}

/** An id from an answer as a part of a path. */
function segment(value: string, service: string): string {
  const part = pathSegment(value);
  if (part === null) throw unexpectedAnswer(service, "A record has an id that can't be part of an address.");
  return part;
}
