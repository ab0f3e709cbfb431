import type { SourceAccount } from "../sync/ports.js";
import type { Provider, ProviderConnection } from "./provider.js";

/** How the accounts of one HR tool are told apart. */
export interface AccountRules<Settings> {
  /** Hosts that all customers share: such a host alone tells no account from another. */
  readonly sharedHosts: readonly string[];
  /**
   * The account's name in the vendor's host or path (domain, tenant), in one spelling; null where the
   * vendor has none. Never a secret.
   */
  name(settings: Settings, credentials: Readonly<Record<string, string>>): string | null;
}

/**
 * The identity of an HR account: the vendor's own company id where an answer told it, else host and
 * name. Keys and tokens are no part of it, so a rotated key is the same account.
 *
 * @param company as told by an answer (`ProviderConnection.noteCompany`); null: none told it
 */
export function accountOf<Settings>(
  { id, account }: Provider<Settings>,
  { http, settings, credentials }: ProviderConnection<Settings>,
  company: string | null,
): SourceAccount {
  if (company !== null) return { key: `${id}:company:${company}`, isProven: true };
  const { host, pathname } = new URL(http.baseUrl);
  const name = account.name(settings, credentials);
  const place = `${host}${pathname.replace(/\/$/u, "")}`;
  return {
    key: `${id}:${place}${name === null ? "" : `:${name}`}`,
    isProven: name !== null || !account.sharedHosts.includes(host),
  };
}
