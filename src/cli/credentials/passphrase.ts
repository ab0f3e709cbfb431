import { type AskPassphrase, passphraseProblem } from "../../credentials/encrypted/key.js";
import type { CliContext } from "../cli-context.js";
import { createPrompter } from "../prompts/prompter.js";

/** Asks for a passphrase, hidden; a new one twice. */
export function askPassphrase(context: CliContext): AskPassphrase {
  return async (question, { repeat }) => {
    const prompter = createPrompter(context);
    if (!repeat) return prompter.secret(question, (value) => (value === "" ? "It is empty." : null));
    const passphrase = await prompter.secret(`${question} (new)`, passphraseProblem);
    await prompter.secret("The same passphrase again", (value) =>
      value === passphrase ? null : "It is not the same.",
    );
    return passphrase;
  };
}
