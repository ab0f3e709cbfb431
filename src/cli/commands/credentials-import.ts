import { resolve } from "node:path";
import { type CredentialSet, fieldsOf, pickFields } from "../../credentials/credential-set.js";
import { decrypt, encryptedProblem } from "../../credentials/encrypted/age.js";
import { parseSetFile } from "../../credentials/file-store.js";
import { isHidden } from "../../credentials/names.js";
import { MAX_SET_BYTES } from "../../credentials/private-file.js";
import { readSmallBytes } from "../../credentials/read-small-file.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { checkValues } from "../connect/credentials.js";
import { readUsable } from "../credentials/check.js";
import { keysOf, nameOf, type Target, targetsOf } from "../credentials/targets.js";
import { importKey } from "../credentials/transport.js";
import { createPrompter } from "../prompts/prompter.js";
import { loadCliConfig } from "../workspace.js";
import type { CREDENTIALS_IMPORT_FLAGS } from "./credentials-flags.js";

type Input = InputOf<typeof CREDENTIALS_IMPORT_FLAGS>;

interface Incoming {
  readonly target: Target;
  readonly values: Readonly<Record<string, string>>;
  /** Fields that are stored with another value now. */
  readonly replaced: readonly string[];
}

/**
 * `credentials import`: puts an exported set into the sources the configuration names. Everything is
 * checked before the first credential is stored.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const file = input.arguments[0] ?? "";
  const config = await loadCliConfig(context);
  const targets = await targetsOf(config, context);
  const set = await readSet(file, input, context);
  const wanted = targets
    .map((target) => ({ target, values: pickFields(fieldsOf(set, target.id), keysOf(target)) }))
    .filter(({ values }) => Object.keys(values).length > 0);
  const leftOut = namesIn(set).filter((name) => !targets.some((target) => namesOf(target).includes(name)));
  for (const name of leftOut) context.say(`Warning: ${name} is in the file, but not in the configuration.`);
  if (wanted.length === 0) throw nothingToImport(file, targets);

  for (const { target, values } of wanted) {
    if (!target.store.writable) throw notWritable(target);
    checkValues(target, values);
  }
  for (const store of new Set(wanted.map(({ target }) => target.store))) await store.probe();
  const incoming: Incoming[] = [];
  for (const { target, values } of wanted) {
    incoming.push({ target, values, replaced: await replacedFields(target, values) });
  }
  await confirm(incoming, input.options.yes === true, context);
  for (const { target, values } of incoming) await target.store.write(target.id, values);
  return {
    exitCode: 0,
    document: {
      file: resolve(context.process.cwd, file),
      imported: incoming.map(({ target, values, replaced }) => ({
        ...target.id,
        source: target.store.id,
        fields: Object.keys(values),
        replaced,
      })),
      leftOut,
    },
    text: () => importedText(incoming, file),
  };
}

async function readSet(file: string, input: Input, context: CliContext): Promise<CredentialSet> {
  const read = await readSmallBytes(resolve(context.process.cwd, file), MAX_SET_BYTES);
  if (!read.ok) {
    throw new Problem({
      kind: "credentials",
      code: "credentials_file_unreadable",
      what: `${file} can't be imported.`,
      why: `${file} ${read.why}.`,
      next: "Name a file that `spendesk-hr credentials export` has written.",
    });
  }
  const result = await decrypt(read.bytes, await importKey(input, file, context));
  if (!result.ok) throw encryptedProblem(file, result.failure);
  const set = parseSetFile(result.text, file);
  for (const fields of Object.values(set).flatMap((connections) => Object.values(connections))) {
    for (const [field, value] of Object.entries(fields)) {
      if (isHidden(field)) context.redactor.register(value);
    }
  }
  return set;
}

/** `acme-uk / personio clientId` for everything in a set. */
function namesIn(set: CredentialSet): readonly string[] {
  return Object.entries(set).flatMap(([entity, connections]) =>
    Object.entries(connections).flatMap(([connection, fields]) =>
      Object.keys(fields).map((field) => `${nameOf({ id: { entity, connection } })} ${field}`),
    ),
  );
}

function namesOf(target: Target): readonly string[] {
  return keysOf(target).map((key) => `${nameOf(target)} ${key}`);
}

async function replacedFields(
  { store, id }: Target,
  values: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const stored = await readUsable(store, id, Object.keys(values));
  return Object.keys(stored).filter((field) => stored[field] !== values[field]);
}

async function confirm(incoming: readonly Incoming[], yes: boolean, context: CliContext): Promise<void> {
  const others = incoming.filter(({ replaced }) => replaced.length > 0);
  if (yes || others.length === 0) return;
  const names = others.map(({ target }) => nameOf(target)).join(", ");
  if (!context.interactive) {
    throw new Problem({
      kind: "safety",
      code: "confirmation_needed",
      what: "Nothing was imported: other credentials would be replaced, and nobody confirmed it.",
      why: `Stored with other values: ${names}.`,
      next: "Run the same command with `--yes` to replace them.",
    });
  }
  if (await createPrompter(context).confirm(`Replace the stored credentials of ${names}?`, false)) return;
  throw new Problem({
    kind: "safety",
    code: "not_confirmed",
    what: "Nothing was imported.",
    why: "The question was answered with no.",
    next: "Run `spendesk-hr credentials list` to see what is stored.",
  });
}

function importedText(incoming: readonly Incoming[], file: string): string {
  return [
    ...incoming.map(
      ({ target, values, replaced }) =>
        `✔ ${nameOf(target)}: ${Object.keys(values).join(", ")} → ${target.store.id}${replaced.length > 0 ? " (replaced)" : ""}`,
    ),
    `Next: run \`spendesk-hr credentials test\`, and delete ${file}.`,
  ].join("\n");
}

function nothingToImport(file: string, targets: readonly Target[]): Problem {
  return new Problem({
    kind: "configuration",
    code: "nothing_to_import",
    what: `Nothing in ${file} belongs to a connection of the configuration.`,
    why: `The configuration has: ${targets.map(nameOf).join(", ")}.`,
    next: "Copy the configuration along with the file, or correct `--entity`.",
  });
}

function notWritable(target: Target): Problem {
  return new Problem({
    kind: "credentials",
    code: "store_not_writable",
    what: "Nothing was imported: not all credentials could be stored.",
    why: `Those of ${nameOf(target)} come from the source "${target.store.id}", which this program can't write to.`,
    next: "Choose a source that it can write to: `credentials: { store: file }`, `encrypted-file` or `keychain`.",
  });
}
