import { CREDENTIAL_STORES, type CredentialStoreId } from "../../config/credential-stores.js";
import type { LoadedConfig } from "../../config/load.js";
import { variableName } from "../../credentials/names.js";
import type { CredentialStore } from "../../credentials/store.js";
import { isProblem, Problem } from "../../sync/errors.js";
import type { CliContext } from "../cli-context.js";
import type { Connection } from "./credentials.js";
import type { SettingFlags } from "./flags.js";

/** The store named by `--set credentials.store`; null when the present choice stays. */
export function storeFromFlags(flags: SettingFlags): CredentialStoreId | null {
  return CREDENTIAL_STORES.find((id) => id === flags.get("credentials.store")) ?? null;
}

/** Warns when the environment will go on deciding another store than the one just chosen. */
export function warnOfOtherStore(
  chosen: CredentialStoreId | null,
  config: LoadedConfig,
  context: CliContext,
): void {
  const decides = context.process.env.SPENDESK_HR_CREDENTIALS_STORE;
  if (chosen === null || !decides || config.credentialStore === chosen) return;
  context.say(
    `Warning: SPENDESK_HR_CREDENTIALS_STORE is ${config.credentialStore} and has precedence over the configuration in later runs.`,
  );
}

/**
 * Tries the store before anybody is asked for a secret.
 * @throws Problem of the store, which also names the other stores; none of them is taken silently
 */
export async function probeStore(store: CredentialStore, connections: readonly Connection[]): Promise<void> {
  try {
    await store.probe();
  } catch (error) {
    if (!isProblem(error)) throw error;
    const { kind, code, message, why } = error;
    const next = `${error.next} ${otherStores(store, connections)}`;
    throw new Problem(
      { kind, code, what: `${message} Nothing was asked or stored.`, why, next },
      { cause: error },
    );
  }
}

function otherStores(store: CredentialStore, connections: readonly Connection[]): string {
  const others = CREDENTIAL_STORES.filter((id) => id !== store.id);
  const flags = others.map((id) => `\`--set credentials.store=${id}\``).join(" or ");
  const variables = connections.flatMap(({ id, fields }) => fields.map(({ key }) => variableName(id, key)));
  return `This command makes another choice with ${flags}; the variables for env are ${variables.join(", ")}, each directly or with \`_FILE\` and the path of a file.`;
}
