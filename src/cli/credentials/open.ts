import { type CredentialChoice, credentialSource } from "../../config/credential-sources.js";
import { createCredentialStore } from "../../credentials/create-store.js";
import type { ConnectionId, CredentialStore } from "../../credentials/store.js";
import type { CliContext } from "../cli-context.js";
import { askPassphrase } from "./passphrase.js";

/** The source that was chosen for a connection. */
export type StoreOf = (id: ConnectionId) => CredentialStore;

/**
 * The sources the configuration names; nothing is read from them yet. Connections with the same source
 * share its store, so that a passphrase is asked for once.
 */
export function openCredentials(choice: CredentialChoice, context: CliContext): StoreOf {
  const { process, redactor, interactive } = context;
  const options = {
    env: process.env,
    redactor,
    ask: interactive ? askPassphrase(context) : null,
    signal: process.signal,
  };
  const opened = new Map<string, CredentialStore>();
  return (id) => {
    const source = credentialSource(choice, id);
    const key = JSON.stringify(source);
    const store = opened.get(key) ?? createCredentialStore(source, options);
    opened.set(key, store);
    return store;
  };
}
