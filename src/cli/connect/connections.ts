import type { ConnectionId, CredentialStore } from "../../credentials/store.js";
import type { CredentialField, Provider } from "../../providers/provider.js";
import type { StoreOf } from "../credentials/open.js";

/** One end of an entity: its credentials as they are asked for, and where they are kept. */
export interface Connection {
  readonly id: ConnectionId;
  /** For people: `Spendesk`, `Personio`. */
  readonly title: string;
  readonly fields: readonly CredentialField[];
  readonly store: CredentialStore;
}

/** The Spendesk API key as the wizard asks for it (docs/vendors/spendesk.md §1). */
const SPENDESK_FIELDS: readonly CredentialField[] = [
  {
    key: "clientId",
    label: "API key id",
    secret: false,
    help: "The Account Owner makes an API key in Spendesk under Settings > Integrations > API access.",
    validate: (value) => checkKeyPart(value, "id"),
  },
  {
    key: "clientSecret",
    label: "API key secret",
    secret: true,
    help: "Spendesk shows the secret once, when the key is made.",
    validate: (value) => checkKeyPart(value, "secret"),
  },
];

/** The Spendesk end of an entity. */
export function spendeskConnection(entity: string, storeOf: StoreOf): Connection {
  const id = { entity, connection: "spendesk" };
  return { id, title: "Spendesk", fields: SPENDESK_FIELDS, store: storeOf(id) };
}

/** An HR end of an entity. @param source its name in the configuration */
export function hrConnection(
  entity: string,
  source: string,
  provider: Provider,
  storeOf: StoreOf,
): Connection {
  const id = { entity, connection: source };
  return { id, title: provider.title, fields: provider.credentialFields, store: storeOf(id) };
}

function checkKeyPart(value: string, part: string): string | null {
  if (value === "") return `The ${part} is empty.`;
  return /\s/u.test(value) ? `The ${part} has a blank or line break inside; copy it again.` : null;
}
