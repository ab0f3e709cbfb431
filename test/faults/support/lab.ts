import type { Sandbox } from "../../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../../src/sandbox/settings.js";
import type { StateStore } from "../../../src/sync/model/state-store.js";
import { done } from "../../support/connected-workspace.js";
import { withState } from "../../support/memory.js";
import type { CliOptions, CliRun } from "../../support/run-cli.js";
import { openSandboxWorkspace } from "../../support/sandbox-workspace.js";
import { type CliProcess, type ProcessOptions, startCli } from "./cli-process.js";
import { foundCompany, gusLeaves, newDay, OWNER } from "./company.js";
import { type Gate, openGate } from "./gate.js";
import { type Life, liveOnce } from "./mortal.js";
import { type Picture, takePicture } from "./picture.js";
import { takeSnapshot } from "./snapshot.js";

const ENTITY = "acme-uk";

/** A company on the morning of a new day, as often as wanted: see `newDay`. */
export interface Lab {
  readonly sandbox: Sandbox;
  readonly gate: Gate;
  readonly folder: string;
  readonly stateDir: string;
  /** What the program gets of its environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs in the books before the new day. */
  readonly earlierRuns: number;
  /** Puts Spendesk and the state back to the morning. */
  reset(): Promise<void>;
  /** The real program in a process of its own. */
  start(argv: readonly string[], options?: Partial<ProcessOptions>): CliProcess;
  /** The same command line in this process. */
  run(argv: readonly string[], options?: Partial<CliOptions>): Promise<CliRun>;
  /** The same in this process, until it dies at a point or is ended: see `liveOnce`. */
  live(argv: readonly string[], last: LastMoment): Promise<Life>;
  read<T>(look: (state: StateStore) => Promise<T>): Promise<T>;
  picture(): Promise<Picture>;
  close(): Promise<void>;
}

export interface LastMoment {
  /** Number of the point at which it dies, from 1. */
  readonly at?: number;
  /** Whether changes of files are points, besides commits. */
  readonly files?: boolean;
  /** Gets the run that is about to begin, to end it. */
  readonly meet?: (life: Life) => void;
}

/** A run that is to die does not wait before it tries again. */
const HASTY = { network: { sleep: async () => {}, random: () => 0 } };

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

  const morning = await takeSnapshot(workspace);
  const read = <T>(look: (state: StateStore) => Promise<T>): Promise<T> => withState(workspace, look);

  return {
    sandbox,
    gate,
    folder,
    stateDir,
    env,
    earlierRuns: await read(async (state) => (await state.runs(100)).length),
    async reset() {
      gate.reset();
      await morning.restore();
    },
    start: (argv, options) => startCli(argv, { cwd: folder, env, ...options }),
    run,
    live: (argv, { at, files = false, meet }) =>
      liveOnce({ stateDir, at: at ?? null, files }, (life) => {
        meet?.(life);
        return run(argv, HASTY);
      }),
    read,
    picture: async () => takePicture(control.members(), await read((state) => state.links(ENTITY)), told),
    async close() {
      await gate.close();
      await workspace.close();
    },
  };
}
