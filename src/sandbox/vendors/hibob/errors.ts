import type { Failure, Reply } from "../../server/exchange.js";
import type { VendorSettings } from "../../settings.js";
import type { Person } from "../../world/world.js";
import type { FieldDefinition } from "./fields.js";
import { lifecycleOf } from "./lifecycle.js";

/** Bob's documented error body (docs/vendors/hibob.md §8); the texts are invented. */
export function hibobError(status: number, key: string, error: string): Reply {
  return { status, json: { key, error } };
}

export function hibobFailure(failure: Failure): Reply {
  switch (failure) {
    case "unauthorized":
      return hibobError(401, "errors.auth.unauthorized", "Invalid credentials");
    case "forbidden":
      return hibobError(403, "errors.auth.forbidden", "The user has no access to this resource");
    case "not_found":
      return hibobError(404, "errors.not_found", "Not found");
    case "too_many_requests":
      return hibobError(429, "errors.rate_limit", "Too many requests");
    case "too_large":
      return hibobError(413, "errors.too_large", "Request entity too large");
    case "internal_error":
      return hibobError(500, "errors.general", "Something went wrong");
  }
}

/**
 * What the permission group allows. `hiddenAttributes` holds ids of fields (`financial.iban`), names of
 * categories (`Financial`), and lifecycle statuses (`Terminated`) that its access rights leave out.
 */
export function isReadable({ id, category }: FieldDefinition, settings: VendorSettings): boolean {
  return !settings.hiddenAttributes.includes(id) && !settings.hiddenAttributes.includes(category);
}

/** As a hidden attribute: the account keeps bank details in the table, and the fields are there and empty. */
export const BANK_FIELDS = "Bank fields";

/** People outside the access rights are never in an answer, without an error (docs/vendors/hibob.md §1). */
export function isVisible(person: Person, today: string, settings: VendorSettings): boolean {
  return !settings.hiddenAttributes.includes(lifecycleOf(person, today));
}
