import type * as z from "zod";
import { attributeSetting, strictSettings } from "../../../providers/support/settings.js";

/**
 * Names of the tenant's own attributes, for when their labels are unusual. Each is a key
 * (`dynamic_81001`), a universal id or a label.
 */
export const personioSettings = strictSettings("Personio", {
  ibanAttribute: attributeSetting("dynamic_81001 or IBAN"),
  bicAttribute: attributeSetting("dynamic_81002 or BIC"),
});

export type PersonioSettings = z.infer<typeof personioSettings>;
