import { jsonOrNull } from "../../../src/http/body.js";
import type { HttpResponse } from "../../../src/http/types.js";

/** An answer as the HTTP client gives it. A body that is no text is JSON. */
export function answer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = { "content-type": "application/json" },
): HttpResponse {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers, text, json: () => JSON.parse(text), quotable: () => jsonOrNull(text) };
}
