import { request as undiciRequest } from "undici";
import { hasCode } from "../shared/errors.js";
import type { Clock } from "../sync/model/index.js";
import { interruption } from "../sync/run/index.js";
import { parseBaseUrl } from "./base-url.js";
import { jsonOrNull, parseJson, readBody, readRawBody, SPEED_WINDOW_MS, startSpeedCheck } from "./body.js";
import { readAsItComes } from "./body-stream.js";
import {
  type CallIdentity,
  CallTimeout,
  classifyFailure,
  FIRST_REFUSAL,
  type Redact,
  redactHeaders,
  redactJson,
} from "./failure.js";
import { putTogether, takeApart } from "./json-records.js";
import type { OnWait, Pacer } from "./pacer.js";
import { bodyOf, callUrl, checkHeaders } from "./request.js";
import {
  type Attempt,
  DEFAULT_RETRY,
  type RetryPolicy,
  sleep as realSleep,
  retryDelayMs,
  type Sleep,
} from "./retry.js";
import { openRoute, type Route, type RouteSettings } from "./route.js";
import type { ClientCertificate } from "./trust.js";
import { type HttpClient, HttpFailure, type HttpRequest, type HttpResponse } from "./types.js";

/** Settings of one client. Durations in milliseconds. */
export interface HttpClientOptions {
  readonly baseUrl: string;
  /** Whether its host is the vendor's own and nobody typed any of it; default false. */
  readonly isVendorHost?: boolean | undefined;
  readonly userAgent: string;
  /** Sent with every call; a call's own headers win. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For a connection, and for each step of one through a proxy. Default 10 s. */
  readonly connectTimeoutMs?: number | undefined;
  /** From sending to the status of the answer. Default: only `timeoutMs` limits it. */
  readonly headersTimeoutMs?: number | undefined;
  /** Between two pieces of an answer. Default 30 s. */
  readonly bodyTimeoutMs?: number | undefined;
  /** For one attempt, from sending to the last byte. Default 60 s. */
  readonly timeoutMs?: number | undefined;
  /** Within which at least 1 KiB of a body that has begun must come. Default 30 s, or `bodyTimeoutMs` when that is longer. */
  readonly speedWindowMs?: number | undefined;
  /** Largest answer in bytes. Default 50 MiB. */
  readonly maxBytes?: number | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
  readonly pacer?: Pacer | undefined;
  /** Ends waits and reads. Calls that may change something are finished, so that their outcome is known. */
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: OnWait | undefined;
  /** Told of every attempt that got an answer, for the log. Holds no data and no address of a person. */
  readonly onAnswer?: ((answer: AnswerEvent) => void) | undefined;
  /** Told of the headers of every answer (lower-case names); nothing of them is logged. */
  readonly onHeaders?: ((headers: HttpResponse["headers"]) => void) | undefined;
  /** Takes secrets and bank details out of refusals before anybody reads them. Default: nothing is hidden. */
  readonly redact?: Redact | undefined;
  /** Proxy and own certificate authority. Default: straight to the API, with the authorities of Node. */
  readonly route?: RouteSettings | undefined;
  /** What the API is shown who calls, where it asks for that. */
  readonly clientCertificate?: ClientCertificate | undefined;
  readonly clock?: Clock | undefined;
  /** A number in [0, 1). */
  readonly random?: (() => number) | undefined;
  readonly sleep?: Sleep | undefined;
}

/** One answered attempt. */
export interface AnswerEvent {
  readonly host: string;
  readonly purpose: string;
  readonly status: number;
  readonly milliseconds: number;
}

const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_BODY_TIMEOUT_MS = 30_000;
const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_BYTES = 50 * 1024 * 1024;

