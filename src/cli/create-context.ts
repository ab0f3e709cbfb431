import { createLogger, LOG_LEVELS } from "../observability/log.js";
import { createRedactor } from "../observability/redactor.js";
import type { CliContext, GlobalOptions, ProcessContext } from "./cli-context.js";
import { cleanText } from "./output/sanitize.js";
import { canAsk } from "./terminal.js";

/** Makes what every command gets. No file is read here. */
export function createCliContext(globals: GlobalOptions, process: ProcessContext): CliContext {
  const redactor = createRedactor();
  const { env } = process;
  const wantedLevel = globals.debug ? "debug" : (globals.logLevel ?? env.SPENDESK_HR_LOG_LEVEL);
  const forMachines = (globals.logFormat ?? env.SPENDESK_HR_LOG_FORMAT) === "json";
  const log = createLogger({
    level: LOG_LEVELS.find((level) => level === wantedLevel) ?? (forMachines ? "info" : "warn"),
    format: forMachines ? "json" : "text",
    write: (line) => process.stderr.write(line),
    redactor,
    clock: process.clock,
  });
  return {
    process,
    globals,
    redactor,
    log,
    interactive: globals.input && canAsk(process),
    say(line) {
      // A log for machines has nothing but JSON lines on stderr while the command works.
      if (forMachines) log.info(line);
      else process.stderr.write(`${cleanText(redactor.redact(line), { maxLength: 2000 })}\n`);
    },
  };
}
