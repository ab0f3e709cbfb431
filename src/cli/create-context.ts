import { resolveLog } from "../config/log-settings.js";
import { proxyCredentials } from "../http/proxy.js";
import { maskEmails } from "../observability/clean-text.js";
import { createLogger, type LogView } from "../observability/log.js";
import { createRedactor } from "../observability/redactor.js";
import { createAccountPaces } from "./account-paces.js";
import type { CliContext, CommandLine, GlobalOptions, ProcessContext } from "./cli-context.js";
import { createClockWatch } from "./clock-watch.js";
import { cleanMessage } from "./output/sanitize.js";
import { createStatusLine } from "./output/status-line.js";
import { canAsk, wantsLines } from "./terminal.js";
import { createUpdateCheck } from "./update-check.js";

/** Makes what every command gets. No file is read here; `useConfig` takes over what the configuration says. */
export function createCliContext(
  globals: GlobalOptions,
  process: ProcessContext,
  main: CommandLine,
): CliContext {
  const redactor = createRedactor();
  let { log: logView } = resolveLog(globals, process.env, null);
  let network: CliContext["network"] = {};
  let stateDir: string | null = null;
  let run: string | null = null;
  const status = createStatusLine(process.stderr, () => showsStatus(process, globals, logView));
  const updates = createUpdateCheck(process, globals);
  const log = createLogger({
    view: () => logView,
    write: (line) => status.above(() => process.stderr.write(line)),
    redactor,
    clock: process.clock,
    run: () => run,
  });

  function forStderr(text: string): string {
    const redacted = redactor.redact(text);
    // A person in front of a terminal works with these names; a file of a cron job keeps them.
    return logView.maskPersonalData && process.stderr.isTTY !== true ? maskEmails(redacted) : redacted;
  }

  return {
    process,
    globals,
    main,
    redactor,
    log,
    status,
    companies: new Map(),
    paces: createAccountPaces(process.network),
    clockWatch: createClockWatch(process.clock),
    updates,
    interactive: globals.input && canAsk(process),
    get logView() {
      return logView;
    },
    get network() {
      return network;
    },
    get stateDir() {
      return stateDir;
    },
    get runId() {
      return run;
    },
    useConfig(config) {
      logView = config.log;
      network = config.network;
      stateDir = config.stateDir;
      updates.begin(config);
      const proxy = network.route?.proxy;
      const credentials = proxy && proxyCredentials(proxy);
      if (credentials) redactor.registerPair(credentials.username, credentials.password);
    },
    runStarted(runId) {
      run = runId;
      log.info("The run has its id.", { event: "run.started" });
    },
    say(line, fields) {
      // A log for machines has nothing but JSON lines on stderr while the command works.
      if (logView.format === "json") log.info(line, { event: "message", ...fields });
      else if (!globals.quiet) {
        const text = `${cleanMessage(forStderr(line))}\n`;
        status.above(() => process.stderr.write(text));
      }
    },
    forStderr,
  };
}

/** On a terminal a line that changes, unless lines were asked for. */
function showsStatus(
  { stderr, env }: Pick<ProcessContext, "stderr" | "env">,
  { quiet }: Pick<GlobalOptions, "quiet">,
  { format, level }: LogView,
): boolean {
  const hasLines = format === "json" || wantsLines({ level });
  return stderr.isTTY === true && env.TERM !== "dumb" && !quiet && !hasLines;
}
