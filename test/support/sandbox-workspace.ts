import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandboxEnvironment } from "../../src/cli/sandbox-environment.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { type CliOptions, type CliRun, type OwnRun, runCli } from "./run-cli.js";
import { environmentWherever } from "./wherever.js";

export const RULE = "'Work Location' is one of: Remote,London,Paris";

/** A sandbox with a folder for configuration and state, and the command line bound to both. */
export interface SandboxWorkspace {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly configPath: string;
  readonly stateDir: string;
  readonly env: Record<string, string | undefined>;
  run(argv: readonly string[], options?: Partial<CliOptions>): Promise<OwnRun>;
  /** Runs a command with `-o json` and gives its document. */
  json<T = never>(
    argv: readonly string[],
    options?: Partial<CliOptions>,
  ): Promise<{ exitCode: number; document: T }>;
  connect(...flags: string[]): Promise<CliRun>;
  configure(...flags: string[]): Promise<CliRun>;
  close(): Promise<void>;
}

export async function openSandboxWorkspace(options: SandboxOptions = {}): Promise<SandboxWorkspace> {
  // The servers live in the time of the command that asks them, unless a test wants to confuse it.
  let now = () => new Date();
  const toldTime = () => now().getTime();
  const sandbox = await startSandbox({ rateLimit: null, toldTime, ...options });
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-test-"));
  const configPath = join(folder, "spendesk-hr.config.yaml");
  const stateDir = join(folder, "state");
  const env: Record<string, string | undefined> = {
    HOME: folder,
    SPENDESK_HR_STATE_DIR: stateDir,
    ...sandboxEnvironment(sandbox, "acme-uk"),
    ...environmentWherever(stateDir),
  };
  const run: SandboxWorkspace["run"] = (argv, more = {}) => {
    now = more.now ?? (() => new Date());
    return runCli(argv, { cwd: folder, env, ...more });
  };
  return {
    sandbox,
    folder,
    configPath,
    stateDir,
    env,
    run,
    async json(argv, more) {
      const { exitCode, stdout } = await run([...argv, "-o", "json"], more);
      return { exitCode, document: JSON.parse(stdout) };
    },
    connect: (...flags) =>
      run([
        ...["connect", "personio", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
        ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
        ...["--set", `source.baseUrl=${sandbox.providerUrl("personio")}`],
        ...flags,
      ]),
    configure: (...flags) => run(["configure", "--yes", ...(flags.length > 0 ? flags : ["--rule", RULE])]),
    async close() {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
