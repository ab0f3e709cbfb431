import type { CallIdentity } from "./failure.js";
import { HttpFailure, type HttpRequest } from "./types.js";

/** `.` and `..` between slashes, also percent-encoded: addresses are resolved by them. */
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/iu;

/** What RFC 9110 lets stand in a header's value, but for bytes above ASCII, whose meaning is not agreed. */
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;

/** Whether a text from outside can be a token, which is sent in a header: one word of ASCII. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/**
 * An id from outside as one part of a path; null for one that would change the path itself (empty, or
 * of dots alone) or can't be written, whose call must not be made.
 */
export function pathSegment(id: string): string | null {
  if (id === "" || id === "." || id === ".." || /\p{Surrogate}/u.test(id)) return null;
  return encodeURIComponent(id);
}

/** Whether a path has a part of dots alone, which would make it another path. */
export function hasDotSegment(path: string): boolean {
  return DOT_SEGMENT.test(path);
}

/** The address of a call, below the client's base. */
export function callUrl(base: URL, { path, query }: HttpRequest): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(key, String(item));
  }
  const search = parameters.size > 0 ? `?${parameters}` : "";
  const url = `${base.origin}${base.pathname.replace(/\/$/, "")}${path}${search}`;
  // "https://api.acme.test" and "@elsewhere.test/" make an address on another host.
  if (!path.startsWith("/") || new URL(url).origin !== base.origin) {
    throw new Error("a call's path must start with a slash and stay on the client's host");
  }
  // An id of dots would make it another call; whoever puts ids into paths uses `pathSegment`.
  if (hasDotSegment(path)) throw new Error("a call's path must not hold a segment of dots");
  return url;
}

/** The body as it is sent; null without one. */
export function bodyOf(request: HttpRequest): { readonly body: string; readonly contentType: string } | null {
  if (request.json !== undefined) {
    return { body: JSON.stringify(request.json), contentType: "application/json" };
  }
  if (request.form) {
    const body = new URLSearchParams(request.form).toString();
    return { body, contentType: "application/x-www-form-urlencoded" };
  }
  return request.text ?? null;
}

/**
 * Refuses a header that can't be sent, before anything is: a key that was copied with a line break, or
 * a token of odd bytes.
 * @throws HttpFailure `unsendable`, which does not quote it
 */
export function checkHeaders(headers: Readonly<Record<string, string>>, call: CallIdentity): void {
  for (const [name, value] of Object.entries(headers)) {
    if (HEADER_VALUE.test(value)) continue;
    throw new HttpFailure({
      ...call,
      kind: "unsendable",
      sent: false,
      message: `${call.purpose}: the header ${name} for ${call.host} holds characters that can't be sent`,
    });
  }
}
