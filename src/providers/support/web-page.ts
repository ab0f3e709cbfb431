import type { HttpResponse } from "../../http/types.js";

/** Whether an answer is a web page, and so comes from a proxy or a gateway and not from an API. */
export function isWebPage({ headers, text }: Pick<HttpResponse, "headers" | "text">): boolean {
  return /\bhtml\b/iu.test(headers["content-type"] ?? "") || text.trimStart().startsWith("<");
}
