import type { CredentialField, Provider } from "../../providers/provider.js";
import type { Connection } from "./credentials.js";

/** The Spendesk API key as the wizard asks for it (spendesk.md §3). */
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
export function spendeskConnection(entity: string): Connection {
  return { id: { entity, connection: "spendesk" }, title: "Spendesk", fields: SPENDESK_FIELDS };
}

/** The HR end of an entity. */
export function hrConnection(entity: string, provider: Provider): Connection {
  return {
    id: { entity, connection: provider.id },
    title: provider.title,
    fields: provider.credentialFields,
  };
}

function checkKeyPart(value: string, part: string): string | null {
  if (value === "") return `The ${part} is empty.`;
  return /\s/u.test(value) ? `The ${part} has a blank or line break inside; copy it again.` : null;
}
