import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { stateDirectory } from "../../config/directories.js";
import { userSystem } from "../../config/load.js";
import { shellCommand, shellWord } from "../../shared/shell.js";
import { statePath } from "../../state/files.js";
import type { CliContext } from "../cli-context.js";
import { asJobUser, fileWord, programWords } from "./job.js";
import { runsHere, type ScheduleInput, type Scheduler, type StateElsewhere, type Step } from "./schedule.js";

/** Copy on the way from one state to the other. */
export const STATE_COPY = "state-copy";

/**
 * A state on this machine in another folder than that of the job: the one that is configured now, the usual
 * one of who prints the schedule, or that of who became root for it by sudo.
 * @param ofJob null: a volume somewhere else
 */
export function findStateElsewhere(
  configured: string,
  ofJob: string | null,
  { process: { env } }: CliContext,
): StateElsewhere | null {
  const own = stateDirectory(userSystem(env));
  const caller = process.getuid?.() === 0 ? accountOf(env.SUDO_USER) : null;
  const candidates: readonly StateElsewhere[] = [
    { folder: configured, owner: null },
    ...(own === null ? [] : [{ folder: own, owner: null }]),
    ...(caller === null ? [] : [caller]),
  ];
  const isOther = ({ folder }: StateElsewhere) => ofJob === null || resolve(folder) !== resolve(ofJob);
  return candidates.find((one) => isOther(one) && existsSync(statePath(one.folder))) ?? null;
}

/** The usual state of somebody else's account (passwd(5)). */
function accountOf(name: string | undefined): StateElsewhere | null {
  if (name === undefined || name === "root") return null;
  try {
    const accounts = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"));
    const home = accounts.find(([account]) => account === name)?.[5];
    const folder = home ? stateDirectory({ env: {}, platform: process.platform, home }) : null;
    return folder === null ? null : { folder, owner: name };
  } catch {
    return null;
  }
}

/** Takes a state along into the new one of the job; nothing where there is none to take. */
export function moveSteps(input: ScheduleInput): readonly Step[] {
  const { elsewhere, installation, user } = input;
  if (elsewhere === null || !installation.stateIsNew) return [];
  const copy = fileWord(input, STATE_COPY);
  const arrived = `${installation.stateDir}/${STATE_COPY}`;
  const restore = (folder: string) => asJobUser(input, ["state", "restore", folder]);
  return [
    {
      text: `The state is in ${elsewhere.folder}, where the job does not look: take it along, while nothing runs. Do not use the old one afterwards.`,
      commands: [
        backupCommand(input, elsewhere),
        ...(user.isOther
          ? [
              `sudo mv ${copy} ${shellWord(arrived)}`,
              `sudo chown -R ${shellWord(user.name)} ${shellWord(arrived)}`,
              restore(arrived),
              `sudo rm -r ${shellWord(arrived)}`,
            ]
          : [restore(`${input.folder}/${STATE_COPY}`), `rm -r ${copy}`]),
      ],
    },
  ];
}

/** Copies the state that is elsewhere, as whoever it belongs to. */
export function backupCommand(input: ScheduleInput, { folder, owner }: StateElsewhere): string {
  return shellCommand([
    ...(owner === null ? [] : ["sudo"]),
    ...programWords(input),
    ...["state", "backup", `${input.folder}/${STATE_COPY}`],
    ...["--config", input.installation.configPath, "--state-dir", folder],
  ]);
}

/** Whether the job begins with a state that knows nobody: nothing was restored into it either. */
export function beginsAnew({ installation, elsewhere }: ScheduleInput): boolean {
  return installation.stateIsNew && elsewhere === null;
}

/**
 * Looks at what the job would do, and with a state that is new confirms the configuration there.
 * @param commandsOf of these words of the program, without entities and places
 */
export function trialStep(
  input: ScheduleInput,
  commandsOf: (runs: readonly (readonly string[])[]) => readonly string[],
): Step {
  return beginsAnew(input)
    ? {
        text: "Look at what would happen. The state is new: confirm the configuration there once.",
        commands: commandsOf([["preview"], ["apply", "--accept-config"]]),
      }
    : { text: "Look at what would happen.", commands: commandsOf([["preview"]]) };
}

/** Two states that go on side by side: each run knows only what its own one tells. */
export function elsewhereWarnings(scheduler: Scheduler, input: ScheduleInput): readonly string[] {
  const { elsewhere, installation } = input;
  if (elsewhere === null) return [];
  if (scheduler === "kubernetes") {
    return [
      `The cluster does not see the state in ${elsewhere.folder}: who is looked after is found out anew there, by work e-mail. To take it along, run \`spendesk-hr state backup\` here and \`spendesk-hr state restore\` in a pod with the volume.`,
    ];
  }
  if (!runsHere(scheduler) || installation.stateIsNew) return [];
  return [
    `There is another state in ${elsewhere.folder}. The job uses ${installation.stateDir} and knows nothing of what is done with the other one: add \`--state-dir ${installation.stateDir}\` to commands of your own, or write it as \`state.dir\` into the configuration.`,
  ];
}
