import { Command, Option } from "commander";
import { Problem } from "../shared/errors.js";
import { LOG_FORMATS, LOG_LEVELS } from "../shared/log-levels.js";
import { type GlobalOptions, OUTPUT_FORMATS, type ProcessContext } from "./cli-context.js";
import type { CommandDefinition, CommandInput } from "./command.js";
import { COMMANDS } from "./commands/index.js";
import { wantsColor } from "./terminal.js";
import { VERSION } from "./version.js";

type Run = (definition: CommandDefinition, input: CommandInput, globals: GlobalOptions) => Promise<void>;

/** What the program needs of its process. */
type ProgramProcess = Pick<ProcessContext, "stdout" | "stderr" | "env">;

/** The commander program made from the command definitions. Loads no command's code. */
export function buildProgram(process: ProgramProcess, run: Run): Command {
  const program = new Command("spendesk-hr")
    .description("Keeps the members of your Spendesk entities in step with your HR tool.")
    .version(VERSION, "-V, --version", "print the version")
    .helpCommand(false)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
      // Shown by whoever catches the error, in the format that was asked for.
      outputError: () => {},
    })
    .addHelpText("after", "\nStart with `spendesk-hr demo`, or `spendesk-hr connect`.");
  addGlobalOptions(program, process.env);
  for (const definition of COMMANDS) addCommand(program, definition, process, run);
  return program;
}

function addCommand(
  program: Command,
  definition: CommandDefinition,
  process: ProgramProcess,
  run: Run,
): void {
  const words = definition.name.split(" ");
  const leaf = words.pop() ?? "";
  const parent = words.reduce((command, word) => groupCommand(command, word, definition.group), program);
  const command = parent
    .command(leaf)
    .summary(definition.summary)
    .description(definition.summary)
    .helpGroup(definition.group)
    // Those after a command of its own (`history diff`) are that one's.
    .enablePositionalOptions()
    .aliases(definition.aliases ?? [])
    .addHelpText("after", examplesText(definition));
  for (const argument of definition.arguments ?? []) command.argument(argument.name, argument.description);
  for (const option of definition.options ?? []) {
    const made = new Option(option.flags, option.description);
    if (option.choices) addChoices(made, option.choices);
    if (option.repeatable) made.argParser(collect).default([], "none");
    if (option.once) made.argParser(onlyOnce(made));
    command.addOption(made);
  }
  addGlobalOptions(command, process.env);
  command.action(async (...received: unknown[]) => {
    const positionals = received.slice(0, -2).map((value) => (typeof value === "string" ? value : undefined));
    const options = optionsOf(command, program);
    await run(definition, { arguments: positionals, options }, globalOptions(options, process));
  });
}

/**
 * Choices as they are typed, and as the JSON output has them: `previously_managed` is
 * `previously-managed`.
 */
function addChoices(option: Option, choices: readonly string[]): void {
  option.choices(choices);
  const { parseArg } = option;
  option.argParser((value: string, before: unknown) => {
    const typed = value.replaceAll("_", "-");
    return parseArg?.(choices.includes(typed) ? typed : value, before);
  });
}

/** The parent of a command of two words, made once. */
function groupCommand(parent: Command, word: string, group: string): Command {
  const known = parent.commands.find((command) => command.name() === word);
  return known ?? parent.command(word).summary(`${word} commands`).helpGroup(group).helpCommand(false);
}

function examplesText(definition: CommandDefinition): string {
  return definition.examples.length === 0
    ? ""
    : `\nExamples:\n${definition.examples.map((e) => `  ${e}`).join("\n")}`;
}

function collect(value: string, before: unknown): string[] {
  return [...(Array.isArray(before) ? before.map(String) : []), value];
}

/** The last of two would count, and what the other one asked for would be left out without a word. */
function onlyOnce({ long }: Option) {
  return (value: string, before: unknown): string => {
    if (before === undefined) return value;
    throw new Problem({
      kind: "usage",
      code: "flag_repeated",
      what: `${long} was given twice: ${before} and ${value}.`,
      why: "A run takes one of them.",
      next: "Give it once, and run the command again for the other one.",
    });
  };
}

/** Flags that every command has, before its name or after it. */
export function addGlobalOptions(command: Command, env: ProcessContext["env"]): void {
  command
    .optionsGroup("Global options:")
    .option("--config <file>", "configuration file")
    .addOption(
      new Option("--entity <id>", "only this entity; may be repeated").argParser(collect).default([], "all"),
    )
    .addOption(
      new Option("--group <name>", "only entities of this group; may be repeated")
        .argParser(collect)
        .default([], "all"),
    )
    .addOption(
      new Option("-o, --output <format>", "format of the result")
        .choices(OUTPUT_FORMATS)
        .default(OUTPUT_FORMATS.find((format) => format === env.SPENDESK_HR_OUTPUT) ?? "table"),
    )
    .addOption(new Option("--json", "the same as `-o json`").conflicts("output"))
    .option("--csv-bom", "begin CSV with a byte order mark, so that Excel reads it as UTF-8")
    .option("--state-dir <folder>", "where the tool keeps its state")
    .option("--no-input", "ask nothing; fail when an answer is needed")
    .option("--no-color", "plain text")
    .option("-q, --quiet", "say nothing but errors, and ask nothing")
    .addOption(
      new Option("-v, --verbose", "say how it goes on: the same as `--log-level info`").conflicts([
        "quiet",
        "logLevel",
      ]),
    )
    .option("--no-pager", "print long results instead of showing them page by page")
    .addOption(new Option("--log-level <level>", "what is logged to stderr").choices(LOG_LEVELS))
    .addOption(new Option("--log-format <format>", "form of the log").choices(LOG_FORMATS))
    .option("--debug", "log everything and show where an error came from");
}

/** Global flags may stand before the command as well; the one after it wins. */
function optionsOf(command: Command, program: Command): Record<string, unknown> {
  const before = Object.entries(program.opts()).filter(
    ([key]) => program.getOptionValueSource(key) === "cli" && command.getOptionValueSource(key) !== "cli",
  );
  return { ...command.opts(), ...Object.fromEntries(before) };
}

function globalOptions(options: Record<string, unknown>, process: ProgramProcess): GlobalOptions {
  const text = (key: string) => (typeof options[key] === "string" ? options[key] : undefined);
  const quiet = options.quiet === true;
  return {
    config: text("config"),
    entity: Array.isArray(options.entity) ? options.entity.map(String) : [],
    group: Array.isArray(options.group) ? options.group.map(String) : [],
    output:
      options.json === true ? "json" : (OUTPUT_FORMATS.find((one) => one === options.output) ?? "table"),
    csvBom: options.csvBom === true,
    stateDir: text("stateDir"),
    pager: options.pager !== false,
    input: options.input !== false && !quiet && !process.env.SPENDESK_HR_NO_INPUT,
    color: options.color !== false && wantsColor(process.stdout, process.env),
    quiet,
    logLevel: text("logLevel") ?? (quiet ? "error" : options.verbose === true ? "info" : undefined),
    logFormat: text("logFormat"),
    debug: options.debug === true,
  };
}
