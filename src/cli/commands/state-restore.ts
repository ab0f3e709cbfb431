import { resolve } from "node:path";
import { preparePostgresRestore } from "../../state/postgres/restore.js";
import { type PreparedRestore, prepareRestore, type Restored } from "../../state/restore.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { factLines, labelled } from "../output/state-text.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { createPrompter } from "../prompts/prompter.js";
import { postgresPlace } from "../state/connection.js";
import { VERSION } from "../version.js";
import { loadCliConfig } from "../workspace.js";
import type { STATE_RESTORE_FLAGS } from "./setup-flags.js";

type Input = InputOf<typeof STATE_RESTORE_FLAGS>;

/** `state restore`: puts a backup in the place of the state, which is kept aside. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const { cwd, clock } = context.process;
  const config = await loadCliConfig(context);
  const { stateDir, stateUrl, entities } = config;
  const show = showsTimes(entities, clock.now());
  const from = resolve(cwd, input.arguments[0] ?? "");
  const options = { dir: stateDir, from, toolVersion: VERSION, clock };
  const prepared = await (stateUrl === null
    ? prepareRestore(options)
    : preparePostgresRestore({ ...options, ...(await postgresPlace(stateUrl, config, context)) }));
  let restored: Restored;
  try {
    if (input.options.yes !== true) await confirm(prepared, from, show, context);
    restored = await prepared.commit();
  } finally {
    await prepared.cancel();
  }
  const database = stateUrl?.shown ?? null;
  return {
    exitCode: 0,
    document: { folder: stateDir, database, from, ...restored, ...prepared.backup },
    text: () => restoredText(database ?? stateDir, prepared, restored, show),
  };
}

/** @throws Problem `confirmation_needed`, `not_confirmed` */
async function confirm(
  { backup, present }: PreparedRestore,
  from: string,
  show: ShowTime,
  context: CliContext,
): Promise<void> {
  const lost =
    present === null ? "" : ` The present state, last used ${lastUse(present, show)}, is put aside.`;
  const why = `The backup is from ${lastUse(backup, show)}.${lost}`;
  const next = `Run \`spendesk-hr state restore ${from} --yes\`.`;
  if (!context.interactive) {
    const what = "Nothing was restored: nobody confirmed it.";
    throw new Problem({ kind: "safety", code: "confirmation_needed", what, why, next });
  }
  context.say(why);
  if (await createPrompter(context).confirm("Restore this backup?", false)) return;
  const what = "Nothing was restored.";
  throw new Problem({
    ...{ kind: "safety", code: "not_confirmed", what, next },
    why: "The question was answered with no.",
  });
}

function lastUse({ lastRunAt }: { readonly lastRunAt: string | null }, show: ShowTime): string {
  return lastRunAt === null ? "before the first run" : show(lastRunAt);
}

function restoredText(
  place: string,
  { backup }: PreparedRestore,
  { keptAside, hasKey }: Restored,
  show: ShowTime,
): string {
  const lines = labelled("✔ The backup is restored.", [
    ["Place", place],
    ...factLines(backup, show),
    ["Kept aside", keptAside ?? "nothing: there was no state before"],
  ]);
  const key = hasKey ? [] : ["Without fingerprint.key, every bank detail counts as changed once."];
  return [
    lines,
    ...key,
    "What happened since the backup is found by reading: run `spendesk-hr preview` and look at it before the next apply.",
  ].join("\n");
}
