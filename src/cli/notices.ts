import type { Warning } from "../sync/model/index.js";
import type { EntityTask, PlannedEntity } from "../sync/run/index.js";
import type { CliContext } from "./cli-context.js";
import type { OpenTasks } from "./open-tasks.js";

// What an admin should know about both ends of an entity, apart from its plan: the end of Spendesk's key
// (said when the run starts), the end of endpoints and a wrong clock (known when it is over). Once per run.

/** Tells on stderr what Spendesk and the HR tools announced, and what their answers say about the clock. */
export function sayNotices({ tasks }: Pick<OpenTasks, "tasks">, context: CliContext): void {
  sayClock(context);
  for (const task of tasks) {
    for (const { text } of announcementsOf(task)) context.say(`Warning: ${task.entity}: ${text}`);
  }
}

/** Tells on stderr that the clock is wrong, as far as the answers so far say. */
export function sayClock(context: CliContext): void {
  const clock = context.clockWatch.warning();
  if (clock) context.say(`Warning: ${clock.text}`);
}

/** The same planned entity with the notices among its warnings, for machines. */
export function withNotices(
  planned: PlannedEntity,
  { keyWarnings }: Pick<OpenTasks, "keyWarnings">,
  { clockWatch }: Pick<CliContext, "clockWatch">,
): PlannedEntity {
  const notices = [keyWarnings.get(planned.task.entity), clockWatch.warning()].filter(
    (notice) => notice !== undefined && notice !== null,
  );
  return { ...planned, warnings: [...planned.warnings, ...notices, ...announcementsOf(planned.task)] };
}

function announcementsOf({ calls }: EntityTask): readonly Warning[] {
  return [
    ...calls.spendesk.announcements().map((text) => ({ code: "spendesk_announcement", text })),
    ...calls.provider.announcements().map((text) => ({ code: "provider_announcement", text })),
  ];
}
