import type { VendorSettings } from "../../settings.js";
import type { Person } from "../../world/person.js";
import type { FieldDefinition } from "./fields.js";
import { lifecycleOf } from "./lifecycle.js";

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
