import { resolve } from "node:path";
import { type Backup, backUpState } from "../../state/backup.js";
import { backUpPostgres } from "../../state/postgres/backup.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { factLines, labelled } from "../output/state-text.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { postgresPlace } from "../state/connection.js";
import { loadCliConfig } from "../workspace.js";

/** `state backup`: a copy of the state that can be restored, with its key. */
export async function run(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const { cwd, clock } = context.process;
  const config = await loadCliConfig(context);
  const { stateDir, stateUrl, entities } = config;
  const stamp = clock.now().toISOString().slice(0, 19).replaceAll(":", "");
  const to = resolve(cwd, input.arguments[0] ?? `spendesk-hr-backup-${stamp}Z`);
  const backup =
    stateUrl === null
      ? backUpState(stateDir, to)
      : await backUpPostgres(await postgresPlace(stateUrl, config, context), to);
  return { exitCode: 0, document: backup, text: () => backupText(backup, showsTimes(entities, clock.now())) };
}

function backupText(backup: Backup, show: ShowTime): string {
  const key = backup.hasKey ? "" : "\nThere was no key of the bank fingerprints yet, so the copy has none.";
  return [
    `${labelled("✔ The backup is made and was checked.", [["Folder", backup.folder], ...factLines(backup, show)])}${key}`,
    "It names people and holds no credentials. Keep it where only you can read it, as a whole: without",
    "fingerprint.key every bank detail would be written once more.",
    `To put it back: spendesk-hr state restore ${backup.folder}`,
  ].join("\n");
}
