import { shellWord } from "../../shared/shell.js";
import { SERVICE_HOME } from "./job.js";
import type { ScheduleInput, Step } from "./schedule.js";

/** Hands the state to the user of a job. */
export function stateStep({ user, installation }: ScheduleInput): Step {
  const [name, folder] = [shellWord(user.name), shellWord(installation.stateDir)];
  return {
    text: `Make the folder of the state, for ${user.name} only.`,
    commands: installation.stateIsNew
      ? [`sudo install -d -m 700 -o ${name} ${folder}`]
      : [`sudo chown -R ${name} ${folder}`],
  };
}

/** Makes the user of a job, and lets it read the configuration, which it may not change. */
export function userStep({ user, installation }: ScheduleInput): Step {
  const name = shellWord(user.name);
  const config = shellWord(installation.configPath);
  return {
    text: `Make the user ${user.name} unless it is there, and let it read the configuration.`,
    commands: [
      `id -u ${name} >/dev/null 2>&1 || sudo useradd --system --user-group --home-dir ${SERVICE_HOME} --shell /usr/sbin/nologin ${name}`,
      `sudo chgrp ${name} ${config}`,
      `sudo chmod g+r ${config}`,
    ],
  };
}
