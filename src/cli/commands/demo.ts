import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.js";
import { tellStory } from "../../sandbox/story.js";
import { Problem } from "../../sync/errors.js";
import type { CliContext, ProcessContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { paint } from "../output/table.js";
import { sandboxEnvironment } from "../sandbox-environment.js";

const RULE = "'Work Location' is one of: Remote,London,Paris";

interface PlayedStep {
  readonly command: string;
  readonly exitCode: number;
}

/**
 * `demo`: the whole story with the real commands, on a sandbox and in a temporary folder that is
 * removed afterwards.
 */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const sandbox = await startSandbox({
    employees: 24,
    members: 2,
    seed: 7,
    ownerEmail: "olivia.owner@acme.test",
  });
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-demo-"));
  try {
    const steps = await playDemo(sandbox, folder, context);
    return {
      exitCode: 0,
      document: { steps },
      text: () => "The demo is over; nothing of it is left on this machine.",
    };
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function playDemo(
  sandbox: Sandbox,
  folder: string,
  context: CliContext,
): Promise<readonly PlayedStep[]> {
  const steps: PlayedStep[] = [];
  const play = async (told: string, ...argv: string[]) =>
    steps.push(await playStep(told, argv, sandbox, folder, context));
  tell(context, `A sandbox imitates Spendesk and Personio on ${sandbox.url}. All people are invented.`);

  await play(
    "Connect: both keys are tried for real, then stored. Here they come from the environment.",
    ...["connect", "personio", "--entity", "acme-uk", "--yes"],
    ...["--set", "timezone=Europe/London", "--set", "owner=olivia.owner@acme.test"],
    ...[
      "--set",
      `spendesk.baseUrl=${sandbox.spendeskUrl()}`,
      "--set",
      `source.baseUrl=${sandbox.providerUrl("personio")}`,
    ],
  );
  await play(
    "Configure: choose who is meant, see the preview, confirm.",
    "configure",
    "--rule",
    RULE,
    "--yes",
  );
  await play("Preview: what apply would do, and why. It can't write.", "preview");
  await play("Apply: the first run creates the members, then sets the line managers.", "apply", "--yes");

  tell(context, "Meanwhile in Personio:");
  for (const { told } of tellStory(sandbox.control)) tell(context, `  - ${told}`);
  await play("Preview: only what changed.", "preview");
  await play("Apply again, as cron would.", "apply", "--yes");
  await play("Nothing is left to do.", "preview", "--detailed-exitcode");
  await play("The members with their HR status.", "members");
  await play("Where the entity stands.", "status");
  await play("What was done, for the auditors.", "history");
  return steps;
}

async function playStep(
  told: string,
  argv: readonly string[],
  sandbox: Sandbox,
  folder: string,
  context: CliContext,
): Promise<PlayedStep> {
  const { main } = await import("../main.js");
  const command = ["spendesk-hr", ...argv.map(quoted)].join(" ");
  tell(context, `\n${told}`);
  tell(context, paint(`$ ${command}`, "cyan", { color: context.globals.color, width: 0 }));
  const exitCode = await main([...argv, "--no-input"], stepProcess(sandbox, folder, context));
  if (exitCode === 0) return { command, exitCode };
  throw new Problem({
    kind: "unexpected",
    code: "demo_step_failed",
    what: `The demo's step \`${command}\` ended with exit code ${exitCode}.`,
    why: "See its message above.",
    next: "Run `spendesk-hr demo --debug` and report the output.",
  });
}

/** A process of its own for each step: its own folder and keys, nothing of the person's set-up. */
function stepProcess(sandbox: Sandbox, folder: string, context: CliContext): ProcessContext {
  const { PATH, HOME, TERM, NO_COLOR, FORCE_COLOR } = context.process.env;
  const json = context.globals.output !== "table";
  return {
    ...context.process,
    // The steps' own output is commentary when the demo's result is a document.
    stdout: json ? context.process.stderr : context.process.stdout,
    cwd: folder,
    env: {
      ...{ PATH, HOME, TERM, NO_COLOR, FORCE_COLOR },
      ...sandboxEnvironment(sandbox, "acme-uk"),
      SPENDESK_HR_CONFIG: join(folder, "spendesk-hr.config.yaml"),
      SPENDESK_HR_STATE_DIR: join(folder, "state"),
      SPENDESK_HR_LOG_LEVEL: "error",
    },
  };
}

function tell(context: CliContext, line: string): void {
  const stream = context.globals.output === "table" ? context.process.stdout : context.process.stderr;
  stream.write(`${line}\n`);
}

function quoted(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `"${word}"`;
}
