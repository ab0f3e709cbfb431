/** The sources of credentials that can be chosen. The only list of them. */
export const CREDENTIAL_STORES = ["keychain", "env"] as const;

export type CredentialStoreId = (typeof CREDENTIAL_STORES)[number];
