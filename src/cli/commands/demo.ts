import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProvider } from "../../providers/registry.js";
import { startSandbox } from "../../sandbox/sandbox.js";
import { VENDOR_IDS } from "../../sandbox/vendors/ids.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { playDemo } from "../demo/play.js";
import type { DEMO_FLAGS } from "./sandbox-flags.js";

type Input = InputOf<typeof DEMO_FLAGS>;

/**
 * `demo`: the whole story with the real commands, on a sandbox and in a temporary folder that is
 * removed afterwards.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const { id: wanted, title } = await findProvider(input.options.provider ?? "personio");
  const id = VENDOR_IDS.find((vendor) => vendor === wanted);
  if (!id) throw new Error(`the sandbox does not imitate ${wanted}`);
  const sandbox = await startSandbox({
    employees: 24,
    members: 2,
    seed: 7,
    ownerEmail: "olivia.owner@acme.test",
  });
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-demo-"));
  try {
    const steps = await playDemo({ sandbox, provider: { id, title }, folder, context });
    return {
      exitCode: 0,
      document: { provider: id, steps },
      text: () => "The demo is over; nothing of it is left on this machine.",
    };
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}
