import type { CommanderError } from "commander";
import { Problem } from "../sync/errors.js";
import { OUTPUT_FORMATS, type OutputFormat, type ProcessContext } from "./cli-context.js";

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
 * The format a command line asks for that could not be parsed as a whole; a machine that asked for
 * JSON gets its error as JSON.
 */
export function wantedFormat(argv: readonly string[], env: ProcessContext["env"]): OutputFormat {
  const named = argv.flatMap((word, index) =>
    word === "-o" || word === "--output"
      ? (argv[index + 1] ?? [])
      : (/^(?:-o|--output=)(.+)$/.exec(word)?.[1] ?? []),
  );
  const wanted = named.at(-1) ?? env.SPENDESK_HR_OUTPUT;
  return OUTPUT_FORMATS.find((format) => format === wanted) ?? "table";
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
