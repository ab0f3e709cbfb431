import { join } from "node:path";
import type { Sandbox } from "../../sandbox/sandbox.js";
import type { VendorId } from "../../sandbox/vendors/ids.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext, ProcessContext } from "../cli-context.js";
import { paint } from "../output/table.js";
import { sandboxEnvironment } from "../sandbox-environment.js";

/** Where a demo plays: a sandbox, a temporary folder and one HR tool. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly provider: { readonly id: VendorId; readonly title: string };
  readonly folder: string;
  readonly context: CliContext;
}

export interface PlayedStep {
  readonly command: string;
  readonly exitCode: number;
}

/** Whether a tool replaces a key with each use, so that its keys must be kept and can't only be read. */
export function keepsKeys(provider: VendorId): boolean {
  return provider === "officient" || provider === "gusto";
}

/** Flags of `connect` that keep the keys in the demo's own folder. */
export const KEYS_IN_FILE: readonly string[] = [
  ...["--set", "credentials.store=file", "--set", "credentials.file.path=keys.json"],
];

/**
 * Runs one real command on the stage and shows it as a person would have typed it.
 * @throws Problem `demo_step_failed` unless it ends with exit code 0
 */
export async function playStep(stage: Stage, told: string, argv: readonly string[]): Promise<PlayedStep> {
  const { context } = stage;
  const command = ["spendesk-hr", ...argv.map(quoted)].join(" ");
  tell(stage, `\n${told}`);
  tell(stage, paint(`$ ${command}`, "cyan", { color: context.globals.color, width: 0 }));
  const exitCode = await context.main([...argv, "--no-input"], stepProcess(stage));
  if (exitCode === 0) return { command, exitCode };
  throw new Problem({
    kind: "unexpected",
    code: "demo_step_failed",
    what: `The demo's step \`${command}\` ended with exit code ${exitCode}.`,
    why: "See its message above.",
    next: "Run `spendesk-hr demo --debug` and report the output.",
  });
}

/** One line of the story. It goes where the steps' results go. */
export function tell({ context }: Stage, line: string): void {
  const stream = context.globals.output === "table" ? context.process.stdout : context.process.stderr;
  stream.write(`${line}\n`);
}

/** A process of its own for each step: its own folder and keys, nothing of the person's set-up. */
function stepProcess({ sandbox, provider, folder, context }: Stage): ProcessContext {
  const { PATH, HOME, TERM, NO_COLOR, FORCE_COLOR } = context.process.env;
  const json = context.globals.output !== "table";
  return {
    ...context.process,
    network: { ...context.process.network, unpaced: true },
    // The steps' own output is commentary when the demo's result is a document.
    stdout: json ? context.process.stderr : context.process.stdout,
    cwd: folder,
    env: {
      ...{ PATH, HOME, TERM, NO_COLOR, FORCE_COLOR },
      ...sandboxEnvironment(sandbox, "acme-uk", provider.id),
      ...(keepsKeys(provider.id) && { SPENDESK_HR_CREDENTIALS_STORE: undefined }),
      SPENDESK_HR_CONFIG: join(folder, "spendesk-hr.config.yaml"),
      SPENDESK_HR_STATE_DIR: join(folder, "state"),
      SPENDESK_HR_LOG_LEVEL: "error",
    },
  };
}

function quoted(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `"${word}"`;
}
