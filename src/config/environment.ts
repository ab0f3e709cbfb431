import { LOG_LEVELS } from "../shared/log-levels.js";
import { nearest } from "../sync/model/index.js";
import { CREDENTIAL_STORES } from "./credential-stores.js";
import type { Environment } from "./directories.js";
import { suggestion } from "./suggestion.js";

/** One environment variable the program reads, for `help environment`. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly description: string;
  /** The only values that have an effect; absent when any has. */
  readonly values?: readonly string[];
}

const PREFIX = "SPENDESK_HR_";

/** Every variable of the program itself; those of credentials depend on the configuration. */
export const environmentVariables = [
  { name: "SPENDESK_HR_CONFIG", description: "Configuration file to use, as --config." },
  { name: "SPENDESK_HR_STATE_DIR", description: "Folder of the tool's state, as --state-dir." },
  {
    name: "SPENDESK_HR_STATE_URL",
    description: "Database that the state is kept in, as state.url in the configuration.",
  },
  {
    name: "SPENDESK_HR_OUTPUT",
    description: "Format of the result, as --output.",
    values: ["table", "json", "yaml", "csv", "xlsx"],
  },
  {
    name: "SPENDESK_HR_LOG_LEVEL",
    description: "What is logged to stderr, as --log-level.",
    values: LOG_LEVELS,
  },
  {
    name: "SPENDESK_HR_LOG_FORMAT",
    description: "Form of the log, as --log-format.",
    values: ["text", "json"],
  },
  {
    name: "SPENDESK_HR_LOG_MASK_PERSONAL_DATA",
    description: "Mask e-mails in the log, as log.maskPersonalData in the configuration.",
    values: ["true", "false"],
  },
  {
    name: "SPENDESK_HR_CA_FILE",
    description: "Certificates (PEM) to trust as well, as network.caFile in the configuration.",
  },
  {
    name: "SPENDESK_HR_NO_UPDATE_NOTICE",
    description: "Set to 1: never look for a newer version, which is done once a day and on terminals only.",
  },
  { name: "SPENDESK_HR_NO_INPUT", description: "Set to 1: ask nothing, as --no-input." },
  {
    name: "SPENDESK_HR_CREDENTIALS_STORE",
    description: `Where credentials are kept (${CREDENTIAL_STORES.join(", ")}), instead of credentials.store in the configuration. A connection's own credentials.store stays.`,
  },
  {
    name: "SPENDESK_HR_CREDENTIALS_PASSPHRASE",
    description: "Passphrase of the store encrypted-file, when encryptedFile names no key.",
  },
  {
    name: "SPENDESK_HR_CREDENTIALS_PASSPHRASE_FILE",
    description: "File that holds this passphrase, for example a mounted secret.",
  },
  {
    name: "SPENDESK_HR_EXPORT_PASSPHRASE",
    description: "Passphrase of the file that `credentials export` writes and `credentials import` reads.",
  },
  {
    name: "SPENDESK_HR_EXPORT_PASSPHRASE_FILE",
    description: "File that holds this passphrase.",
  },
] as const satisfies readonly EnvironmentVariable[];

type EnvironmentVariableName = (typeof environmentVariables)[number]["name"];

/** How the variables of credentials are named, for `help environment`. */
export const credentialVariablePatterns: readonly EnvironmentVariable[] = [
  {
    name: "SPENDESK_HR_<ENTITY>_<CONNECTION>_<FIELD>",
    description:
      "One credential, for example SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET. Connection: SPENDESK or the provider. Secrets of the notifications: SPENDESK_HR_INSTALLATION_NOTIFY_SLACK_URL and alike.",
  },
  {
    name: "SPENDESK_HR_<ENTITY>_<CONNECTION>_<FIELD>_FILE",
    description: "File that holds the credential, for example a mounted secret.",
  },
];

/** The variable's value; one set to nothing counts as not set. */
export function environmentValue(env: Environment, name: EnvironmentVariableName): string | null {
  return env[name] || null;
}

/**
 * One warning for each `SPENDESK_HR_*` variable that has no effect: nobody reads its name, or its value
 * is none of the possible ones. Values of unknown variables are not shown, they may be credentials.
 *
 * @param credentialVariables the names that belong to the configured entities, without `_FILE`.
 */
export function environmentWarnings(
  env: Environment,
  credentialVariables: readonly string[],
): readonly string[] {
  const known = [
    ...environmentVariables.map((variable) => variable.name),
    ...credentialVariables.flatMap((name) => [name, `${name}_FILE`]),
  ];
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .sort()
    .map((name) => `The environment variable ${name} is not known and has no effect. ${help(name, known)}`);
  return [...unknown, ...environmentVariables.flatMap((variable) => valueWarning(env, variable))];
}

function help(name: string, known: readonly string[]): string {
  // Compared without the prefix, which alone would make all of them alike.
  const guess = nearest(
    name.slice(PREFIX.length),
    known.map((candidate) => candidate.slice(PREFIX.length)),
  );
  return guess === null
    ? "`spendesk-hr help environment` lists all of them."
    : `Did you mean ${PREFIX}${guess}?`;
}

function valueWarning(env: Environment, { name, values }: EnvironmentVariable): readonly string[] {
  const value = env[name];
  if (!value || !values || values.includes(value)) return [];
  return [
    `The environment variable ${name} is set to "${value}", which has no effect. ${suggestion(value, values)}`,
  ];
}
