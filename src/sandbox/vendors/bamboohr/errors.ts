import type { Failure, Reply } from "../../server/exchange.js";

/**
 * BambooHR explains itself in a header, in one of two spellings; the body stays empty and is called a web
 * page (docs/vendors/bamboohr.md §8).
 */
export function bamboohrError(
  status: number,
  message: string,
  header: "x-bamboohr-error-message" | "x-bamboohr-error-messsage" = "x-bamboohr-error-message",
): Reply {
  return { status, headers: { "content-type": "text/html; charset=UTF-8", [header]: message }, text: "" };
}

/** The newer endpoints explain themselves in JSON as well. Its shape beyond `code` and `detail` is assumed. */
export function bamboohrProblem(status: number, code: string, detail: string): Reply {
  return {
    status,
    headers: { "content-type": "application/problem+json" },
    json: { type: "about:blank", title: code, status, code, detail },
  };
}

export function bamboohrFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return bamboohrError(401, "Invalid API key");
    case "forbidden":
      return bamboohrError(403, "Insufficient Permissions", "x-bamboohr-error-messsage");
    case "not_found":
      return bamboohrError(404, "Not found");
    case "too_many_requests":
      return bamboohrError(429, "Too many requests");
    case "too_large":
      return bamboohrError(413, "Request entity too large");
    case "internal_error":
      return bamboohrError(500, "Internal server error");
  }
}
