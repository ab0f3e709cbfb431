import { killGroup, startFailure, startProgram } from "../shared/program.js";
import { shellCommand } from "../shared/shell.js";
import { decodeUtf8 } from "../shared/utf8.js";
import { Problem } from "../sync/model/index.js";
import { MAX_SECRET_BYTES } from "./read-small-file.js";
import { guardedStore } from "./set-store.js";
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
        source: `command ${shellCommand(wordsFor(options.command, id, field))}`,
      }));
    },

    describeMissing(id, field) {
      return `Make \`${shellCommand(wordsFor(options.command, id, field))}\` print it.`;
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
    next: `Run \`${shellCommand(words)}\` yourself, as the same user; what it prints is never shown here.`,
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
  const calls = fields.map((field) => `\`${shellCommand(wordsFor(command, id, field))}\``).join(", ");
  return new Problem({
    kind: "credentials",
    code: "store_not_writable",
    what: `Credentials of ${id.entity} / ${id.connection} can't be stored by a command.`,
    why: "The source is `command`: they come from a program that is only asked for them.",
    next: `Store them there, so that ${calls} print them.`,
  });
}

export interface CommandOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds after which the command is ended. */
  readonly timeoutMs: number;
  /** Ends the command when the program is told to stop. */
  readonly signal?: AbortSignal | undefined;
}

/** What a command printed, or a sentence that says why there is nothing to use. It never holds output. */
export type CommandOutput =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string };

/**
 * Runs a program and gives what it prints. There is no shell: every word is one argument. Its standard
 * input is empty, and what it prints to stderr is thrown away, since either stream may hold secrets. It
 * gets the environment without `SPENDESK_HR_*`, because password managers need theirs.
 *
 * It runs in a process group of its own, which is ended as a whole after the time limit, after more than
 * 64 KiB and when `signal` aborts. Never throws.
 */
function runCommand(words: readonly string[], options: CommandOptions): Promise<CommandOutput> {
  return new Promise((resolve) => {
    const child = startProgram(words, options.env);
    const chunks: Buffer[] = [];
    let size = 0;
    let stopped: string | null = null;

    function stop(why: string): void {
      stopped ??= why;
      killGroup(child);
    }

    function finish(output: CommandOutput): void {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      resolve(output);
    }

    const timer = setTimeout(
      () => stop(`It gave no answer within ${options.timeoutMs / 1000} s and was ended.`),
      options.timeoutMs,
    );
    const onAbort = () => stop("It was ended because the program was told to stop.");
    options.signal?.addEventListener("abort", onAbort);
    if (options.signal?.aborted) onAbort();

    child.stdout?.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_SECRET_BYTES) stop("It printed more than 64 KiB and was ended.");
      else chunks.push(chunk);
    });
    child.on("error", (error) => finish({ ok: false, why: startFailure(error) }));
    child.on("close", (code, signal) => {
      if (stopped !== null) finish({ ok: false, why: stopped });
      else if (code !== 0) finish({ ok: false, why: endText(code, signal) });
      else finish(outputOf(Buffer.concat(chunks)));
    });
  });
}

function outputOf(bytes: Uint8Array): CommandOutput {
  const decoded = decodeUtf8(bytes);
  if (!decoded.ok) return { ok: false, why: `What it printed ${decoded.why}.` };
  const { text } = decoded;
  return text.trim() === "" ? { ok: false, why: "It printed nothing." } : { ok: true, text };
}

function endText(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `It ended with exit code ${code}.` : `It was ended by the signal ${signal}.`;
}
