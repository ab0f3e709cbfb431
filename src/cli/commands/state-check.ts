import { type CheckedState, checkState } from "../../state/check.js";
import { checkPostgres } from "../../state/postgres/look.js";
import { readFolder } from "../../state/read-everything.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { factLines, labelled } from "../output/state-text.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { postgresPlace } from "../state/connection.js";
import { VERSION } from "../version.js";
import { loadCliConfig } from "../workspace.js";

/** `state check`: reads the whole state and says whether it fits together. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  const { stateDir, stateUrl, entities } = config;
  const now = context.process.clock.now();
  const state =
    stateUrl === null
      ? await checkFolder(stateDir, context)
      : await checkPostgres(await postgresPlace(stateUrl, config, context), stateDir);
  const database = stateUrl?.shown ?? null;
  const text = () => checkText(state, database, showsTimes(entities, now));
  return { exitCode: 0, document: { ok: true, database, ...state }, text };
}

/** Its file, then every row. */
async function checkFolder(dir: string, { process: { clock } }: CliContext): Promise<CheckedState> {
  const state = checkState(dir, VERSION, clock.now());
  await readFolder(dir, VERSION, clock);
  return state;
}

function checkText(state: CheckedState, database: string | null, show: ShowTime): string {
  const { upgradeBackups } = state;
  const backups = upgradeBackups.length === 0 ? "none" : upgradeBackups.join(", ");
  return labelled("✔ The state is whole.", [
    database === null ? ["Folder", state.folder] : ["Database", database],
    ...factLines(state, show),
    ["Bank key", state.hasKey ? "there" : "not made yet"],
    ["Copies", `${backups} (made by upgrades; delete them when they are no longer wanted)`],
  ]);
}
