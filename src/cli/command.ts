import type { Problem } from "../sync/model/index.js";
import type { CliContext } from "./cli-context.js";

/** What a shell offers for a value that is being typed. */
export type Completion =
  | "connections"
  | "entities"
  | "files"
  | "groups"
  | "providers"
  | "runs"
  | "schedulers"
  | "shells";

/** A flag of a command. The text before the blank is commander's notation: `--out <file>`. */
export interface OptionDefinition {
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** May be given several times; the values come as an array. */
  readonly repeatable?: boolean;
  /** Refused when it is given several times; of other flags the last one counts. */
  readonly once?: boolean;
  /** Left out for choices, `<file>` and `<folder>`, which say it themselves. */
  readonly completes?: Completion;
}

export interface ArgumentDefinition {
  /** commander's notation: `<plan>` is required, `[plan]` is not. */
  readonly name: string;
  readonly description: string;
  readonly completes?: Completion;
}

/**
 * A command as data. The program, its help and the documentation are made from it; its code is
 * loaded only when the command runs, which keeps `--help` fast.
 */
export interface CommandDefinition {
  /** Words as typed: `preview`, `config show`. */
  readonly name: string;
  /** Other words for it, as people know them from other tools. */
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** Heading under which the help lists it. */
  readonly group: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: readonly OptionDefinition[];
  readonly examples: readonly string[];
  /** It does something, and its text says what was done: `--quiet` leaves that out when all went well. */
  readonly acts?: boolean;
  readonly load: () => Promise<CommandModule>;
}

/** `--wait-lock <duration>` and `-y, --yes` as commander calls their values: `waitLock`, `yes`. */
type OptionKey<Flags> = Flags extends `${string}--no-${infer Name}`
  ? Camel<Name>
  : Flags extends `${string}--${infer Name} <${string}`
    ? Camel<Name>
    : Flags extends `${string}--${infer Name}`
      ? Camel<Name>
      : never;

type Camel<Name> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name;

type OptionValue<Option> = Option extends { readonly repeatable: true }
  ? readonly string[]
  : Option extends { readonly choices: readonly (infer Choice)[] }
    ? Choice | undefined
    : Option extends { readonly flags: `${string}<${string}` }
      ? string | undefined
      : boolean | undefined;

/** What a command's flags come to. One with a value that is not given is undefined, one that begins with `no-` true. */
export type OptionsOf<Flags extends readonly OptionDefinition[]> = {
  readonly [Option in Flags[number] as OptionKey<Option["flags"]>]: OptionValue<Option>;
};

/** What the person typed after the command's name. */
export interface CommandInput<Options = object> {
  readonly arguments: readonly (string | undefined)[];
  readonly options: Options;
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
  onUnwritten?(exitCode: number): Promise<void>;
  /** For people; made only when the format is `table`. One that may be very long comes line by line, without their ends. */
  text(style: TextStyle): string | Iterable<string>;
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

export interface CommandModule<Options = object> {
  readonly run: (input: CommandInput<Options>, context: CliContext) => Promise<CommandResult>;
}

/** The input of a command with these flags. */
export type InputOf<Flags extends readonly OptionDefinition[]> = CommandInput<OptionsOf<Flags>>;

/** A command whose code reads no other flags than it has. */
export function command<const Flags extends readonly OptionDefinition[] = readonly []>(
  definition: Omit<CommandDefinition, "options" | "load"> & {
    readonly options?: Flags;
    readonly load: () => Promise<CommandModule<OptionsOf<Flags>>>;
  },
): CommandDefinition {
  // The program makes the values from the same flags.
  return definition as CommandDefinition;
}
