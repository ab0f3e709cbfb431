import { createCredentialStore } from "../../credentials/create-store.js";
import type { CredentialsInput } from "../../credentials/input.js";
import type { ConnectionId, CredentialStore } from "../../credentials/store.js";
import type { CredentialField } from "../../providers/provider.js";
import { isProblem, Problem } from "../../sync/errors.js";
import { sayText } from "../prompts/screen.js";
import type { Interview } from "./interview.js";

export type CredentialValues = Readonly<Record<string, string>>;

/** One end of an entity, as its credentials are asked for. */
export interface Connection {
  readonly id: ConnectionId;
  /** For people: `Spendesk`, `Personio`. */
  readonly title: string;
  readonly fields: readonly CredentialField[];
}

/** The credentials of a connection that are there before anybody is asked. */
export interface FoundCredentials {
  readonly connection: Connection;
  readonly values: CredentialValues;
  /** Whether every field has a value. */
  readonly complete: boolean;
  /** Whether all of them are stored already, so that they may be kept or replaced. */
  readonly stored: boolean;
}

interface Sources {
  readonly store: CredentialStore;
  /** From `--credentials-file`. */
  readonly given: CredentialsInput;
}

/**
 * Looks for credentials in the given file, else in the environment, else in the store.
 * @throws Problem `credential_invalid`, or of a source that can't be read
 */
export async function findCredentials(
  connection: Connection,
  { store, given }: Sources,
  { context }: Interview,
): Promise<FoundCredentials> {
  const { id, fields } = connection;
  const keys = fields.map(({ key }) => key);
  const environment = createCredentialStore("env", { env: context.process.env, redactor: context.redactor });
  const stored = store.writable ? await readStored(store, connection) : {};
  const brought: CredentialValues = { ...(await environment.read(id, keys)), ...given[id.connection] };
  for (const field of fields) checkBrought(field, brought[field.key], connection);
  const values: CredentialValues = { ...stored, ...brought };
  const complete = keys.every((key) => values[key] !== undefined);
  return { connection, values, complete, stored: complete && keys.every((key) => !(key in brought)) };
}

/** What can't be understood or can't be right counts as not there: this command is how it is replaced. */
async function readStored(store: CredentialStore, { id, fields }: Connection): Promise<CredentialValues> {
  try {
    const stored = await store.read(
      id,
      fields.map(({ key }) => key),
    );
    return Object.fromEntries(
      fields.flatMap((field) => {
        const value = stored[field.key];
        return value !== undefined && field.validate(value) === null ? [[field.key, value]] : [];
      }),
    );
  } catch (error) {
    if (isProblem(error) && error.code === "keychain_item_invalid") return {};
    throw error;
  }
}

/**
 * Makes sure that what is missing can be asked for.
 * @throws Problem `credentials_missing` naming everything that is missing and how to supply it
 */
export function requireAskable(
  found: readonly FoundCredentials[],
  store: CredentialStore,
  { prompter, entityId }: Interview,
): void {
  const missing = found.flatMap(({ connection, values }) =>
    connection.fields
      .filter(({ key }) => values[key] === undefined)
      .map((field) => ({ name: `${connection.title} ${field.label}`, id: connection.id, key: field.key })),
  );
  if (missing.length === 0 || (prompter && store.writable)) return;
  const ways = new Set(missing.map(({ id, key }) => store.describeMissing(id, key)));
  throw new Problem({
    kind: "credentials",
    code: "credentials_missing",
    what: `Credentials of ${entityId} are missing: ${missing.map(({ name }) => name).join(", ")}.`,
    why: store.writable
      ? "There is nobody to ask, and they are neither in the environment nor stored."
      : `They are kept in the source "${store.id}", which this command can't write to, so it does not ask for them.`,
    next: store.writable
      ? "Pass `--credentials-file secrets.json` (or `-` for standard input), or run the command in a terminal."
      : [...ways].join(" "),
  });
}

/**
 * The credentials to try: those that are there, else the answers to questions. Stored ones can be
 * replaced when nothing else is missing (`mayReplace`).
 */
export async function collectCredentials(
  found: FoundCredentials,
  mayReplace: boolean,
  interview: Interview,
): Promise<CredentialValues> {
  const { context, prompter } = interview;
  const { connection, values, complete, stored } = found;
  if (!prompter || !complete) {
    const missing = connection.fields.filter(({ key }) => values[key] === undefined);
    return { ...values, ...(await askFields(missing, connection, values, interview)) };
  }
  const keep =
    !stored || !mayReplace || (await prompter.confirm(`Keep the stored key of ${connection.title}?`, true));
  if (!keep) return askCredentials(connection, values, interview);
  sayText(context, `Using the key of ${connection.title} that is already there.`);
  return values;
}

/** Asks for all credentials of a connection; what is not secret is offered as it was. */
export async function askCredentials(
  connection: Connection,
  known: CredentialValues,
  interview: Interview,
): Promise<CredentialValues> {
  return askFields(connection.fields, connection, known, interview);
}

async function askFields(
  fields: readonly CredentialField[],
  { title }: Connection,
  known: CredentialValues,
  { context, prompter }: Interview,
): Promise<CredentialValues> {
  const answers: Record<string, string> = {};
  if (!prompter) return answers;
  for (const field of fields) {
    sayText(context, field.help);
    const question = `${title}: ${field.label}`;
    const validate = (value: string) => field.validate(value);
    const answer = field.secret
      ? await prompter.secret(question, validate)
      : await prompter.input(question, { byDefault: known[field.key], validate });
    if (field.secret) context.redactor.register(answer);
    answers[field.key] = answer;
  }
  return answers;
}

function checkBrought(field: CredentialField, value: string | undefined, { title }: Connection): void {
  const problem = value === undefined ? null : field.validate(value);
  if (!problem) return;
  throw new Problem({
    kind: "credentials",
    code: "credential_invalid",
    what: `${title} ${field.label} can't be right.`,
    why: problem,
    next: "Copy it again from where it was made and run the same command.",
  });
}
