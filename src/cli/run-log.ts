import type { LogEvent } from "../observability/log.js";
import type { EntityStep, EntityTask, Progress } from "../sync/run/index.js";
import type { CliContext } from "./cli-context.js";
import { isWatched } from "./write-access.js";

const STEPS: Readonly<Record<EntityStep, { readonly event: LogEvent; readonly said: string }>> = {
  read: { event: "entity.read", said: "read" },
  plan: { event: "entity.planned", said: "planned" },
  apply: { event: "entity.applied", said: "applied" },
};

/**
 * What a run tells on its way: phases to the person, and for each entity what came of every step, with
 * numbers and durations, to the log.
 */
export function runProgress(tasks: readonly EntityTask[], context: CliContext): Progress {
  const { log } = context;
  const stepStart = new Map<string, number>();

  function requests(entity: string) {
    const task = tasks.find((candidate) => candidate.entity === entity);
    return (
      task && {
        providerRequests: task.calls.provider.requestCount(),
        spendeskRequests: task.calls.spendesk.requestCount(),
      }
    );
  }

  function milliseconds(entity: string): number {
    const now = performance.now();
    return Math.round(now - (stepStart.get(entity) ?? now));
  }

  return {
    runStarted: context.runStarted,
    phase(entity, text) {
      if (!stepStart.has(entity)) stepStart.set(entity, performance.now());
      if (isWatched(context)) context.say(`${entity}: ${text}`, { event: "entity.phase", entity });
    },
    finished(entity, step, counts) {
      const { event, said } = STEPS[step];
      const fields = { ...counts, ...requests(entity), milliseconds: milliseconds(entity) };
      log.info(`${entity}: ${said}`, { event, entity, ...fields });
      // Planning follows at once; before an apply a person may be asked.
      if (step === "read") stepStart.set(entity, performance.now());
      else stepStart.delete(entity);
    },
    failed(entity, { kind, code, message }) {
      // A person reads the three lines at the end of the run, and not the same a second time.
      const write = context.logView.format === "json" ? log.error : log.info;
      write(message, { event: "entity.failed", entity, kind, code });
    },
  };
}
