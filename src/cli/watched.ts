import type { CliContext } from "./cli-context.js";

/**
 * Whether somebody reads how the work goes on: a person in front of a terminal, or whoever asked for
 * lines of level `info`. Cron mails every line, so an unwatched run says nothing but its result and
 * what went wrong.
 */
export function isWatched({ process, logView }: Pick<CliContext, "process" | "logView">): boolean {
  const { level } = logView;
  return process.stderr.isTTY === true || level === "info" || level === "debug";
}
