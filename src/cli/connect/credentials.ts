import { createCredentialStore } from "../../credentials/create-store.js";
import { type CredentialsInput, readCredentialsFile, readCredentialsStdin } from "../../credentials/input.js";
import type { ConnectionId, CredentialStore } from "../../credentials/store.js";
import type { CredentialField } from "../../providers/provider.js";
import { Problem } from "../../sync/errors.js";
import type { CliContext } from "../cli-context.js";
import type { Prompter } from "../prompts/prompter.js";

export type CredentialValues = Readonly<Record<string, string>>;

/** The Spendesk API key as the wizard asks for it (spendesk.md §3). */
export const SPENDESK_CREDENTIAL_FIELDS: readonly CredentialField[] = [
  {
    key: "clientId",
    label: "Spendesk API key: client id",
    secret: false,
    help: "Settings > Integrations > API access; only the Account Owner can make a key.",
    validate: present,
  },
  {
    key: "clientSecret",
    label: "Spendesk API key: client secret",
    secret: true,
    help: "Shown once when the key is made.",
    validate: present,
  },
];

function present(value: string): string | null {
  return value === "" ? "This can't be empty." : null;
}

/** What was given with `--credentials-file`; empty without it. */
export async function givenCredentials(
  file: string | undefined,
  context: CliContext,
): Promise<CredentialsInput> {
  if (file === undefined) return {};
  return file === "-"
    ? readCredentialsStdin(context.process.stdin, context.redactor)
    : readCredentialsFile(file, context.redactor);
}

interface Collect {
  readonly id: ConnectionId;
  readonly fields: readonly CredentialField[];
  readonly given: CredentialsInput;
  readonly store: CredentialStore;
  readonly prompter: Prompter | null;
  readonly context: CliContext;
}

/**
 * One connection's credentials: from the given file, else the environment, else what is stored, else
 * by asking.
 * @throws Problem `credentials_missing` naming every way to supply them, or `credential_invalid`
 */
export async function collectCredentials(collect: Collect): Promise<CredentialValues> {
  const { id, fields, given, store, prompter, context } = collect;
  const keys = fields.map((field) => field.key);
  const environment = createCredentialStore("env", { env: context.process.env, redactor: context.redactor });
  const known: Record<string, string> = {
    ...(await store.read(id, keys)),
    ...(await environment.read(id, keys)),
    ...given[id.connection],
  };
  const asked: Record<string, string> = {};
  for (const field of fields) {
    const value = known[field.key];
    asked[field.key] = value === undefined ? await ask(field, collect) : checked(field, value);
  }
  if (prompter && fields.every((field) => known[field.key] !== undefined)) {
    context.say(`Using the credentials of ${id.connection} that are already there.`);
  }
  return asked;
}

async function ask(field: CredentialField, { id, store, prompter, context }: Collect): Promise<string> {
  if (!prompter) throw missing(field, id, store);
  const question = `${field.label} (${field.help})`;
  const value = field.secret
    ? await prompter.secret(question, field.validate)
    : await prompter.input(question, { validate: field.validate });
  if (field.secret) context.redactor.register(value);
  return value;
}

function checked(field: CredentialField, value: string): string {
  const problem = field.validate(value);
  if (!problem) return value;
  throw new Problem({
    kind: "credentials",
    code: "credential_invalid",
    what: `${field.label} can't be right.`,
    why: problem,
    next: "Copy it again from where it was made and run the same command.",
  });
}

function missing(field: CredentialField, id: ConnectionId, store: CredentialStore): Problem {
  return new Problem({
    kind: "credentials",
    code: "credentials_missing",
    what: `${field.label} is missing for ${id.entity}.`,
    why: "There is nobody to ask, and it was found neither in the environment nor in the credential source.",
    next: `${store.describeMissing(id, field.key)} Or pass \`--credentials-file secrets.json\` (or \`-\` for stdin).`,
  });
}
