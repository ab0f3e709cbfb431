import { type Sandbox, startSandbox } from "../../sandbox/sandbox.js";
import type { SandboxOptions } from "../../sandbox/settings.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { wholeNumber } from "../options.js";
import { sandboxEnvironment } from "../sandbox-environment.js";
import type { SANDBOX_FLAGS } from "./sandbox-flags.js";

type Input = InputOf<typeof SANDBOX_FLAGS>;

const MANY = 1_000_000;

/** `sandbox`: serves until Ctrl-C; prints where and the keys, and at the end what it was asked. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const sandbox = await startSandbox(sandboxOptions(input.options));
  try {
    context.process.stderr.write(greeting(sandbox));
    await aborted(context.process.signal);
    const stats = sandbox.stats();
    return {
      exitCode: 0,
      document: { url: sandbox.url, stats },
      text: () => JSON.stringify(stats, null, 2),
    };
  } finally {
    await sandbox.close();
  }
}

function sandboxOptions(options: Input["options"]): SandboxOptions {
  const port = wholeNumber(options, "port", { min: 0, max: 65_535 });
  const employees = wholeNumber(options, "employees", { min: 0, max: MANY });
  const members = wholeNumber(options, "members", { min: 0, max: MANY });
  const seed = wholeNumber(options, "seed", { min: 0, max: MANY });
  const latencyMs = wholeNumber(options, "latency", { min: 0, max: 60_000 });
  const limit = wholeNumber(options, "rateLimit", { min: 1, max: MANY });
  const data = options.data;
  return {
    faults: options.fault,
    ...(port !== undefined && { port }),
    ...(employees !== undefined && { employees }),
    ...(members !== undefined && { members }),
    ...(seed !== undefined && { seed }),
    ...(latencyMs !== undefined && { latencyMs }),
    ...(limit !== undefined && { rateLimit: { limit } }),
    ...(data !== undefined && { data }),
  };
}

/** The keys are worth nothing outside this sandbox, so they may be shown. */
function greeting(sandbox: Sandbox): string {
  const variables = Object.entries(sandboxEnvironment(sandbox, "acme-uk"));
  return [
    `The sandbox listens on ${sandbox.url} until Ctrl-C. To use it from another terminal:`,
    "",
    ...variables.map(([name, value]) => `export ${name}=${value}`),
    `spendesk-hr connect personio --entity acme-uk --no-input --yes --set timezone=Europe/London \\`,
    `  --set spendesk.baseUrl=${sandbox.spendeskUrl()} --set source.baseUrl=${sandbox.providerUrl("personio")}`,
    "",
    "",
  ].join("\n");
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
