import type { Failure, Reply } from "../server/exchange.js";

/** Error codes: the first six are documented, the others assumed (docs/vendors/spendesk.md §8). */
export type ErrorCode =
  | "BAD_REQUEST_INCORRECT_OR_MISSING_FIELD"
  | "AUTHENTICATION_ERROR"
  | "FORBIDDEN_ERROR"
  | "NOT_FOUND"
  | "TOO_MANY_REQUESTS"
  | "INTERNAL_SERVER_ERROR"
  | "USER_ALREADY_EXISTS"
  | "SEAT_LIMIT_REACHED"
  | "OWNER_CANNOT_BE_ARCHIVED"
  | "ACTIVE_SUBSCRIPTIONS"
  | "PENDING_APPROVALS"
  | "METHOD_NOT_ALLOWED";

/** Why one member was refused. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly detail: string;
}

/** HTTP statuses of refusals of a single member are assumed. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  BAD_REQUEST_INCORRECT_OR_MISSING_FIELD: 400,
  AUTHENTICATION_ERROR: 401,
  FORBIDDEN_ERROR: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  USER_ALREADY_EXISTS: 409,
  SEAT_LIMIT_REACHED: 422,
  OWNER_CANNOT_BE_ARCHIVED: 422,
  ACTIVE_SUBSCRIPTIONS: 422,
  PENDING_APPROVALS: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
};

/** The documented error body with the status of its code. */
export function errorReply(code: ErrorCode, detail: string): Reply {
  return { status: STATUS[code], json: { errors: [{ code, detail }] } };
}

export function badRequest(detail: string): Reply {
  return errorReply("BAD_REQUEST_INCORRECT_OR_MISSING_FIELD", detail);
}

export function spendeskFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return errorReply("AUTHENTICATION_ERROR", "The access token is missing, unknown or expired.");
    case "forbidden":
      return errorReply("FORBIDDEN_ERROR", "The key does not have this right.");
    case "not_found":
      return errorReply("NOT_FOUND", "There is nothing at this address.");
    case "too_many_requests":
      return errorReply("TOO_MANY_REQUESTS", "Too many requests, wait for the reset of the limit.");
    case "too_large":
      return badRequest("The body is too large.");
    case "internal_error":
      return errorReply("INTERNAL_SERVER_ERROR", "Something went wrong.");
  }
}
