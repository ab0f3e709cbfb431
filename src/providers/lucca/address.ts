import { Problem } from "../../sync/model/index.js";
import type { CredentialField } from "../provider.js";
import { typedHost } from "../support/typed-address.js";

const COMMON_SUFFIX = ".ilucca.net";

/** Where Lucca's accounts are: production, test and demo, each also in Switzerland; and developers' sandboxes. */
const ACCOUNT_HOST =
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.(?:ilucca(?:-test|-demo)?\.(?:net|ch)|sandbox\.(?:eu1|eu2|ch1)\.luccasoftware\.com)$/u;

/** Addresses that belong to Lucca itself. */
const VENDORS_OWN = /^(?:www|api|accounts|developers|help)\./u;

/**
 * The account's host from whatever was copied: `https://acme.ilucca.net/home`, `acme.ilucca.ch` or
 * `acme`. Null when it is not on one of Lucca's domains: nobody else may get the key.
 */
export function accountHost(text: string): string | null {
  const typed = typedHost(text);
  const host = typed.includes(".") ? typed : `${typed}${COMMON_SUFFIX}`;
  return ACCOUNT_HOST.test(host) && !VENDORS_OWN.test(host) ? host : null;
}

/** Asked for in both generations of the API. */
export const addressField: CredentialField = {
  key: "address",
  label: "Lucca address",
  secret: false,
  help: "As in your browser: acme.ilucca.net or acme.ilucca.ch. The whole address will do as well, and acme alone stands for acme.ilucca.net.",
  validate: checkAddress,
};

/** A sentence saying what is wrong with an account's address, or null. */
export function checkAddress(value: string): string | null {
  if (!value.trim()) return "The Lucca address is empty.";
  if (accountHost(value) !== null) return null;
  return "It must be the address in your browser when you use Lucca, for example acme.ilucca.net or acme.ilucca.ch.";
}

/**
 * The account's host as base URL.
 * @param address absent: the form of the host, for documentation
 * @throws Problem `lucca_address_invalid`
 */
export function baseUrlOf(address: string | undefined): string {
  const host = accountHost(address ?? "company");
  if (host !== null) return `https://${host}`;
  throw new Problem({
    kind: "configuration",
    code: "lucca_address_invalid",
    what: "The Lucca address can't be used.",
    why: "It is neither a name such as acme nor an address on one of Lucca's domains, such as acme.ilucca.net.",
    next: "Run `spendesk-hr connect lucca` with the address in your browser when you use Lucca.",
  });
}
