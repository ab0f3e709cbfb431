import { expect } from "vitest";
import { memoryOf } from "./memory.js";
import type { CliOptions } from "./run-cli.js";
import { writesTo } from "./sandbox-requests.js";
import type { SandboxWorkspace } from "./sandbox-workspace.js";

/** What a refused command said, line by line. */
export interface Refusal {
  readonly exitCode: number;
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/**
 * Runs a command that must fail without doing harm: three lines end its stderr, stdout is empty, nothing
 * was written to Spendesk, and the memory of entities and links is as before.
 */
export async function refusal(
  workspace: SandboxWorkspace,
  argv: readonly string[],
  options: Partial<CliOptions> = {},
): Promise<Refusal> {
  const before = await memoryOf(workspace);
  const members = workspace.sandbox.control.members();
  workspace.sandbox.control.resetStats();
  const { exitCode, stdout, stderr } = await workspace.run(argv, options);
  expect(exitCode).not.toBe(0);
  expect(stdout).toBe("");
  expect(writesTo(workspace.sandbox)).toEqual({});
  expect(workspace.sandbox.control.members()).toEqual(members);
  expect(await memoryOf(workspace)).toEqual(before);
  // Further lines of a reason are indented.
  const [what = "", why = "", next = ""] = stderr
    .trimEnd()
    .split(/\n(?! {2})/)
    .slice(-3);
  for (const line of [what, why, next]) expect(line.trim().length).toBeGreaterThan(10);
  expect(stderr).not.toMatch(/^\s+at /m);
  return { exitCode, what, why, next };
}
