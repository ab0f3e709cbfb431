/** The sources of credentials that can be chosen. The only list of them. */
export const CREDENTIAL_STORES = ["keychain", "env", "file", "encrypted-file", "systemd", "command"] as const;

export type CredentialStoreId = (typeof CREDENTIAL_STORES)[number];
