import { Problem } from "../sync/errors.js";
import { guardedStore } from "./guarded-store.js";
import { runCommand } from "./run-command.js";
import type { ConnectionId, CredentialStore, SecretRegistry } from "./store.js";

export interface CommandStoreOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly redactor: SecretRegistry;
  /** Program and arguments with `{entity}`, `{connection}` and `{field}`. */
  readonly command: readonly string[];
  /** Milliseconds for each field. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Credentials that a program prints, such as that of a password manager: one call for each field. */
export function createCommandStore(options: CommandStoreOptions): CredentialStore {
  async function readField(id: ConnectionId, field: string): Promise<string> {
    const words = wordsFor(options.command, id, field);
    const output = await runCommand(words, options);
    if (options.signal?.aborted) throw interrupted();
    if (!output.ok) throw failed(id, field, words, output.why);
    return output.text;
  }

  /** One after the other: a password manager may ask for a fingerprint only once at a time. */
  async function readFields(id: ConnectionId, fields: readonly string[]): Promise<Record<string, string>> {
    const values: Record<string, string> = {};
    for (const field of fields) values[field] = await readField(id, field);
    return values;
  }

  const store: CredentialStore = {
    id: "command",
    writable: false,

    async probe() {
      // Whether the program works shows only when it is asked for something real.
    },

    read: readFields,

    async write(id, values) {
      throw notWritable(id, Object.keys(values), options.command);
    },

    async remove() {
      return false;
    },

    async origins(id, fields) {
      await readFields(id, fields);
      return fields.map((field) => ({
        field,
        source: `command ${shown(wordsFor(options.command, id, field))}`,
      }));
    },

    describeMissing(id, field) {
      return `Make \`${shown(wordsFor(options.command, id, field))}\` print it.`;
    },
  };
  return guardedStore(store, options.redactor);
}

/** The program itself stays as it is written. */
function wordsFor([program = "", ...args]: readonly string[], id: ConnectionId, field: string): string[] {
  const values: Readonly<Record<string, string>> = { ...id, field };
  const filled = args.map((arg) =>
    arg.replace(/\{(entity|connection|field)\}/g, (_all, name: string) => values[name] ?? ""),
  );
  return [program, ...filled];
}

/** As it is typed into a shell. */
function shown(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}

function failed(
  { entity, connection }: ConnectionId,
  field: string,
  words: readonly string[],
  why: string,
): Problem {
  return new Problem({
    kind: "credentials",
    code: "credential_command_failed",
    what: `The command for ${entity} / ${connection} ${field} gave no credential.`,
    why,
    next: `Run \`${shown(words)}\` yourself, as the same user; what it prints is never shown here.`,
  });
}

function interrupted(): Problem {
  return new Problem({
    kind: "interrupted",
    code: "interrupted",
    what: "Stopped while a command was asked for a credential.",
    why: "The program was told to stop.",
    next: "Run the same command again when you are ready.",
  });
}

function notWritable(id: ConnectionId, fields: readonly string[], command: readonly string[]): Problem {
  const calls = fields.map((field) => `\`${shown(wordsFor(command, id, field))}\``).join(", ");
  return new Problem({
    kind: "credentials",
    code: "store_not_writable",
    what: `Credentials of ${id.entity} / ${id.connection} can't be stored by a command.`,
    why: "The source is `command`: they come from a program that is only asked for them.",
    next: `Store them there, so that ${calls} print them.`,
  });
}
