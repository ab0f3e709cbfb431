import { join } from "node:path";
import { Writable } from "node:stream";
import { main } from "../../src/cli/main.js";
import { sandboxEnvironment } from "../../src/cli/sandbox-environment.js";
import type { Sandbox } from "../../src/sandbox/sandbox.js";

/** Runs a command of the program in this process. @throws Error when it does not end with 0 */
export type RunCommand = (...argv: readonly string[]) => Promise<void>;

/**
 * Commands on a sandbox, with configuration and state in a folder.
 * @param more variables besides those of the sandbox
 */
export function commandsOn(
  sandbox: Sandbox,
  folder: string,
  more: Readonly<Record<string, string>> = {},
): RunCommand {
  const env = {
    HOME: folder,
    SPENDESK_HR_STATE_DIR: join(folder, "state"),
    ...sandboxEnvironment(sandbox, "acme-uk"),
    ...more,
  };
  return async (...argv) => {
    let errors = "";
    const exitCode = await main(argv, {
      stdin: process.stdin,
      stdout: new Writable({ write: (_chunk, _encoding, done) => done() }),
      stderr: new Writable({
        write(chunk, _encoding, done) {
          errors += String(chunk);
          done();
        },
      }),
      env,
      cwd: folder,
      clock: { now: () => new Date() },
      signal: new AbortController().signal,
    });
    if (exitCode !== 0) throw new Error(`spendesk-hr ${argv[0]} ended with ${exitCode}: ${errors}`);
  };
}

/** Connects Personio and looks after everybody. */
export async function setUp(sandbox: Sandbox, run: RunCommand): Promise<void> {
  await run(
    ...["connect", "personio", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
    ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
    ...["--set", `source.baseUrl=${sandbox.providerUrl("personio")}`],
  );
  await run("configure", "--include", "all", "--yes");
}
