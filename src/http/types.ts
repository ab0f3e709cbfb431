import type { RecordList } from "./json-records.js";

/** One HTTP call, relative to the client's base URL. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Path below the base URL, starting with `/`. */
  readonly path: string;
  /** Arrays repeat the key. Undefined values are left out. */
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. At most one of `json`, `form` and `text`. */
  readonly json?: unknown;
  /** Sent form-encoded. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as it is, with `contentType`. */
  readonly text?: { readonly body: string; readonly contentType: string };
  /**
   * When the call may be sent again. `safe`: after 429, 5xx and network errors; only for calls that
   * change nothing, or change the same thing twice to the same effect. `unsent`: only when the server
   * surely did not act (429, no connection). `never`: not at all.
   */
  readonly retry: "safe" | "unsent" | "never";
  /**
   * Answers that are sent again besides those of `retry`, where a vendor tells its trouble in the body.
   * Not asked with `never`.
   */
  readonly isTransient?: (response: HttpResponse) => boolean;
  /** Asks for an answer packed with gzip, for vendors that refuse large ones otherwise. */
  readonly gzip?: boolean;
  /** Wants the bytes of a good answer as they came, for files whose encoding is not the server's business. */
  readonly raw?: boolean;
  /**
   * Reads a good answer while it comes, for those so large that they must not be in memory as a whole: what it
   * gives is `HttpResponse.read`, and the answer has no text. Called anew for every attempt.
   */
  readonly read?: (text: AsyncIterable<string>) => Promise<unknown>;
  /**
   * The list in a good JSON answer, whose entries are taken one by one while it comes: `HttpResponse.json` gives the
   * answer with what was kept of them, and its text has an empty list.
   */
  readonly records?: RecordList;
  /** Largest answer accepted, in bytes when unpacked; default of the client when absent. */
  readonly maxBytes?: number;
  /** Milliseconds for the whole answer; default of the client when absent. */
  readonly timeoutMs?: number;
  /** Asked right before every attempt, after its waits; what it throws ends the call unsent. */
  readonly beforeSend?: () => Promise<void>;
  /** Limits of the read this call belongs to; see `withinBudget`. */
  readonly budget?: ReadBudget;
  /** Name of the call in logs and messages, for example `list employees`. Never holds data. */
  readonly purpose: string;
}

/** An answer, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with `, `. Of a refusal redacted, as its body. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The body as text. That of a refusal (status 400 and above) is redacted: its words go into messages
   * and into the memory, and it may repeat what it was sent.
   */
  readonly text: string;
  /** The body of a good answer to a `raw` request, whose text is empty then. */
  readonly bytes?: Buffer;
  /** What `HttpRequest.read` made of a good answer, whose text is empty then. */
  readonly read?: unknown;
  /**
   * The body as JSON; of a refusal redacted as well.
   * @throws HttpFailure of kind `not_json` or `broken_json`, naming the content type, never quoting the body.
   */
  json(): unknown;
  /**
   * The body as JSON that may be quoted: redacted whatever the status, since some refuse with a good one.
   * Null when it is no JSON. Never for data: a token would be hidden as well.
   */
  quotable(): unknown;
}

/** Why no usable answer came. */
export type HttpFailureKind =
  | "dns"
  | "connection"
  | "timeout"
  | "tls"
  /** The proxy could not be asked, or could not reach the API. */
  | "proxy"
  /** The proxy does not let the call through. */
  | "proxy_refused"
  | "reset"
  | "truncated"
  | "too_large"
  | "not_json"
  /** It says that it is JSON, and can't be parsed. */
  | "broken_json"
  /** Packed, or written in a character set, that is not known; or not what it claims to be. */
  | "unreadable"
  | "redirect"
  /** A header of ours holds characters that HTTP can't carry: a credential with odd bytes. */
  | "unsendable";

/** What is known about a call without a usable answer. */
export interface HttpFailureDetails {
  readonly kind: HttpFailureKind;
  readonly host: string;
  readonly purpose: string;
  /** The proxy on the way: `proxy.acme.test:3128 (from HTTPS_PROXY)`. */
  readonly proxy?: string | undefined;
  /** Whether the host is the vendor's own, as this program names it: nobody can have misspelt it. */
  readonly isVendorHost?: boolean | undefined;
  /** Whether the host was shown a client certificate, which it may not have liked. */
  readonly showsCertificate?: boolean | undefined;
  /** Whether the server may have acted on the call. */
  readonly sent: boolean;
  /** Code of the error underneath (`ENOTFOUND`, `CERT_HAS_EXPIRED`), or a proxy's status (`407`). */
  readonly code?: string | undefined;
  readonly message: string;
}

/**
 * A call without a usable answer. Holds no `cause`: the errors underneath can carry pieces of the
 * request or the answer.
 */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly kind: HttpFailureKind;
  readonly host: string;
  readonly purpose: string;
  readonly proxy: string | null;
  readonly isVendorHost: boolean;
  readonly showsCertificate: boolean;
  readonly sent: boolean;
  readonly code: string | null;

  constructor(details: HttpFailureDetails) {
    super(details.message);
    this.kind = details.kind;
    this.host = details.host;
    this.purpose = details.purpose;
    this.proxy = details.proxy ?? null;
    this.isVendorHost = details.isVendorHost ?? false;
    this.showsCertificate = details.showsCertificate ?? false;
    this.sent = details.sent;
    this.code = details.code ?? null;
  }
}

/** A client bound to one base URL and one set of limits. */
export interface HttpClient {
  readonly baseUrl: string;
  /**
   * Sends a call, with retries when it is `safe`. Resolves for every HTTP status, also 429 and 5xx
   * once the retries are used up.
   * @throws HttpFailure when no usable answer came; Problem `interrupted` when the run was stopped, or
   *   the one of `ReadBudget` when the read has used up its limits.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Calls sent, retries included. */
  requestCount(): number;
}

/** The limits of one read, being used up. */
export interface ReadBudget {
  /** Aborted with a `Problem` when a limit is reached. */
  readonly signal: AbortSignal;
  /** Notes an attempt that is about to be sent. */
  countCall(): void;
  /** Notes bytes of an answer, as they come. */
  countBytes(bytes: number): void;
  /** To be called when the read is over, however it ended. */
  end(): void;
}
