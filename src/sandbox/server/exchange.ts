import type { IncomingHttpHeaders } from "node:http";
import type { PageFault } from "./faults.js";

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
