import type { CliContext } from "../cli-context.js";
import { sayText, sayTitle } from "../prompts/screen.js";

/** Plans and roles: docs/vendors/spendesk.md §1. */
const LINES: readonly string[] = [
  "Each Spendesk entity is connected by itself: for several, run it once for each.",
  "In Spendesk you need the plan Scale or Premium for an HR integration (for an API key Premium or Enterprise), and to be Account Owner, Administrator or Controller. The Account Owner makes the API key.",
  "In the HR tool you need the rights of an administrator, and work e-mails on people's profiles: by them they are found in Spendesk.",
  "It shows what to do in the HR tool and which data is read, asks for the keys of both, and tries both.",
  "Nothing is stored before you say yes to the last question, and nothing is written to Spendesk. Ctrl-C leaves at any time; what you answered is then kept for the next time, without keys.",
];

/** Says what `connect` will do and what it takes, before the first question. */
export function sayOpening(context: CliContext): void {
  sayTitle(context, "Connect a Spendesk entity to an HR tool");
  for (const line of LINES) sayText(context, line, "- ");
}
