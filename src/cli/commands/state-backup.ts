import { resolve } from "node:path";
import { type Backup, backUpState } from "../../state/backup.js";
import { backUpPostgres } from "../../state/postgres/backup.js";
import { readFolder } from "../../state/read-everything.js";
import { type Clock, EXIT_CODES, isProblem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { factLines, labelled } from "../output/state-text.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { postgresPlace } from "../state/connection.js";
import { VERSION } from "../version.js";
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
  const damage = await damageIn(backup.folder, clock);
  return {
    exitCode: damage === null ? EXIT_CODES.done.code : EXIT_CODES.configuration.code,
    document: { ...backup, damage },
    text: () => backupText(backup, damage, showsTimes(entities, clock.now())),
  };
}

/** What is wrong with the rows of a copy, which is what is wrong with those of the state; null: nothing. */
async function damageIn(folder: string, clock: Clock): Promise<string | null> {
  try {
    await readFolder(folder, VERSION, clock);
    return null;
  } catch (error) {
    if (isProblem(error)) return error.why;
    throw error;
  }
}

function backupText(backup: Backup, damage: string | null, show: ShowTime): string {
  const key = backup.hasKey ? "" : "\nThere was no key of the bank fingerprints yet, so the copy has none.";
  const headline =
    damage === null
      ? "✔ The backup is made and was checked."
      : `⚠ The backup is made, but it can't be read, as the state can't: ${damage} Keep older backups.`;
  return [
    `${labelled(headline, [["Folder", backup.folder], ...factLines(backup, show)])}${key}`,
    "It names people and holds no credentials. Keep it where only you can read it, as a whole: without",
    "fingerprint.key every bank detail would be written once more.",
    `To put it back: spendesk-hr state restore ${backup.folder}`,
  ].join("\n");
}
