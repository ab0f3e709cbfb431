import { resolve } from "node:path";
import { trimSecret } from "../../credentials/input.js";
import { readSmallFile } from "../../credentials/read-small-file.js";
import type { CliContext } from "../cli-context.js";
import type { Prompter, Validate } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";

/**
 * The content of a file, by its path or as it is. Hidden, since of a pasted key every line would be an answer.
 */
export async function askFile(
  question: string,
  validate: Validate,
  { context, prompter }: { readonly context: CliContext; readonly prompter: Prompter },
): Promise<string> {
  for (;;) {
    const answer = await prompter.secret(`${question} (path of the file)`, (value) =>
      value === "" ? "Type the path of the file." : null,
    );
    const content = /^(?:-----BEGIN|\{)/u.test(answer) ? answer : await fileContent(answer, context);
    const fault = typeof content === "string" ? validate(content) : `The file ${content.why}.`;
    if (typeof content === "string" && fault === null) return content;
    sayText(context, fault ?? "", "✘ ");
  }
}

async function fileContent(
  path: string,
  { process }: CliContext,
): Promise<string | { readonly why: string }> {
  const home = process.env.HOME ?? process.env.USERPROFILE ?? "~";
  const file = await readSmallFile(
    resolve(
      process.cwd,
      path.replace(/^~(?=[\\/])/u, () => home),
    ),
  );
  return file.ok ? trimSecret(file.text) : file;
}
