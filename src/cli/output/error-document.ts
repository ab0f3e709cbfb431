import type { Problem } from "../../sync/errors.js";

/** The JSON form of a problem, wherever one stands in a document (docs/json.md). */
export function errorDocument({
  code,
  message,
  why,
  next,
}: Problem): Record<"code" | "message" | "hint", string> {
  return { code, message: `${message} ${why}`, hint: next };
}
