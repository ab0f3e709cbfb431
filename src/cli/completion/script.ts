import { script } from "@bomb.sh/tab";
import { printed } from "./printed.js";

/** Shells that a script can be made for. */
export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
export type Shell = (typeof SHELLS)[number];

/** The script that makes a shell ask `spendesk-hr complete -- <words>` for what can follow. */
export function completionScript(shell: Shell): string {
  const text = printed(() => script(shell, "spendesk-hr", "spendesk-hr")).join("\n");
  return shell === "bash" ? correctedBash(text) : text;
}

/**
 * In 0.0.22 a second look at ~/.bashrc, or the script of another program, fails at the variables that
 * can't be set again, and files are never offered: `compopt +o default` takes away what was not there.
 */
function correctedBash(text: string): string {
  return text
    .replace(/^readonly (?=ShellCompDirective)/gm, "")
    .replace(/^complete -F/m, "complete -o default -F");
}
