import { type CheckedState, checkState } from "../../state/check.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { factLines, labelled } from "../output/state-text.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { VERSION } from "../version.js";
import { loadCliConfig } from "../workspace.js";

/** `state check`: reads the whole state and says whether it fits together. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const { stateDir, entities } = await loadCliConfig(context);
  const now = context.process.clock.now();
  const state = checkState(stateDir, VERSION, now);
  const text = () => checkText(state, showsTimes(entities, now));
  return { exitCode: 0, document: { ok: true, ...state }, text };
}

function checkText(state: CheckedState, show: ShowTime): string {
  const { upgradeBackups } = state;
  const backups = upgradeBackups.length === 0 ? "none" : upgradeBackups.join(", ");
  return labelled("✔ The state is whole.", [
    ["Folder", state.folder],
    ...factLines(state, show),
    ["Bank key", state.hasKey ? "there" : "not made yet"],
    ["Copies", `${backups} (made by upgrades; delete them when they are no longer wanted)`],
  ]);
}
