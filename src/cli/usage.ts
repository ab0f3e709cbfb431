import type { CommanderError } from "commander";
import { Problem } from "../sync/model/index.js";
import { type GlobalOptions, OUTPUT_FORMATS, type ProcessContext } from "./cli-context.js";

/** commander's complaint about the command line as a problem: `Unknown option '--detaild'.` */
export function usageProblem(error: CommanderError): Problem {
  if (error.code === "commander.help") return commandIncomplete();
  const [first = "", hint = ""] = error.message
    .replace(/^error: /, "")
    // What stands behind an unknown flag may be a secret.
    .replace(/(unknown option '[^=']*)=[^']*/, "$1")
    .split("\n");
  const [what = "", why] = first.split(/\.\s+/);
  const didYouMean = /\(Did you mean (?:one of )?(.+)\?\)/.exec(hint)?.[1];
  return new Problem({
    kind: "usage",
    code: error.code.replace("commander.", "").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    what: sentence(what),
    why: why ? sentence(why) : "The command line does not follow the command's form.",
    next: `${didYouMean ? `Did you mean ${didYouMean}? ` : ""}Run \`spendesk-hr --help\`, or the command with \`--help\`.`,
  });
}

/**
 * Node hands over arguments that are not UTF-8 with a sign in the place of what it could not read.
 * @throws Problem `argument_encoding`
 */
export function refuseUnreadable(argv: readonly string[]): void {
  const position = argv.findIndex((word) => word.includes("\ufffd"));
  if (position < 0) return;
  throw new Problem({
    kind: "usage",
    code: "argument_encoding",
    what: `Argument ${position + 1} of the command line is not UTF-8.`,
    why: "A letter in it could not be read: the terminal, the script or the crontab uses another encoding.",
    next: "Save the script as UTF-8 or set a UTF-8 locale such as LANG=C.UTF-8, then run the same command again.",
  });
}

/**
 * What a command line asks for that could not be parsed as a whole; a machine that asked for JSON gets
 * its error as JSON.
 */
export function wantedGlobals(argv: readonly string[], env: ProcessContext["env"]): GlobalOptions {
  const named = lastValue(argv, /^(?:-o|--output)$/, /^(?:-o|--output=)(.+)$/) ?? env.SPENDESK_HR_OUTPUT;
  const output = argv.includes("--json") ? "json" : named;
  return {
    config: undefined,
    entity: [],
    group: [],
    output: OUTPUT_FORMATS.find((format) => format === output) ?? "table",
    csvBom: argv.includes("--csv-bom"),
    stateDir: undefined,
    input: false,
    color: false,
    pager: false,
    quiet: false,
    logLevel: lastValue(argv, /^--log-level$/, /^--log-level=(.+)$/),
    logFormat: lastValue(argv, /^--log-format$/, /^--log-format=(.+)$/),
    debug: argv.includes("--debug"),
  };
}

/** The last value of a flag, wherever it stands: `--flag value`, or joined as in `--flag=value`. */
export function lastValue(argv: readonly string[], flag: RegExp, joined: RegExp): string | undefined {
  const values = argv.flatMap((word, index) =>
    flag.test(word) ? (argv[index + 1] ?? []) : (joined.exec(word)?.[1] ?? []),
  );
  return values.at(-1);
}

function commandIncomplete(): Problem {
  return new Problem({
    kind: "usage",
    code: "command_incomplete",
    what: "The command is not complete.",
    why: "It needs one of the words listed above.",
    next: "Run it again with one of them.",
  });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.+$/, "")}.`;
}
