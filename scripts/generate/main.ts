import { readFileSync, writeFileSync } from "node:fs";
import { COMMANDS } from "../../src/cli/commands/index.js";
import { credentialVariablePatterns, environmentVariables } from "../../src/config/environment.js";
import { PROVIDERS } from "../../src/providers/registry.js";
import { CODES } from "../../src/sync/codes.js";
import { EXIT_CODES } from "../../src/sync/exit-codes.js";

const FILE = "README.md";

/** The tables by the name that stands in their markers: `<!-- generated:commands -->` … `<!-- end -->`. */
async function tables(): Promise<Record<string, string>> {
  const providers = await Promise.all(PROVIDERS.map((entry) => entry.load()));
  return {
    commands: table(
      ["Command", "Does"],
      COMMANDS.map(({ name, arguments: args = [], summary }) => [
        code([name, ...args.map((argument) => argument.name)].join(" ")),
        summary,
      ]),
    ),
    providers: table(
      ["HR tool", "Credentials", "Requests for 1 000 employees", "Bank details", "Not verified"],
      providers.map((provider) => [
        `${provider.title} (${code(provider.id)})`,
        provider.credentialFields.map((field) => field.label).join(", "),
        `${provider.requests.count(1000)} (${provider.requests.formula})`,
        provider.bankDetails,
        provider.notVerified.join(" "),
      ]),
    ),
    "exit-codes": table(
      ["Code", "Meaning"],
      Object.values(EXIT_CODES).map(({ code: number, meaning }) => [String(number), meaning]),
    ),
    environment: table(
      ["Variable", "Meaning"],
      [...environmentVariables, ...credentialVariablePatterns].map(({ name, description }) => [
        code(name),
        description,
      ]),
    ),
    reasons: table(
      ["Kind", "Code", "Meaning"],
      Object.entries(CODES).flatMap(([kind, codes]) =>
        Object.entries(codes).map(([name, meaning]) => [kind.replace("_", " "), code(name), meaning]),
      ),
    ),
  };
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

const before = readFileSync(FILE, "utf8");
const made = await tables();
const found = new Set<string>();
const after = before.replace(
  /<!-- generated:([a-z-]+) -->\n[\s\S]*?<!-- end -->/g,
  (_whole, name: string) => {
    found.add(name);
    const content = made[name];
    if (content === undefined) throw new Error(`${FILE} asks for a table "${name}" that nobody makes.`);
    return `<!-- generated:${name} -->\n${content}\n<!-- end -->`;
  },
);
const missing = Object.keys(made).filter((name) => !found.has(name));
if (missing.length > 0) throw new Error(`${FILE} lacks the markers of: ${missing.join(", ")}.`);

if (!process.argv.includes("--check")) {
  writeFileSync(FILE, after);
} else if (after !== before) {
  console.error(
    `The generated tables of ${FILE} are not up to date.\nSomething in the code they come from changed.\nRun \`node scripts/generate.mjs\` and commit the result.`,
  );
  process.exitCode = 1;
}
