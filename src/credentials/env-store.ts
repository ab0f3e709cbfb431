import { Problem } from "../sync/model/index.js";
import { fileVariableName, variableName } from "./names.js";
import { readSmallFile, type SmallFile } from "./read-small-file.js";
import { guardedStore } from "./set-store.js";
import type { ConnectionId, CredentialOrigin, CredentialStore, SecretRegistry } from "./store.js";

export interface EnvStoreOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly redactor: SecretRegistry;
}

/** Where one field comes from: the variable itself, or the file that its `_FILE` twin names. */
type Place =
  | { readonly variable: string; readonly value: string }
  | { readonly variable: string; readonly path: string };

/**
 * Credentials from environment variables (docs/credentials.md), each either directly or through a file that
 * `…_FILE` names. Mounted secrets of containers are often readable by everybody (0444), so the file's
 * mode is not checked. Each file is read once.
 */
export function createEnvStore(options: EnvStoreOptions): CredentialStore {
  const { env, redactor } = options;
  const files = new Map<string, Promise<SmallFile>>();

  async function readPlace(place: Place): Promise<string> {
    if ("value" in place) return checked(place.value, place.variable);
    const reading = files.get(place.path) ?? readSmallFile(place.path);
    files.set(place.path, reading);
    const file = await reading;
    // The path is left out: somebody may have put the secret itself there.
    if (!file.ok) throw unusableFile(place.variable, file.why);
    return checked(file.text, place.variable);
  }

  const store: CredentialStore = {
    id: "env",
    writable: false,

    async probe() {
      // Reading the environment can't fail as a whole; each variable is checked when it is read.
    },

    async read(id, fields) {
      const values: Record<string, string> = {};
      for (const field of fields) {
        const place = findPlace(env, id, field);
        if (!place) continue;
        values[field] = await readPlace(place);
      }
      return values;
    },

    async write(id, values) {
      throw notWritable(id, Object.keys(values));
    },

    async remove() {
      return false;
    },

    async origins(id, fields) {
      return fields.flatMap((field): readonly CredentialOrigin[] => {
        const place = findPlace(env, id, field);
        return place ? [{ field, source: place.variable }] : [];
      });
    },

    describeMissing(id, field) {
      return `Set ${variableName(id, field)}, or ${fileVariableName(id, field)} to the path of a file that holds it.`;
    },
  };
  return guardedStore(store, redactor);
}

function findPlace(env: EnvStoreOptions["env"], id: ConnectionId, field: string): Place | null {
  const variable = variableName(id, field);
  const fileVariable = fileVariableName(id, field);
  const value = env[variable];
  const path = env[fileVariable];
  if (value !== undefined && path !== undefined) throw ambiguous(variable, fileVariable);
  if (value !== undefined) return { variable, value };
  if (path === undefined) return null;
  if (path === "") throw empty(fileVariable);
  return { variable: fileVariable, path };
}

function checked(value: string, variable: string): string {
  if (value.trim() === "") throw empty(variable);
  return value;
}

function ambiguous(variable: string, fileVariable: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "credential_ambiguous",
    what: `${variable} and ${fileVariable} are both set.`,
    why: "It is not clear which of the two counts.",
    next: `Unset one of them, for example with \`unset ${variable}\`.`,
  });
}

function empty(variable: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "credential_empty",
    what: `${variable} is set, but there is nothing in it.`,
    why: "An empty credential is never right; often another variable, from which it was filled, was not set.",
    next: `Set ${variable} to the credential${variable.endsWith("_FILE") ? "'s file" : ""}, or unset it.`,
  });
}

function unusableFile(variable: string, why: string): Problem {
  return new Problem({
    kind: "credentials",
    code: "credential_file_unreadable",
    what: `The credential that ${variable} points to can't be read.`,
    why: `The file it names ${why}.`,
    next: `Set ${variable} to the path of a text file of at most 64 KiB that this user may read.`,
  });
}

function notWritable(id: ConnectionId, fields: readonly string[]): Problem {
  const variables = fields.map((field) => variableName(id, field)).join(", ");
  return new Problem({
    kind: "credentials",
    code: "store_not_writable",
    what: `Credentials of ${id.entity} / ${id.connection} can't be stored in the environment.`,
    why: "The configuration says `credentials: { store: env }`: they come from variables that only you can set.",
    next: `Set ${variables} where the command is started, each directly or with \`_FILE\` and a path.`,
  });
}
