import type { SandboxOptions } from "../../src/sandbox/settings.js";
import type { CliRun } from "./run-cli.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "./sandbox-workspace.js";

/** A run that must have worked; says what the command said when it did not. */
export function done<Run extends CliRun>(run: Run): Run {
  if (run.exitCode !== 0) throw new Error(`exit code ${run.exitCode}\n${run.stdout}${run.stderr}`);
  return run;
}

/** A workspace whose entity is connected and configured: nothing was applied yet. */
export async function openConnectedWorkspace(options: SandboxOptions = {}): Promise<SandboxWorkspace> {
  const workspace = await openSandboxWorkspace(options);
  try {
    done(await workspace.connect());
    done(await workspace.configure());
  } catch (error) {
    await workspace.close();
    throw error;
  }
  workspace.sandbox.control.resetStats();
  return workspace;
}

/** The same, after the first apply. */
export async function openAppliedWorkspace(options: SandboxOptions = {}): Promise<SandboxWorkspace> {
  const workspace = await openConnectedWorkspace(options);
  try {
    done(await workspace.run(["apply", "--yes"]));
  } catch (error) {
    await workspace.close();
    throw error;
  }
  workspace.sandbox.control.resetStats();
  return workspace;
}
