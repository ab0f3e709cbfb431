import type { Warning } from "../sync/plan.js";
import type { PlannedEntity } from "../sync/plan-task.js";
import type { EntityTask } from "../sync/task.js";
import type { CliContext } from "./cli-context.js";
import type { OpenTasks } from "./open-tasks.js";

// What an admin should know about both ends of an entity, apart from its plan: the end of Spendesk's key
// (said when the run starts), and the end of endpoints (known when it is over). Once per entity and run.

/** Tells on stderr what Spendesk and the HR tools announced during the run. */
export function sayAnnouncements({ tasks }: Pick<OpenTasks, "tasks">, context: CliContext): void {
  for (const task of tasks) {
    for (const { text } of announcementsOf(task)) context.say(`Warning: ${task.entity}: ${text}`);
  }
}

/** The same planned entity with the notices among its warnings, for machines. */
export function withNotices(
  planned: PlannedEntity,
  { keyWarnings }: Pick<OpenTasks, "keyWarnings">,
): PlannedEntity {
  const key = keyWarnings.get(planned.task.entity);
  const warnings = [...planned.warnings, ...(key ? [key] : []), ...announcementsOf(planned.task)];
  return { ...planned, warnings };
}

function announcementsOf({ reader, source }: EntityTask): readonly Warning[] {
  return [
    ...reader.announcements().map((text) => ({ code: "spendesk_announcement", text })),
    ...source.announcements().map((text) => ({ code: "provider_announcement", text })),
  ];
}