/**
 * A client for one API. Follows no redirect, asks for packed answers only where a call wants them (the
 * size limit counts what they unpack to), and sends a call again only as `HttpRequest.retry` allows.
 *
 * @throws Problem of kind `configuration` when the base URL is malformed or not secure, or the file of
 *   certificates can't be used.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const base = parseBaseUrl(options.baseUrl);
  const policy = { ...DEFAULT_RETRY, ...options.retry };
  const random = options.random ?? Math.random;
  const sleep = options.sleep ?? realSleep;
  const { signal, pacer } = options;
  const now = () => options.clock?.now().getTime() ?? Date.now();
  const connectMs = options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
  const route = openRoute(base, options.route, connectMs, options.clientCertificate);
  let sentCalls = 0;

  async function answered(request: HttpRequest): Promise<HttpResponse> {
    const start = performance.now();
    const response = await exchange(base, route, request, options);
    const milliseconds = Math.round(performance.now() - start);
    options.onHeaders?.(response.headers);
    options.onAnswer?.({ host: base.host, purpose: request.purpose, status: response.status, milliseconds });
    return response;
  }

  async function attempt(request: HttpRequest, stop: AbortSignal | undefined): Promise<Attempt> {
    const send = async () => {
      request.budget?.countCall();
      stop?.throwIfAborted();
      if (request.beforeSend) await request.beforeSend();
      sentCalls += 1;
      return answered(request);
    };
    try {
      return { response: await (pacer ? pacer.run(send, stop) : send()) };
    } catch (error) {
      if (error instanceof HttpFailure) return { failure: error };
      throw error;
    }
  }

  async function requestWithRetries(
    request: HttpRequest,
    stop: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    const timeoutMs = timeoutOf(request, options);
    for (let attempts = 1; ; attempts += 1) {
      stop?.throwIfAborted();
      const outcome = await attempt(request, stop);
      const made = { number: attempts, timeoutMs };
      const delay = retryDelayMs(policy, request, outcome, made, now(), random());
      if (delay === null && "response" in outcome) return outcome.response;
      if (delay === null && "failure" in outcome) throw outcome.failure;
      const ms = Math.ceil(delay ?? 0);
      const cause = "response" in outcome ? `status ${outcome.response.status}` : outcome.failure.kind;
      options.onWait?.(ms, `${request.purpose}: ${cause}`);
      await sleep(ms, stop);
    }
  }

  return {
    baseUrl: base.href.replace(/\/$/, ""),
    requestCount: () => sentCalls,
    async request(request) {
      const { budget } = request;
      try {
        return await requestWithRetries(request, anyOf(signal, budget?.signal));
      } catch (error) {
        // Only the waits and reads that a signal ended come out as something else than a failure.
        if (error instanceof HttpFailure) throw error;
        if (signal?.aborted) throw interruption(signal);
        if (budget?.signal.aborted) throw budget.signal.reason;
        throw error;
      }
    },
  };
}

/** One attempt. @throws HttpFailure, or the signal's reason when a read was stopped. */
async function exchange(
  base: URL,
  { dispatcher, proxy }: Route,
  request: HttpRequest,
  options: HttpClientOptions,
): Promise<HttpResponse> {
  const { isVendorHost } = options;
  const showsCertificate = options.clientCertificate !== undefined;
  const call: CallIdentity = {
    ...{ host: base.host, purpose: request.purpose, proxy },
    ...{ isVendorHost, showsCertificate },
  };
  const url = callUrl(base, request);
  const payload = bodyOf(request);
  const sentHeaders = {
    accept: "application/json",
    "accept-encoding": request.gzip ? "gzip" : "identity",
    "user-agent": options.userAgent,
    ...(payload ? { "content-type": payload.contentType } : {}),
    ...options.headers,
    ...request.headers,
  };
  checkHeaders(sentHeaders, call);
  const timeout = new AbortController();
  const tooSlow = () => timeout.abort(new CallTimeout());
  const timer = setTimeout(tooSlow, timeoutOf(request, options));
  const bodyTimeout = options.bodyTimeoutMs ?? DEFAULT_BODY_TIMEOUT_MS;
  // Whoever allows longer pauses means them.
  const speedWindowMs = options.speedWindowMs ?? Math.max(SPEED_WINDOW_MS, bodyTimeout);
  const speed = startSpeedCheck(speedWindowMs, tooSlow);
  const onBytes = (bytes: number): void => {
    speed.count(bytes);
    request.budget?.countBytes(bytes);
  };
  // Calls that belong to a read change nothing, whatever their method, but for those that can't be repeated.
  const stop = anyOf(
    request.method === "GET" ? options.signal : undefined,
    request.retry === "safe" ? request.budget?.signal : undefined,
  );
  const { redact = (words) => words } = options;
  let phase: "headers" | "body" | "reader" = "headers";
  try {
    const answer = await undiciRequest(url, {
      dispatcher,
      method: request.method,
      headers: sentHeaders,
      body: payload?.body ?? null,
      signal: stop ? AbortSignal.any([stop, timeout.signal]) : timeout.signal,
      opaque: { onBytes },
      // The timer above covers the whole call; zero means no limit of its own.
      headersTimeout: options.headersTimeoutMs ?? 0,
      bodyTimeout,
    });
    phase = "body";
    const status = answer.statusCode;
    const headers = flatHeaders(answer.headers);
    refuseRedirect(status, headers, call);
    const maxBytes = request.maxBytes ?? options.maxBytes ?? DEFAULT_MAX_BYTES;
    if (request.raw && status < FIRST_REFUSAL) {
      const bytes = await readRawBody(answer.body, { status, headers }, maxBytes, call);
      return { ...readable({ status, headers, text: "" }, call, (words) => words), bytes };
    }
    if (request.read && status < FIRST_REFUSAL) {
      phase = "reader";
      const read = await readAsItComes(answer.body, { status, headers }, maxBytes, call, request.read);
      return { ...readable({ status, headers, text: "" }, call, (words) => words), read };
    }
    if (request.records && status < FIRST_REFUSAL) {
      phase = "reader";
      const { records } = request;
      const parts = await readAsItComes(answer.body, { status, headers }, maxBytes, call, (text) =>
        takeApart(text, records),
      );
      const rest = readable({ status, headers, text: parts?.rest ?? "" }, call, redact);
      return { ...rest, json: () => putTogether(rest.json(), records, parts?.records ?? null) };
    }
    const text = await readBody(answer.body, { status, headers }, maxBytes, call);
    return readable({ status, headers, text }, call, redact);
  } catch (error) {
    // Frees the connection of an answer that was not read to its end.
    timeout.abort();
    if (stop?.aborted || error instanceof HttpFailure || isMisuse(error)) throw error;
    // Failures of the body are told as such while it is read: this one is the reader's own.
    if (phase === "reader") throw error;
    throw classifyFailure(error, call, phase);
  } finally {
    clearTimeout(timer);
    speed.end();
  }
}

