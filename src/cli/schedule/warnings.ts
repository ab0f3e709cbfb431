import type { EntityConfig } from "../../config/load.js";
import { filesToMount } from "./docker.js";
import { runsHere, type ScheduleInput, type Scheduler } from "./schedule.js";

/** What will not work as printed, and what to do about it; one sentence or two each. */
export function warningsFor(
  scheduler: Scheduler,
  input: ScheduleInput,
  entities: readonly EntityConfig[],
): readonly string[] {
  const { installation, user } = input;
  const { withheld, node, program, configPath } = installation;
  const inContainer = !runsHere(scheduler) && scheduler !== "github-actions";
  const credentials = input.needs.flatMap(({ source }) => ("path" in source ? [source.path] : []));
  const homely = [...new Set([node, program, configPath, ...credentials])].filter((path) =>
    /^\/(?:home|root)\//.test(path),
  );
  return [
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
    ...(inContainer
      ? filesToMount(input).map((path) => `The container does not see ${path}. Mount it at the same path.`)
      : []),
    ...(inContainer && installation.metricsFile !== null
      ? [`The container does not see the folder of ${installation.metricsFile}. Mount it at the same path.`]
      : []),
  ];
}
