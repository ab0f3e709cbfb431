import type { LogEvent } from "../observability/log.js";
import type { Advance, EntityStep, EntityTask, Progress } from "../sync/run/index.js";
import type { CliContext } from "./cli-context.js";
import { wantsLines } from "./terminal.js";

const STEPS: Readonly<Record<EntityStep, { readonly event: LogEvent; readonly said: string }>> = {
  read: { event: "entity.read", said: "read" },
  plan: { event: "entity.planned", said: "planned" },
  apply: { event: "entity.applied", said: "applied" },
};

/** How far a phase is, and since when. */
interface Advanced {
  readonly step: Advance;
  readonly start: { readonly at: number; readonly done: number };
  readonly toldAt: number;
}

/** A log gets a line for every so many milliseconds of a long phase. */
const TELL_EVERY_MS = 10_000;

/** `applying changes 48/90, about 1 min left` */
function advanceText({ doing, done, total }: Advance, start: Advanced["start"], now: number): string {
  if (total === null) return `${doing}: ${done} so far`;
  const msEach = done > start.done ? (now - start.at) / (done - start.done) : 0;
  return `${doing} ${done}/${total}${timeLeft(msEach * (total - done))}`;
}

function timeLeft(ms: number): string {
  if (ms < 1000) return "";
  return ms < 90_000
    ? `, about ${Math.ceil(ms / 1000)} s left`
    : `, about ${Math.round(ms / 60_000)} min left`;
}

/**
 * What a run tells on its way: phases to the person, and for each entity what came of every step, with
 * numbers and durations, to the log.
 */
export function runProgress(tasks: readonly EntityTask[], context: CliContext): Progress {
  const { log } = context;
  const stepStart = new Map<string, number>();
  const advances = new Map<string, Advanced>();

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
      advances.delete(entity);
      context.status.show(entity, () => `${entity}: ${text} …`);
      if (wantsLines(context.logView)) context.say(`${entity}: ${text}`, { event: "entity.phase", entity });
    },
    advanced(entity, step) {
      const now = performance.now();
      const last = advances.get(entity);
      const isSame = last?.step.doing === step.doing;
      const start = isSame ? last.start : { at: now, done: step.done };
      const isDue = !isSame || now - last.toldAt >= TELL_EVERY_MS;
      advances.set(entity, { step, start, toldAt: isDue ? now : last.toldAt });
      const text = () => `${entity}: ${advanceText(step, start, performance.now())}`;
      context.status.show(entity, text);
      if (isDue && isSame) log.info(text(), { event: "entity.phase", entity, done: step.done });
    },
    finished(entity, step, counts) {
      context.status.show(entity, null);
      const { event, said } = STEPS[step];
      const fields = { ...counts, ...requests(entity), milliseconds: milliseconds(entity) };
      log.info(`${entity}: ${said}`, { event, entity, ...fields });
      // Planning follows at once; before an apply a person may be asked.
      if (step === "read") stepStart.set(entity, performance.now());
      else stepStart.delete(entity);
    },
    failed(entity, { kind, code, message }) {
      context.status.show(entity, null);
      // A person reads the three lines at the end of the run, and not the same a second time.
      const write = context.logView.format === "json" ? log.error : log.info;
      write(message, { event: "entity.failed", entity, kind, code });
    },
  };
}
