import { existsSync } from "node:fs";
import { dirname, isAbsolute, relative } from "node:path";
import type { EntityConfig } from "../../config/load.js";
import { isOfThisMachine } from "../../shared/postgres-address.js";
import { tightSecretWarning } from "./capacity.js";
import { filesToMount } from "./docker.js";
import { elsewhereWarnings } from "./elsewhere.js";
import { CONTAINER } from "./job.js";
import { inContainer, runsHere, type ScheduleInput, type Scheduler } from "./schedule.js";

/** What will not work as printed, and what to do about it; one sentence or two each. */
export function warningsFor(
  scheduler: Scheduler,
  input: ScheduleInput,
  entities: readonly EntityConfig[],
): readonly string[] {
  const { installation, user } = input;
  const { withheld, node, program, configPath } = installation;
  const credentials = input.needs.flatMap(({ source }) => ("path" in source ? [source.path] : []));
  const homely = [...new Set([node, program, configPath, ...credentials])].filter((path) =>
    /^\/(?:home|root)\//.test(path),
  );
  return [
    ...elsewhereWarnings(scheduler, input),
    ...entities
      .filter(({ configured }) => !configured)
      .map(
        ({ id }) =>
          `Nobody has chosen yet who is meant in ${id}. Run \`spendesk-hr configure --entity ${id}\`.`,
      ),
    ...(withheld.length > 0
      ? [
          `${withheld.join(" and ")} may hold a password, so the schedule leaves it out. Add it where the credentials are.`,
        ]
      : []),
    ...(runsHere(scheduler) && user.isOther && homely.length > 0
      ? [
          `${user.name} can't read what is in somebody's home folder: ${homely.join(", ")}. Move it, for example to /opt and /etc/spendesk-hr (files of credentials are named in the configuration), and print the schedule again.`,
        ]
      : []),
    ...(scheduler === "task-scheduler" && user.isOther
      ? [
          `${user.name} must be able to change ${installation.stateDir} and to read ${configPath}. Name places where that user may with \`--state-dir\` and \`--config\`, and take the state along with \`spendesk-hr state backup\` and \`spendesk-hr state restore\`.`,
        ]
      : []),
    ...(scheduler === "launchd" && process.platform !== "darwin" ? [notHere("launchd", "macOS")] : []),
    ...(scheduler === "task-scheduler" && process.platform !== "win32"
      ? [notHere("Task Scheduler", "Windows")]
      : []),
    ...(!runsHere(scheduler) && installation.stateUrl !== null && isOfThisMachine(installation.stateUrl)
      ? [
          `${installation.stateUrl.shown} is a database on this machine, where the job does not run. Name a host in \`state.url\` that it reaches.`,
        ]
      : []),
    ...(scheduler === "kubernetes" ? tightSecretWarning(input) : []),
    ...(inContainer(scheduler)
      ? filesToMount(input).map((path) => `The container does not see ${path}. Mount it at the same path.`)
      : []),
    ...metricsWarnings(scheduler, input),
  ];
}

/** Where the file of the metrics would be lost, or can't be written. */
function metricsWarnings(
  scheduler: Scheduler,
  { installation: { metricsFile, configPath, stateUrl }, user }: ScheduleInput,
): readonly string[] {
  if (metricsFile === null) return [];
  const folder = dirname(metricsFile);
  if (inContainer(scheduler)) {
    // What is named by where the configuration is moves with it, into a folder that is only read.
    return isWithin(dirname(configPath), folder)
      ? [
          `${metricsFile} is beside the configuration, where nothing can be written in the container. Write \`metrics.textfile\` as an absolute path to a folder that the collector reads, and mount that folder at the same path; user ${CONTAINER.userId} must be able to write to it.`,
        ]
      : [
          `The container does not see the folder of ${metricsFile}. Mount it at the same path; user ${CONTAINER.userId} must be able to write to it.`,
        ];
  }
  if (scheduler === "github-actions" && stateUrl !== null) {
    return [
      `${metricsFile} would be gone with GitHub's runner. Watch the runs with \`notify\` instead, for example by a heartbeat.`,
    ];
  }
  return existsSync(folder)
    ? []
    : [`The folder of ${metricsFile} is missing. Make it, and let it belong to ${user.name}.`];
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || !(way.startsWith("..") || isAbsolute(way));
}

/** The paths are those of this machine. */
function notHere(scheduler: string, system: string): string {
  return `${scheduler} is a part of ${system}, and the paths are those of this machine: print the schedule where the job is to run.`;
}
