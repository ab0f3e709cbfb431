import { Problem } from "../../sync/errors.js";
import type { CliContext } from "../cli-context.js";
import { createPrompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import { shellCommand } from "../schedule/quote.js";

interface Question {
  readonly question: string;
  /** What a person must know before: shown above the question. */
  readonly facts: readonly string[];
  /** `--yes` */
  readonly yes: boolean;
  /** The command as it is to be run when it is right, without `--yes`. */
  readonly command: readonly string[];
}

/** @throws Problem `confirmation_needed` when there is nobody to ask, `not_confirmed` */
export async function confirmDecision(
  { question, facts, yes, command }: Question,
  context: CliContext,
): Promise<void> {
  if (yes) return;
  const next = `If that is right, run \`${shellCommand(["spendesk-hr", ...command, "--yes"])}\`.`;
  if (!context.interactive) {
    throw new Problem({
      kind: "safety",
      code: "confirmation_needed",
      what: "Nothing was decided: nobody confirmed it.",
      why: facts.join(" "),
      next,
    });
  }
  for (const fact of facts) sayText(context, fact);
  if (await createPrompter(context).confirm(question, false)) return;
  throw new Problem({
    kind: "safety",
    code: "not_confirmed",
    what: "Nothing was decided.",
    why: "The question was answered with no.",
    next,
  });
}
