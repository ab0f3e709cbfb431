import { type CheckedState, checkState } from "../../state/check.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { factLines, labelled } from "../output/state-text.js";
import { VERSION } from "../version.js";
import { loadCliConfig } from "../workspace.js";

/** `state check`: reads the whole state and says whether it fits together. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const { stateDir } = await loadCliConfig(context);
  const state = checkState(stateDir, VERSION, context.process.clock.now());
  return { exitCode: 0, document: { ok: true, ...state }, text: () => checkText(state) };
}

function checkText(state: CheckedState): string {
  const { upgradeBackups } = state;
  const backups = upgradeBackups.length === 0 ? "none" : upgradeBackups.join(", ");
  return labelled("✔ The state is whole.", [
    ["Folder", state.folder],
    ...factLines(state),
    ["Bank key", state.hasKey ? "there" : "not made yet"],
    ["Copies", `${backups} (made by upgrades; delete them when they are no longer wanted)`],
  ]);
}
