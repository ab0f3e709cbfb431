import type { Connection } from "./connections.js";
import type { CredentialValues } from "./credentials.js";
import type { Answers } from "./draft.js";
import type { Interview } from "./given-credentials.js";

/** Both ends. */
export interface Connections {
  readonly spendesk: Connection;
  readonly provider: Connection;
}

/** What is tried, and may be changed until it is confirmed. */
export interface Attempt extends Answers {
  readonly spendeskKey: CredentialValues;
  readonly providerKey: CredentialValues;
  readonly keyExpiresOn: string | null;
}

/** Everything that was answered, and where keys are kept. */
export interface Work {
  readonly interview: Interview;
  readonly connections: Connections;
  readonly attempt: Attempt;
}
