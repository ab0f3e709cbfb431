import { spawn } from "node:child_process";
import type { ProcessContext } from "../cli-context.js";

/** What less does unless the person says otherwise: ends by itself when all fits, shows colours, leaves the text. */
const LESS = "FRX";

/** Whether a result is longer than the terminal it goes to. */
export function isLong(text: string, { stdout }: Pick<ProcessContext, "stdout">): boolean {
  if (stdout.isTTY !== true || !stdout.rows) return false;
  return text.split("\n").length > stdout.rows;
}

/**
 * Shows a text in the person's pager (`PAGER`, else less), as git does. It gets the terminal itself, and may be
 * left before the end.
 * @returns false when there is none, or it can't be started: nothing was shown then
 */
export async function showInPager(text: string, { env }: Pick<ProcessContext, "env">): Promise<boolean> {
  const [program, ...args] = (env.PAGER ?? "less").trim().split(/\s+/);
  if (!program || program === "cat") return false;
  return new Promise((resolve) => {
    const pager = spawn(program, args, {
      stdio: ["pipe", "inherit", "inherit"],
      env: { LESS, ...process.env, ...env },
    });
    pager.once("error", () => resolve(false));
    pager.once("close", () => resolve(true));
    // Whoever leaves early has seen enough.
    pager.stdin.on("error", () => undefined);
    pager.once("spawn", () => pager.stdin.end(text));
  });
}
