import { join } from "node:path";
import { Writable } from "node:stream";
import type { Sandbox } from "../../sandbox/sandbox.js";
import type { VendorId } from "../../sandbox/vendors/ids.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext, ProcessContext } from "../cli-context.js";
import { paint } from "../output/table.js";
import { createPrompter } from "../prompts/prompter.js";
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

/** What of a step is shown. */
export interface Scene {
  /** What it does, behind the command. */
  readonly told: string;
  /** As a person would have typed it. */
  readonly typed: string;
  /** What is run: the typed command with what stands in the place of a person's answers. */
  readonly argv: readonly string[];
  /** Of what it prints; the rest is what the next steps show. */
  readonly shows: "all" | "last paragraph" | "nothing";
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
export async function playScene(stage: Stage, { told, typed, argv, shows }: Scene): Promise<PlayedStep> {
  const { context } = stage;
  const command = ["spendesk-hr", ...argv.map(quoted)].join(" ");
  const style = { color: context.globals.color, width: 0 };
  tell(stage, `${paint(`$ spendesk-hr ${typed}`, "cyan", style)}${paint(`  # ${told}`, "dim", style)}`);
  const printed = new Collector();
  const exitCode = await context.main([...argv, "--no-input"], sceneProcess(stage, printed));
  if (exitCode === 0) {
    const text = printed.text.trimEnd();
    if (shows === "all") tell(stage, text);
    if (shows === "last paragraph") tell(stage, text.split("\n\n").at(-1) ?? "");
    return { command, exitCode };
  }
  tell(stage, printed.text);
  throw new Problem({
    kind: "unexpected",
    code: "demo_step_failed",
    what: `The demo's step \`${command}\` ended with exit code ${exitCode}.`,
    why: "See its message above.",
    next: "Run `spendesk-hr demo --debug` and report the output.",
  });
}

/** Waits for a person in front of a terminal. */
export async function pause({ context }: Stage): Promise<void> {
  if (context.interactive) await createPrompter(context).input("Enter goes on");
}

/** One line of the story. It goes where the steps' results go. */
export function tell({ context }: Stage, line: string): void {
  const stream = context.globals.output === "table" ? context.process.stdout : context.process.stderr;
  stream.write(`${line}\n`);
}

class Collector extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }
}

/** A process of its own for each step: its own folder and keys, nothing of the person's set-up. */
function sceneProcess(stage: Stage, printed: Collector): ProcessContext {
  const { sandbox, provider, folder, context } = stage;
  const { stdout } = context.process;
  const { PATH, HOME, TERM, NO_COLOR, COLUMNS } = context.process.env;
  return {
    ...context.process,
    network: { ...context.process.network, unpaced: true },
    stdout: printed,
    stderr: printed,
    cwd: folder,
    env: {
      ...{ PATH, HOME, TERM, NO_COLOR },
      COLUMNS: stdout.columns === undefined ? COLUMNS : String(stdout.columns),
      FORCE_COLOR: context.globals.color && stdout.isTTY === true ? "1" : "0",
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
