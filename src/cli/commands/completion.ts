import { nearest, Problem } from "../../sync/model/index.js";
import type { CommandInput, CommandResult } from "../command.js";
import { completionScript, SHELLS } from "../completion/script.js";

/** `completion <shell>`: the script that a shell is to read. */
export async function run(input: CommandInput): Promise<CommandResult> {
  const [wanted = ""] = input.arguments;
  const shell = SHELLS.find((one) => one === wanted);
  if (!shell) throw unknownShell(wanted);
  const script = completionScript(shell);
  return { exitCode: 0, document: { shell, script }, text: () => script };
}

function unknownShell(wanted: string): Problem {
  const guess = nearest(wanted, SHELLS);
  return new Problem({
    kind: "usage",
    code: "unknown_shell",
    what: `There is no completion for "${wanted}".`,
    why: `It is made for ${SHELLS.join(", ")}.`,
    next: guess ? `Did you mean \`spendesk-hr completion ${guess}\`?` : "Use one of these.",
  });
}
