import type { LogEvent, LogFields } from "../observability/log.js";
import type { CliContext } from "./cli-context.js";
import { wantsLines } from "./terminal.js";

/** Something that is waited for. */
interface Wait {
  /** What the waiting is about: of two with the same one the later is shown. */
  readonly key: string;
  readonly event: LogEvent;
  readonly fields?: LogFields;
  /** How long at most. */
  readonly milliseconds: number;
  readonly textOf: (seconds: number) => string;
}

/**
 * Counts down in the status line what is waited for; a log gets a line.
 * @returns what ends it before its time
 */
export function sayWait(wait: Wait, context: Pick<CliContext, "status" | "say" | "logView">): () => void {
  const { event, fields, milliseconds, textOf } = wait;
  const { status } = context;
  const until = performance.now() + milliseconds;
  const key = `${wait.key} waits`;
  const end = () => status.show(key, null);
  status.show(key, () => textOf(Math.max(Math.ceil((until - performance.now()) / 1000), 0)));
  const timer = setTimeout(end, milliseconds).unref();
  if (wantsLines(context.logView)) {
    context.say(textOf(Math.ceil(milliseconds / 1000)), { event, ...fields, milliseconds });
  }
  return () => {
    clearTimeout(timer);
    end();
  };
}
