import { parseJson, type Reply, type SandboxRequest } from "../../server/exchange.js";
import { bearerToken } from "../../server/tokens.js";
import { payfitError, payfitFailure } from "./errors.js";

/**
 * `POST /introspect` (docs/vendors/payfit.md §2), on a host of its own in reality: header and body, which
 * may be JSON or a form, both carry the key.
 */
export function introspect(
  request: SandboxRequest,
  key: string,
  companyId: string,
  scopes: readonly string[],
): Reply {
  const token = bodyToken(request);
  if (bearerToken(request.headers.authorization) !== key) return payfitFailure("unauthorized");
  if (token === null) return payfitError(400, "token is missing");
  if (token !== key) return { status: 200, json: { active: false } };
  return {
    status: 200,
    json: {
      active: true,
      scope: scopes.join(" "),
      company_id: companyId,
      customer_token_name: "Spendesk sync",
    },
  };
}

function bodyToken({ headers, body }: SandboxRequest): string | null {
  const type = headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) return new URLSearchParams(body).get("token");
  const json = parseJson(body);
  const isObject = typeof json === "object" && json !== null && "token" in json;
  return isObject && typeof json.token === "string" ? json.token : null;
}
