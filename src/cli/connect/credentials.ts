import { createEnvStore } from "../../credentials/env-store.js";
import type { CredentialsInput } from "../../credentials/input.js";
import { secretFault } from "../../credentials/input.js";
import type { CredentialField } from "../../providers/provider.js";
import { Problem } from "../../sync/model/index.js";
import { readUsable } from "../credentials/check.js";
import { programWords, wordFault } from "../prompts/program-words.js";
import { sayText } from "../prompts/screen.js";
import { askFile } from "./ask-file.js";
import type { Connection } from "./connections.js";
import type { Interview } from "./given-credentials.js";

export type CredentialValues = Readonly<Record<string, string>>;

/** The credentials of a connection that are there before anybody is asked. */
export interface FoundCredentials {
  readonly connection: Connection;
  readonly values: CredentialValues;
  /** Whether every field has a value. */
  readonly complete: boolean;
  /** Whether all of them are stored already, where they may be kept or replaced. */
  readonly stored: boolean;
}

/**
 * Looks for credentials in the given file, else in the environment, else in the store.
 * @param given from `--credentials-file`
 * @throws Problem `credential_invalid`, or of a source that can't be read
 */
export async function findCredentials(
  connection: Connection,
  given: CredentialsInput,
  { context }: Interview,
): Promise<FoundCredentials> {
  const { id, fields, store } = connection;
  const keys = fields.map(({ key }) => key);
  const environment = createEnvStore({ env: context.process.env, redactor: context.redactor });
  const stored = await readStored(connection);
  const brought: CredentialValues = { ...(await environment.read(id, keys)), ...given[id.connection] };
  checkValues(connection, brought);
  const values: CredentialValues = { ...stored, ...brought };
  const complete = keys.every((key) => values[key] !== undefined);
  const untouched = keys.every((key) => !(key in brought));
  return { connection, values, complete, stored: complete && untouched && store.writable };
}

/** What can't be right counts as not there: this command is how it is replaced. */
async function readStored({ id, fields, store }: Connection): Promise<CredentialValues> {
  const stored = await readUsable(
    store,
    id,
    fields.map(({ key }) => key),
  );
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = stored[field.key];
      return value !== undefined && field.validate(value) === null ? [[field.key, value]] : [];
    }),
  );
}

/**
 * Makes sure that what is missing can be asked for.
 * @throws Problem `credentials_missing` naming everything that is missing and how to supply it
 */
export function requireAskable(found: readonly FoundCredentials[], { prompter, entityId }: Interview): void {
  const missing = found
    .flatMap(({ connection, values }) =>
      connection.fields
        .filter(({ key }) => values[key] === undefined)
        .map((field) => ({ connection, field })),
    )
    .filter(({ connection }) => !prompter || !connection.store.writable);
  if (missing.length === 0) return;
  const names = missing.map(({ connection, field }) => fieldName(connection.title, field));
  const elsewhere = missing.filter(({ connection }) => !connection.store.writable);
  const sources = new Set(elsewhere.map(({ connection }) => `"${connection.store.id}"`));
  const ways = new Set(
    elsewhere.map(({ connection, field }) => connection.store.describeMissing(connection.id, field.key)),
  );
  throw new Problem({
    kind: "credentials",
    code: "credentials_missing",
    what: `Credentials of ${entityId} are missing: ${names.join(", ")}.`,
    why:
      elsewhere.length === 0
        ? "There is nobody to ask, and they are neither in the environment nor stored."
        : `They are kept in the source ${[...sources].join(" and ")}, which this command can't write to, so it does not ask for them.`,
    next:
      elsewhere.length === 0
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
  if (connection.fields.length === 0) return {};
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
  interview: Pick<Interview, "context" | "prompter">,
): Promise<CredentialValues> {
  return askFields(connection.fields, connection, known, interview);
}

async function askFields(
  fields: readonly CredentialField[],
  { title }: Connection,
  known: CredentialValues,
  { context, prompter }: Pick<Interview, "context" | "prompter">,
): Promise<CredentialValues> {
  const answers: Record<string, string> = {};
  if (!prompter) return answers;
  const words = await programWords();
  for (const field of fields) {
    sayText(context, field.help);
    const question = fieldName(title, field, ": ");
    const isLeftOut = (value: string) => value === "" && field.isOptional === true;
    const validate = (value: string) =>
      isLeftOut(value)
        ? null
        : (secretFault(value) ?? field.validate(value) ?? (field.secret ? wordFault(value, words) : null));
    const answer = field.isFile
      ? await askFile(question, (value) => field.validate(value) ?? secretFault(value), { context, prompter })
      : field.secret
        ? await prompter.secret(question, validate)
        : await prompter.input(question, { byDefault: known[field.key], validate });
    if (isLeftOut(answer)) continue;
    if (field.secret) context.redactor.register(answer);
    answers[field.key] = answer;
  }
  return answers;
}

/**
 * Looks at values that somebody brought along, before they are tried.
 * @throws Problem `credential_invalid`
 */
export function checkValues(
  { title, fields }: Pick<Connection, "title" | "fields">,
  values: CredentialValues,
): void {
  for (const field of fields) {
    const value = values[field.key];
    const why = value === undefined ? null : (secretFault(value) ?? field.validate(value));
    if (!why) continue;
    throw new Problem({
      kind: "credentials",
      code: "credential_invalid",
      what: `${fieldName(title, field)} can't be right.`,
      why,
      next: "Copy it again from where it was made and run the same command.",
    });
  }
}

/**
 * A credential's label with the tool it is of: `Lucca API key`, or with a colon `Lucca: API key`. A label
 * that begins with the tool's name stays as it is (`Lucca address`).
 *
 * @param between what stands between the two
 */
export function fieldName(title: string, { label }: { readonly label: string }, between = " "): string {
  return label.startsWith(`${title} `) ? label : `${title}${between}${label}`;
}
