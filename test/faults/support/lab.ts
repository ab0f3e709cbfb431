import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "../../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../../src/sandbox/settings.js";
import { openState } from "../../../src/state/open.js";
import type { StateStore } from "../../../src/sync/ports.js";
import { done } from "../../support/connected-workspace.js";
import type { CliRun } from "../../support/run-cli.js";
import { openSandboxWorkspace } from "../../support/sandbox-workspace.js";
import { type CliProcess, type ProcessOptions, startCli } from "./cli-process.js";
import { foundCompany, gusLeaves, newDay, OWNER } from "./company.js";
import { type Gate, openGate } from "./gate.js";
import { type Picture, takePicture } from "./picture.js";

const ENTITY = "acme-uk";

/** A company on the morning of a new day, as often as wanted: see `newDay`. */
export interface Lab {
  readonly sandbox: Sandbox;
  readonly gate: Gate;
  readonly folder: string;
  readonly stateDir: string;
  /** Runs in the books before the new day. */
  readonly earlierRuns: number;
  /** Puts Spendesk and the state back to the morning. */
  reset(): void;
  /** The real program in a process of its own. */
  start(argv: readonly string[], options?: Partial<ProcessOptions>): CliProcess;
  /** The same command line in this process. */
  run(argv: readonly string[]): Promise<CliRun>;
  read<T>(look: (state: StateStore) => T): T;
  picture(): Picture;
  close(): Promise<void>;
}

/** @param options how the imitated Spendesk differs from the usual one */
export async function openLab(options: SandboxOptions = {}): Promise<Lab> {
  const workspace = await openSandboxWorkspace({ ...options, employees: 0, ownerEmail: OWNER });
  const { sandbox, folder, stateDir, env, run } = workspace;
  const { control } = sandbox;
  const told = options.readFields !== "documented";
  const gate = await openGate(sandbox.spendeskUrl());
  foundCompany(control);
  done(await workspace.connect("--set", `spendesk.baseUrl=${gate.url}`, "--set", `owner=${OWNER}`));
  done(await workspace.configure());
  done(await run(["apply", "--yes"]));
  gusLeaves(control);
  done(await run(["apply", "--yes"]));
  newDay(control);

  const morning = join(folder, "morning");
  cpSync(stateDir, morning, { recursive: true });
  const members = control.members();

  function read<T>(look: (state: StateStore) => T): T {
    const state = openState({ dir: stateDir, toolVersion: "test", clock: { now: () => new Date() } });
    try {
      return look(state);
    } finally {
      state.close();
    }
  }

  return {
    sandbox,
    gate,
    folder,
    stateDir,
    earlierRuns: read((state) => state.runs(100).length),
    reset() {
      gate.reset();
      resetMembers(control, members);
      rmSync(stateDir, { recursive: true });
      cpSync(morning, stateDir, { recursive: true });
    },
    start: (argv, options) => startCli(argv, { cwd: folder, env, ...options }),
    run: (argv) => run(argv),
    read,
    picture: () =>
      takePicture(
        control.members(),
        read((state) => state.links(ENTITY)),
        told,
      ),
    async close() {
      await gate.close();
      await workspace.close();
    },
  };
}

function resetMembers(control: Sandbox["control"], wanted: ReturnType<Sandbox["control"]["members"]>): void {
  const ids = new Set(wanted.map(({ id }) => id));
  for (const { id } of control.members()) if (!ids.has(id)) control.removeMember(id);
  // E-mails moved between members: all are free before the first is given back.
  for (const { id } of wanted) control.patchMember(id, { email: null });
  for (const { id, ...values } of wanted) control.patchMember(id, values);
}
