import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProvider } from "../../providers/registry.js";
import { startSandbox } from "../../sandbox/sandbox.js";
import { VENDOR_IDS } from "../../sandbox/vendors/ids.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { playDemo } from "../demo/play.js";
import type { DEMO_FLAGS } from "./sandbox-flags.js";

type Input = InputOf<typeof DEMO_FLAGS>;

const NEXT = [
  "  spendesk-hr connect        asks for everything, and writes nothing to Spendesk",
  "  spendesk-hr help filter    what a filter can say",
  "  spendesk-hr sandbox        the same imitations, to try the commands on yourself",
];

/** A source that is no vendor's tool has no imitation to play with. */
function notImitated(title: string): Problem {
  return new Problem({
    kind: "usage",
    code: "demo_not_there",
    what: `There is no demo of ${title}.`,
    why: `The sandbox imitates ${VENDOR_IDS.join(", ")}.`,
    next: "Run `spendesk-hr demo` with one of them, or try a file of your own with `spendesk-hr sandbox` for the Spendesk side.",
  });
}

/**
 * `demo`: the whole story with the real commands, on a sandbox and in a temporary folder that is
 * removed afterwards.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const { id: wanted, title } = await findProvider(input.options.provider ?? "personio");
  const id = VENDOR_IDS.find((vendor) => vendor === wanted);
  if (!id) throw notImitated(title);
  const sandbox = await startSandbox({
    employees: 24,
    members: 2,
    seed: 3,
    ownerEmail: "olivia.owner@acme.test",
  });
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-demo-"));
  try {
    const steps = await playDemo({ sandbox, provider: { id, title }, folder, context });
    return {
      exitCode: 0,
      document: { provider: id, steps },
      text: () =>
        ["", "Nothing of this is left on this machine. Next, with your own keys:", ...NEXT].join("\n"),
    };
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}
