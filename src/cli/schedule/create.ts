import { cronSchedule } from "./cron.js";
import { dockerSchedule } from "./docker.js";
import { githubActionsSchedule } from "./github-actions.js";
import { refuseLineBreaks } from "./installation.js";
import { kubernetesSchedule } from "./kubernetes.js";
import { launchdSchedule } from "./launchd.js";
import type { Schedule, ScheduleInput, Scheduler } from "./schedule.js";
import { systemdSchedule } from "./systemd/index.js";
import { taskSchedule } from "./task-scheduler/index.js";

/**
 * The files and steps for a scheduler.
 * @param encrypted systemd only: its credentials are files of `systemd-creds encrypt`
 * @throws Problem `schedule_path`
 */
export async function createSchedule(
  scheduler: Scheduler,
  input: ScheduleInput,
  encrypted: boolean,
): Promise<Schedule> {
  const { node, program, configPath, stateDir, environment, metricsFile } = input.installation;
  refuseLineBreaks([
    ...[node, program, configPath, stateDir, metricsFile ?? "", input.image, input.user.name, input.folder],
    ...Object.values(environment),
    ...input.needs.flatMap(({ source }) => ("path" in source ? [source.path] : [])),
  ]);
  switch (scheduler) {
    case "systemd":
      return systemdSchedule(input, encrypted);
    case "cron":
      return cronSchedule(input);
    case "launchd":
      return launchdSchedule(input);
    case "task-scheduler":
      return taskSchedule(input);
    case "kubernetes":
      return kubernetesSchedule(input);
    case "github-actions":
      return githubActionsSchedule(input);
    case "docker":
      return dockerSchedule(input);
  }
}
