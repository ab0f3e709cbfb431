import { join } from "node:path";
import { shellCommand, shellWord } from "../../shared/shell.js";
import type { ScheduleInput } from "./schedule.js";
import { longestRun, randomDelay } from "./timing.js";

/** Unit, secret, workload and volume are all called so. */
export const JOB_NAME = "spendesk-hr";

/** Home of the user that is made for the job; its state is there unless a folder was named. */
export const SERVICE_HOME = "/var/lib/spendesk-hr";

/** Where things are in the container's image (Dockerfile). */
export const CONTAINER = {
  stateDir: "/var/lib/spendesk-hr",
  configFolder: "/etc/spendesk-hr",
  program: "/app/bin/spendesk-hr.js",
  userId: 10001,
} as const;

/**
 * The words of the scheduled command after the program's name. It waits a little for a run that a person has
 * started.
 * @param jitter for schedulers that can't put off a start at random themselves
 */
export function applyWords(input: ScheduleInput, jitter: boolean): readonly string[] {
  return [
    ...["apply", "--yes", "--timeout", `${longestRun(input.timing)}m`, "--wait-lock", "5m"],
    ...(jitter ? ["--jitter", `${randomDelay(input.timing)}m`] : []),
    ...entityWords(input),
  ];
}

/** `--entity` and `--group` for what was chosen. */
export function entityWords({ installation }: ScheduleInput): readonly string[] {
  return [
    ...installation.entities.flatMap((id) => ["--entity", id]),
    ...installation.groups.flatMap((name) => ["--group", name]),
  ];
}

/** Where this machine's configuration and state are, as flags. */
export function placeWords({ installation }: ScheduleInput): readonly string[] {
  return ["--config", installation.configPath, "--state-dir", installation.stateDir];
}

/** A generated file as a word of a command: by its whole path, wherever the command is typed. */
export function fileWord({ folder }: ScheduleInput, name: string): string {
  return shellWord(join(folder, name));
}

/**
 * A command of the program for a shell, as the user of the job, with the variables, configuration and state of
 * the job.
 */
export function asJobUser(input: ScheduleInput, words: readonly string[]): string {
  const { user } = input;
  const variables = Object.entries(jobVariables(input)).map(([name, value]) => `${name}=${value}`);
  return shellCommand([
    // Its home, where its files are looked for: sudo keeps that of who types it on some systems.
    ...(user.isOther ? ["sudo", "-H", "-u", user.name] : []),
    ...(variables.length > 0 ? ["env", ...variables] : []),
    ...programWords(input),
    ...words,
    ...placeWords(input),
  ]);
}

/** The program on this machine. */
export function programWords({ installation }: ScheduleInput): readonly string[] {
  return [installation.node, installation.program];
}

/** Variables of the job that hold no secrets. */
export function jobVariables({ installation, store }: ScheduleInput): Readonly<Record<string, string>> {
  return {
    ...installation.environment,
    ...(store !== null && { SPENDESK_HR_CREDENTIALS_STORE: store }),
  };
}

/**
 * A file of lines for the variables with credentials, to be filled in by the admin.
 * @param quotes whether the reader is a shell or systemd, which take what is between single quotes as it is;
 *   to Docker and kubectl quotes belong to the value
 */
export function variablesFile(names: readonly string[], quotes: boolean): string {
  const where = quotes ? "between the quotes" : "without quotes or blanks around it";
  const lines = [
    `# The value ${where}. Holds secrets once filled in: mode 0600.`,
    ...names.map((name) => (quotes ? `${name}=''` : `${name}=`)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Name of that file before it is filled in. */
export const VARIABLES_EXAMPLE = "credentials.env.example";

/** Where the filled-in file is on this machine. */
export const VARIABLES_FILE = "/etc/spendesk-hr/credentials.env";
