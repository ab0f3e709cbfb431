import type { Problem } from "../sync/model/errors.js";
import type { CliContext } from "./cli-context.js";

/** A flag of a command. The text before the blank is commander's notation: `--out <file>`. */
export interface OptionDefinition {
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** May be given several times; the values come as an array. */
  readonly repeatable?: boolean;
}

export interface ArgumentDefinition {
  /** commander's notation: `<plan>` is required, `[plan]` is not. */
  readonly name: string;
  readonly description: string;
}

/**
 * A command as data. The program, its help and the documentation are made from it; its code is
 * loaded only when the command runs, which keeps `--help` fast.
 */
export interface CommandDefinition {
  /** Words as typed: `preview`, `config show`. */
  readonly name: string;
  readonly summary: string;
  /** Heading under which the help lists it. */
  readonly group: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: readonly OptionDefinition[];
  readonly examples: readonly string[];
  readonly load: () => Promise<CommandModule>;
}

/** What the person typed after the command's name. */
export interface CommandInput {
  readonly arguments: readonly (string | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What a command gives back. `document` is the JSON output as it is; `text` and `rows` are made from
 * the same data when another format is asked for.
 */
export interface CommandResult {
  readonly exitCode: number;
  readonly document: object;
  /** What went wrong in a part of the work (one entity of several); shown on stderr after the result. */
  readonly problems?: readonly Problem[];
  /** Called when the result could not be written, with the exit code that the process ends with. */
  onUnwritten?(exitCode: number): void;
  /** For people; made only when the format is `table`. */
  text(style: TextStyle): string;
  /** For CSV without rows: the header that stands alone then. Left out: nothing is written. */
  readonly columns?: readonly string[];
  /** For CSV: one object per row, the same keys in every row. */
  rows?(): readonly Readonly<Record<string, string | number | null>>[];
}

/** How text for people is drawn. */
export interface TextStyle {
  readonly color: boolean;
  /** Columns of the terminal; a fixed number when there is none. */
  readonly width: number;
}

export interface CommandModule {
  run(input: CommandInput, context: CliContext): Promise<CommandResult>;
}
