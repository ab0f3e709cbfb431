import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { Fault, PageFault } from "./faults.js";

/** A request as a vendor imitation sees it. */
export interface SandboxRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as it came, for files. */
  readonly bytes: Buffer;
  /** Values of the `{name}` parts of the route. */
  readonly params: Readonly<Record<string, string>>;
  /**
   * Asked by routes that answer a page: whether a fault spoils this one.
   * @param start index of the page's first item
   */
  pageFault(start: number): PageFault | null;
}

/** An answer: `json`, or `text` with its content type among the headers. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /** Whether it is sent packed. Faults that spoil an answer spoil the plain one. */
  readonly gzip?: boolean;
}

/** Handlers are synchronous: what one request does is never half done when the next one looks. */
export interface Route {
  readonly method: string;
  /** For example `/v1/users/{id}`. */
  readonly template: string;
  handle(request: SandboxRequest): Reply;
}

/** Failures every vendor has in its own wording. */
export type Failure =
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "too_many_requests"
  | "too_large"
  | "internal_error";

/** Whether a request keeps to the limits, and what the vendor says about them. */
export interface Admission {
  /** True: the answer is `too_many_requests`. */
  readonly refused: boolean;
  /** Headers of the vendor about the limit. */
  readonly headers: Readonly<Record<string, string>>;
  /** To be called once, when the request is over. */
  leave(): void;
}

/** One vendor imitation under its path. */
export interface Mount {
  /** First part of the route names in statistics and faults: `spendesk`. */
  readonly name: string;
  /** Path below the sandbox's URL, without a slash at the end. */
  readonly prefix: string;
  readonly routes: readonly Route[];
  /** Counts the request against the vendor's limits. */
  admit(headers: IncomingHttpHeaders): Admission;
  /** Headers of the vendor on every answer. */
  headers(): Readonly<Record<string, string>>;
  failure(failure: Failure): Reply;
}

/** The body as JSON, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The items of one page and what the answer says about the whole. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** One page of a list, spoiled by the fault when there is one. */
export function cutPage<T>(all: readonly T[], start: number, size: number, fault: PageFault | null): Page<T> {
  const items = all.slice(start, start + size);
  const page = { items, total: all.length };
  switch (fault?.kind) {
    case undefined:
      return page;
    case "repeat-page":
      return { ...page, items: all.slice(Math.max(0, start - size), start) };
    case "drop-page":
      return { ...page, items: items.slice(0, Math.max(0, items.length - (fault.value ?? items.length))) };
    case "duplicate-id":
      return { ...page, items: [...items.slice(0, -1), ...items.slice(0, 1)] };
    case "wrong-total":
      return { ...page, total: all.length + (fault.value ?? 1) };
  }
}

const DEFAULT_SLOW_MS = 1000;
const DEFAULT_OVERSIZE_MIB = 64;
const MIB = 1024 * 1024;

/** The answer a fault gives instead of the vendor's, or null when the vendor is asked all the same. */
export function replyInstead(fault: Fault | null, mount: Mount): Reply | null {
  switch (fault?.kind) {
    case "429":
      return {
        ...mount.failure("too_many_requests"),
        headers: { "retry-after": "1", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" },
      };
    case "429-bare":
      return mount.failure("too_many_requests");
    case "500":
      return mount.failure("internal_error");
    case "502":
      return htmlPage(502, "Bad Gateway");
    case "503":
      return htmlPage(503, "Service Unavailable");
    case "html":
      return htmlPage(200, "Please log in");
    case "wrong-json":
      return { status: 200, json: { message: "ok" } };
    case "unauthorized":
      return mount.failure("unauthorized");
    case "forbidden":
      return mount.failure("forbidden");
    default:
      return null;
  }
}

/** How long the answer is held back, milliseconds. */
export function slowness(fault: Fault | null): number {
  return fault?.kind === "slow" ? (fault.value ?? DEFAULT_SLOW_MS) : 0;
}

/**
 * Sends the answer, the way the fault wants it. Resolves when nothing more will be sent.
 * @returns whether the client got a status
 */
export async function send(response: ServerResponse, reply: Reply, fault: Fault | null): Promise<boolean> {
  if (fault?.kind === "reset-after") {
    resetConnection(response);
    return false;
  }
  const plain = Buffer.from(reply.text ?? JSON.stringify(reply.json ?? {}));
  const isPacked = reply.gzip === true && fault === null;
  const body = isPacked ? gzipSync(plain) : plain;
  const headers = {
    "content-type": "application/json; charset=utf-8",
    ...(isPacked && { "content-encoding": "gzip" }),
    ...reply.headers,
  };
  if (fault?.kind === "oversize") {
    response.writeHead(reply.status, headers);
    response.write(body);
    await pad(response, fault.value ?? DEFAULT_OVERSIZE_MIB);
    return true;
  }
  response.writeHead(reply.status, { ...headers, "content-length": body.length });
  if (fault?.kind === "truncate") {
    await new Promise<void>((done) => response.write(body.subarray(0, body.length / 2), () => done()));
    response.destroy();
    return true;
  }
  response.end(body);
  return true;
}

/** Ends the connection the hard way: the client sees `ECONNRESET`. */
export function resetConnection(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Blanks behind the JSON, until the client has had enough. */
async function pad(response: ServerResponse, mebibytes: number): Promise<void> {
  const blanks = Buffer.alloc(MIB, " ");
  const closed = new Promise<void>((done) => response.once("close", () => done()));
  for (let sent = 0; sent < mebibytes && !response.destroyed; sent += 1) {
    if (response.write(blanks)) continue;
    await Promise.race([closed, new Promise<void>((done) => response.once("drain", () => done()))]);
  }
  response.end();
}

function htmlPage(status: number, title: string): Reply {
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
    text: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}