/** An answer whose words are redacted where they may be shown or kept. */
function readable(
  { status, headers, text }: Pick<HttpResponse, "status" | "headers" | "text">,
  call: CallIdentity,
  redact: Redact,
): HttpResponse {
  const json = () => parseJson(text, { status, headers: redactHeaders(headers, redact) }, call);
  const quotable = () => redactJson(jsonOrNull(text), redact);
  if (status < FIRST_REFUSAL) return { status, headers, text, json, quotable };
  return {
    status,
    headers: redactHeaders(headers, redact),
    text: redact(text),
    json: () => redactJson(json(), redact),
    quotable,
  };
}

function timeoutOf(request: HttpRequest, options: HttpClientOptions): number {
  return request.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
}

function anyOf(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  return one && other ? AbortSignal.any([one, other]) : (one ?? other);
}

function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  // A server names these keys.
  const flat: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

function refuseRedirect(status: number, headers: Readonly<Record<string, string>>, call: CallIdentity): void {
  if (status < 300 || status > 399) return;
  const location = headers.location ?? "";
  // Only the host: the rest of the address can hold a token.
  const target = URL.canParse(location) ? ` to ${new URL(location).host}` : "";
  throw new HttpFailure({
    ...call,
    kind: "redirect",
    // 302 and 303 are also used to answer a form that was accepted.
    sent: status === 302 || status === 303,
    message: `${call.purpose}: ${call.host} answered ${status}, a redirect${target}`,
  });
}

/** undici refused our own arguments (for example a line break in a header): a defect, not a failure. */
function isMisuse(error: unknown): boolean {
  return hasCode(error, "UND_ERR_INVALID_ARG");
}
