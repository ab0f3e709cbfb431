import { COMMANDS } from "../../src/cli/commands/index.js";
import { code, table } from "./table.js";

/** Name and arguments as typed. */
function usage({ name, arguments: args = [] }: (typeof COMMANDS)[number]): string {
  return [name, ...args.map((argument) => argument.name)].join(" ");
}

export function commandTable(): string {
  return table(
    ["Command", "Does"],
    COMMANDS.map((command) => [code(usage(command)), command.summary]),
  );
}

/** A section for each command with its arguments, flags and examples. */
export function commandReference(): string {
  return COMMANDS.map((command) => {
    const { summary, aliases = [], arguments: args = [], options = [], examples } = command;
    const rows = [
      ...args.map(({ name, description }) => [code(name), description]),
      ...options.map(({ flags, description, choices, repeatable }) => [
        code(flags),
        [
          description,
          ...(choices ? [`one of ${choices.map(code).join(", ")}`] : []),
          ...(repeatable ? ["may be repeated"] : []),
        ].join("; "),
      ]),
    ];
    return [
      `## ${code(usage(command))}`,
      [`${summary}.`, ...aliases.map((alias) => `Also ${code(alias)}.`)].join(" "),
      ...(rows.length > 0 ? [table(["Argument", "Meaning"], rows)] : []),
      `\`\`\`sh\n${examples.join("\n")}\n\`\`\``,
    ].join("\n\n");
  }).join("\n\n");
}
