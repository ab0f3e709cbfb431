import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What state a process is in, by the letter that proc(5) and ps(1) have for it; null when there is none. */
export function letterOf(pid: number): string | null {
  try {
    if (process.platform === "linux") {
      return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? null;
    }
    return execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .charAt(0);
  } catch {
    return null;
  }
}

/** Waits, as long as the test may take, until a process is in a state. */
export async function untilLetter(pid: number, letter: string): Promise<void> {
  while (letterOf(pid) !== letter) await new Promise((resolve) => setTimeout(resolve, 5));
}
