import type { EntityConfig, UnconnectedEntity } from "../../config/entity-config.js";
import { type CredentialsInput, readCredentialsFile, readCredentialsStdin } from "../../credentials/input.js";
import type { Provider } from "../../providers/provider.js";
import { nearest, Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { Prompter } from "../prompts/prompter.js";
import type { Connection } from "./connections.js";
import type { KeptAnswers } from "./kept-answers.js";
import type { SettingFlags } from "./store-flags.js";

/**
 * What was given with `--credentials-file` (`-`: standard input); empty without it. Names nobody reads
 * are warned about: they are usually misspelt.
 * @throws Problem of kind `credentials`, or `credentials_terminal`
 */
export async function givenCredentials(
  file: string | undefined,
  connections: readonly Pick<Connection, "id" | "fields">[],
  context: CliContext,
): Promise<CredentialsInput> {
  if (file === undefined) return {};
  if (file === "-" && context.process.stdin.isTTY === true) throw terminalInput();
  const given =
    file === "-"
      ? await readCredentialsStdin(context.process.stdin, context.redactor)
      : await readCredentialsFile(file, context.redactor);
  const known = connections.flatMap(({ id, fields }) => [
    id.connection,
    ...fields.map(({ key }) => `${id.connection}.${key}`),
  ]);
  const names = Object.entries(given).flatMap(([connection, values]) =>
    known.includes(connection) ? Object.keys(values).map((key) => `${connection}.${key}`) : [connection],
  );
  for (const name of names.filter((candidate) => !known.includes(candidate))) {
    const guess = nearest(name, known);
    context.say(
      `Warning: the credentials name ${name}, which is not used.${guess ? ` Did you mean ${guess}?` : ""}`,
    );
  }
  return given;
}

function terminalInput(): Problem {
  return new Problem({
    kind: "usage",
    code: "credentials_terminal",
    what: "Credentials can't be typed into standard input.",
    why: "It is a terminal, which would show them.",
    next: "Leave `--credentials-file -` out to be asked for them, or pass them through a pipe.",
  });
}

/** What `connect` works on, known before its first real question. Present values are the defaults. */
export interface Interview {
  readonly context: CliContext;
  /** Null when there is nobody to ask. */
  readonly prompter: Prompter | null;
  /** With the guide of the chosen API version. */
  readonly provider: Provider;
  /** The setting that chose it, where the HR tool has several. */
  readonly decided: Readonly<Record<string, unknown>>;
  readonly entityId: string;
  /** Name of the source in the configuration. */
  readonly sourceName: string;
  /** Whether the HR tools that the entity has are kept. */
  readonly isBeside: boolean;
  /** The entity as it is configured now; null for a new one. */
  readonly present: PresentEntity | null;
  readonly flags: SettingFlags;
  /** What is answered, for the next `connect` when this one is left. */
  readonly draft: KeptAnswers;
}

/** An entity of the configuration, with an HR tool or without. */
export type PresentEntity = EntityConfig | UnconnectedEntity;
