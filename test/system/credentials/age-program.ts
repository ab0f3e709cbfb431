import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { spawn } from "@lydell/node-pty";

/** A person needs no longer for two lines; scrypt takes about a second. In milliseconds. */
const PATIENCE_MS = 30_000;

const run = promisify(execFile);

/** Runs the real `age`. */
export async function age(...args: readonly string[]): Promise<string> {
  return (await run("age", args)).stdout;
}

/** A key of the real `age-keygen` in a file; gives the public half. */
export async function newKey(path: string): Promise<string> {
  await run("age-keygen", ["-o", path]);
  return (await run("age-keygen", ["-y", path])).stdout.trim();
}

/** Runs the real `age`, which asks for passphrases on a terminal only, and types one at every question. */
export function ageTyping(passphrase: string, ...args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const terminal = spawn("age", [...args], { cols: 100, rows: 20 });
    let unanswered = "";
    const timer = setTimeout(() => {
      terminal.kill("SIGKILL");
      reject(new Error(`age did not end: ${unanswered}`));
    }, PATIENCE_MS);
    terminal.onData((text) => {
      unanswered += text;
      if (!/passphrase.*: ?$/i.test(unanswered)) return;
      unanswered = "";
      terminal.write(`${passphrase}\r`);
    });
    terminal.onExit(({ exitCode }) => {
      clearTimeout(timer);
      resolve(exitCode);
    });
  });
}
