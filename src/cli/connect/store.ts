import type { CredentialChoice } from "../../config/credential-sources.js";
import { CREDENTIAL_STORES, type CredentialStoreId } from "../../config/credential-stores.js";
import { createKeychainStore } from "../../credentials/keychain-store.js";
import { variableName } from "../../credentials/names.js";
import { enumerated } from "../../shared/text.js";
import { isProblem, Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { Choice, Prompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import type { Connection } from "./connections.js";
import type { SettingFlags } from "./store-flags.js";
import { credentialSettings, withStore } from "./store-flags.js";

const EXPLANATIONS: Readonly<Record<CredentialStoreId, string>> = {
  keychain: "this computer's own, unlocked when you log in",
  "encrypted-file": "a file with a passphrase or a key; also for servers",
  file: "a plain file that only this user may read",
  env: "variables you set yourself; nothing is stored",
  systemd: "handed over by the unit that runs the command",
  command: "asked of your password manager, as configured",
};

/**
 * The flags, with the answer to where keys are kept when nobody has said so yet: not by a flag, not in
 * the environment, not in the file. Only sources that can work on this machine are offered.
 */
export async function withChosenStore(
  flags: SettingFlags,
  { store, settings }: CredentialChoice,
  prompter: Prompter | null,
  context: CliContext,
): Promise<SettingFlags> {
  if (!prompter || credentialSettings(flags).store !== undefined || store.origin !== "default") return flags;
  return askStore(flags, settings, prompter, context);
}

/** The flags with the answer to where keys are kept. */
export async function askStore(
  flags: SettingFlags,
  settings: CredentialChoice["settings"],
  prompter: Prompter,
  context: CliContext,
): Promise<SettingFlags> {
  const given = credentialSettings(flags);
  const { env } = context.process;
  const whyNoKeychain = await keychainProblem(context);
  if (whyNoKeychain !== null) sayText(context, `The system's keychain can't be used here. ${whyNoKeychain}`);
  const offered: readonly CredentialStoreId[] = [
    ...(whyNoKeychain === null ? (["keychain"] as const) : []),
    "encrypted-file",
    "file",
    "env",
    ...(env.CREDENTIALS_DIRECTORY ? (["systemd"] as const) : []),
    ...((given.command ?? settings.command) ? (["command"] as const) : []),
  ];
  const choices: readonly Choice[] = offered.map((id) => ({
    value: id,
    label: `${id.padEnd(14)} ${EXPLANATIONS[id]}`,
  }));
  return withStore(flags, await prompter.select("Where are the keys kept?", choices));
}

async function keychainProblem({ process, redactor }: CliContext): Promise<string | null> {
  try {
    await createKeychainStore({ env: process.env, redactor }).probe();
    return null;
  } catch (error) {
    if (isProblem(error)) return error.why;
    throw error;
  }
}

/** Where credentials are kept once the flags have had their say. */
export function choiceWith(choice: CredentialChoice, flags: SettingFlags): CredentialChoice {
  const { store, ...settings } = credentialSettings(flags);
  return {
    ...choice,
    settings: { ...choice.settings, ...settings },
    store: store ? { value: store, origin: "flag --set credentials.store" } : choice.store,
  };
}

/** Warns when the environment will go on deciding another store than the one just chosen. */
export function warnOfOtherStore(
  flags: SettingFlags,
  { store }: CredentialChoice,
  context: CliContext,
): void {
  const chosen = credentialSettings(flags).store;
  if (chosen === undefined || !store.origin.startsWith("environment") || store.value === chosen) return;
  context.say(
    `Warning: SPENDESK_HR_CREDENTIALS_STORE is ${store.value} and has precedence over the configuration in later runs.`,
  );
}

/**
 * Tries the stores before anybody is asked for a secret.
 * @throws Problem of a store, which also names the other stores; none of them is taken silently
 */
export async function probeStores(connections: readonly Connection[]): Promise<void> {
  for (const store of new Set(connections.map((connection) => connection.store))) {
    try {
      await store.probe();
    } catch (error) {
      if (!isProblem(error)) throw error;
      const { kind, code, message, why } = error;
      const next = `${error.next} ${otherStores(store.id, connections)}`;
      throw new Problem(
        { kind, code, what: `${message} Nothing was asked or stored.`, why, next },
        { cause: error },
      );
    }
  }
}

function otherStores(store: string, connections: readonly Connection[]): string {
  const [first, ...others] = ["env", ...CREDENTIAL_STORES.filter((id) => id !== "env")].filter(
    (id) => id !== store,
  );
  const variables = connections.flatMap(({ id, fields }) => fields.map(({ key }) => variableName(id, key)));
  return `Here: \`--set credentials.store=${first}\` (or ${enumerated(others, "or")}); env has ${enumerated(variables, "and")}, or each with \`_FILE\`.`;
}
