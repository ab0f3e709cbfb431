import type { VendorSettings } from "../../settings.js";

/** Keys of a collaborator that come with a scope of their own (docs/vendors/payfit.md §1). */
const KEYS_OF_SCOPE: Readonly<Record<string, readonly string[]>> = {
  "collaborators:read": [],
  "collaborators:contracts:read": ["contracts"],
  "collaborators:management:read": ["managerId", "teamName"],
  "collaborators:personal:read": ["emails", "phoneNumbers", "addresses", "birthDate"],
  "collaborators:bank-info:read": ["iban", "bic"],
  "contracts:read": [],
};

/** The scopes of the key: all but those that are hidden by their name. */
export function grantedScopes({ hiddenAttributes, forbidden }: VendorSettings): readonly string[] {
  const denied = forbidden ? [...hiddenAttributes, "collaborators:read"] : hiddenAttributes;
  return Object.keys(KEYS_OF_SCOPE).filter((scope) => !denied.includes(scope));
}

/** An answer without what the key may not see: left out, without an error. */
export function project(
  item: Readonly<Record<string, unknown>>,
  settings: VendorSettings,
): Record<string, unknown> {
  const granted = grantedScopes(settings);
  const denied = Object.entries(KEYS_OF_SCOPE).flatMap(([scope, keys]) =>
    granted.includes(scope) ? [] : keys,
  );
  const hidden = [...denied, ...settings.hiddenAttributes];
  return Object.fromEntries(Object.entries(item).filter(([key]) => !hidden.includes(key)));
}
