import type { Reply } from "../../../server/exchange.js";

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  422: "Unprocessable Entity",
};

/** The id Lucca's support asks for. */
const TRACE = "00-5a4dbc0f0e3a4c1fb9d5b7b1c0ffee00-01";

/** A problem (RFC 7807) of the Lucca API (docs/vendors/lucca.md §8). */
export function problem(
  status: 400 | 401 | 403 | 422,
  detail: string,
  errors?: Readonly<Record<string, readonly string[]>>,
): Reply {
  return {
    status,
    headers: { "content-type": "application/problem+json" },
    json: {
      type: "https://tools.ietf.org/html/rfc7231#section-6.5",
      title: TITLES[status],
      status,
      detail,
      traceId: TRACE,
      ...(errors && { errors }),
    },
  };
}
