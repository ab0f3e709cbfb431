import { Command } from "commander";
import type { CommandDefinition } from "../../src/cli/command.js";
import { COMMANDS } from "../../src/cli/commands/index.js";
import { addGlobalOptions } from "../../src/cli/program.js";
import { EXIT_CODES } from "../../src/shared/exit-codes.js";
import { bold, escaped, italic, prose, section, term, typed } from "./roff.js";

/** A variable with what it means. */
interface Variable {
  readonly name: string;
  readonly description: string;
}

/** The manual page in the macros of man(7), made from the definitions of the commands. */
export function manualPage(version: string, variables: readonly Variable[]): string {
  return [
    `.TH SPENDESK\\-HR 1 "" "spendesk\\-hr ${escaped(version)}" "User Commands"`,
    ...section("NAME", ["spendesk\\-hr \\- keep the members of Spendesk entities in step with an HR tool"]),
    ...section("SYNOPSIS", [
      `${bold("spendesk-hr")} ${italic("command")} [${italic("argument")}] [${italic("option")} ...]`,
    ]),
    ...section("DESCRIPTION", [
      prose(
        "Compares the employees of an HR tool with the members of each connected Spendesk entity. `preview` shows what would change, and why, and writes nothing; `apply` carries it out within safety limits. `spendesk-hr demo` plays the whole story on invented people, and `spendesk-hr connect` begins.",
      ),
    ]),
    ...section("COMMANDS", groups().flatMap(groupLines)),
    ...section("GLOBAL OPTIONS", globalOptions()),
    ...section(
      "EXIT STATUS",
      Object.values(EXIT_CODES).flatMap(({ code, meaning }) => term(bold(String(code)), prose(meaning))),
    ),
    ...section(
      "ENVIRONMENT",
      variables.flatMap(({ name, description }) => term(bold(name), prose(description))),
    ),
    ...section("FILES", [
      ...term(
        bold("spendesk-hr.config.yaml"),
        prose(
          "The configuration: the nearest one from the working directory upwards, then the user's own and `/etc/spendesk-hr`. `spendesk-hr config show` names the file that is used, and where the state is.",
        ),
      ),
    ]),
    ...section("SEE ALSO", [
      prose(
        "`spendesk-hr help filter` for the rules that choose people, `spendesk-hr help json` for the shapes of the JSON output.",
      ),
    ]),
    "",
  ].join("\n");
}

interface Group {
  readonly title: string;
  readonly commands: readonly CommandDefinition[];
}

/** As the help lists them. */
function groups(): readonly Group[] {
  const titles = [...new Set(COMMANDS.map(({ group }) => group))];
  return titles.map((title) => ({ title, commands: COMMANDS.filter(({ group }) => group === title) }));
}

function groupLines({ title, commands }: Group): readonly string[] {
  return [`.SS ${escaped(title.replace(/:$/, ""))}`, ...commands.flatMap(commandLines)];
}

function commandLines(definition: CommandDefinition): readonly string[] {
  const { name, summary, aliases = [], arguments: args = [], options = [], examples } = definition;
  const head = [bold(name), ...args.map((one) => italic(one.name))].join(" ");
  const also = aliases.map((alias) => ` Also \`${alias}\`.`).join("");
  return [
    ...term(head, prose(`${summary}.${also}`)),
    ".RS",
    ...args.flatMap((one) => term(italic(one.name), prose(one.description))),
    ...options.flatMap(({ flags, description, choices, repeatable }) =>
      optionLines(flags, description, choices, repeatable),
    ),
    ".PP",
    ...typed(examples),
    ".RE",
  ];
}

function globalOptions(): readonly string[] {
  const command = new Command();
  addGlobalOptions(command, {});
  return command.options.flatMap(({ flags, description, argChoices }) =>
    optionLines(flags, description, argChoices),
  );
}

function optionLines(
  flags: string,
  description: string,
  choices: readonly string[] = [],
  repeatable = false,
): readonly string[] {
  const more = [
    ...(choices.length > 0 ? [`one of ${choices.join(", ")}`] : []),
    ...(repeatable ? ["may be repeated"] : []),
  ];
  return term(bold(flags), prose([description, ...more].join("; ")));
}
