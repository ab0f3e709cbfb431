import { basename, join } from "node:path";
import { applyWords, CONTAINER, jobVariables } from "./job.js";
import type { ScheduleInput } from "./schedule.js";

/** The configuration file in the container. */
export function containerConfig({ installation }: ScheduleInput): string {
  return join(CONTAINER.configFolder, basename(installation.configPath));
}

/** Variables of the container without secrets; they stand for flags, so that any command works in it. */
export function containerVariables(input: ScheduleInput): Readonly<Record<string, string>> {
  return {
    SPENDESK_HR_CONFIG: containerConfig(input),
    SPENDESK_HR_STATE_DIR: CONTAINER.stateDir,
    ...jobVariables(input),
  };
}

/** What the container runs; the image knows the program. */
export function containerArguments(input: ScheduleInput): readonly string[] {
  return applyWords(input, true);
}

/** Files of this machine that are missing in the container unless they are mounted as well. */
export function filesToMount({ installation }: ScheduleInput): readonly string[] {
  const { caFile, environment } = installation;
  return [caFile, environment.NODE_EXTRA_CA_CERTS].flatMap((path) => path ?? []);
}
