import type { HttpRequest, HttpResponse } from "../../http/types.js";
import type { ProviderConnection } from "../provider.js";
import { callProvider } from "../support/call.js";
import { sentCredential } from "../support/credentials.js";
import { SERVICE } from "./errors.js";
import type { HiBobSettings } from "./settings.js";

/** Calls in the name of the service user. All of them only read, so all may be sent again. */
export interface HiBobSession {
  /** The answer, whatever its status. @throws Problem when none came */
  send(request: Omit<HttpRequest, "headers" | "retry">): Promise<HttpResponse>;
}

/** HTTP Basic with every call; there is no sign-in (docs/vendors/hibob.md §2). */
export function openSession(connection: ProviderConnection<HiBobSettings>): HiBobSession {
  const { serviceUserId = "" } = connection.credentials;
  const token = sentCredential(connection, "token");
  const basic = Buffer.from(`${serviceUserId.trim()}:${token}`).toString("base64");
  connection.registerSecret(basic);
  const headers = { accept: "application/json", authorization: `Basic ${basic}` };
  return {
    send: (request) => callProvider(connection.http, { ...request, headers, retry: "safe" }, SERVICE),
  };
}
