import type { Failure, Reply } from "../../server/exchange.js";

/** A refusal of v3; its casing varies, this is one of the two seen (docs/vendors/lucca.md §8). */
export function luccaError(status: number, message: string): Reply {
  return { status, json: { Status: status, Message: message } };
}

export function luccaFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return luccaError(401, "Unauthorized");
    case "forbidden":
      return luccaError(403, "You don't have the permission to consult users");
    case "not_found":
      return {
        status: 404,
        headers: { "content-type": "text/html; charset=utf-8" },
        text: "<!doctype html><html><head><title>Page introuvable</title></head></html>",
      };
    case "too_many_requests":
      return luccaError(429, "Too many requests");
    case "too_large":
      return luccaError(413, "Request entity too large");
    case "internal_error":
      return luccaError(500, "An error has occurred.");
  }
}
