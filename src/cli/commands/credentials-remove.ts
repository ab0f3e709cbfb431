import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import {
  chooseTarget,
  entityFlag,
  keptElsewhere,
  nameOf,
  type Target,
  targetsOf,
} from "../credentials/targets.js";
import { createPrompter } from "../prompts/prompter.js";
import { loadCliConfig } from "../workspace.js";
import type { CREDENTIALS_REMOVE_FLAGS } from "./credentials-flags.js";

type Input = InputOf<typeof CREDENTIALS_REMOVE_FLAGS>;

const COMMAND = "spendesk-hr credentials remove";

/** `credentials remove`: deletes the stored credentials of one connection. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  const targets = await targetsOf(config, context);
  const target = chooseTarget(targets, input.arguments[0], COMMAND);
  if (!target.store.writable) throw notWritable(target);
  await confirm(target, input.options.yes === true, context);
  const removed = await target.store.remove(target.id);
  const { store, id } = target;
  return {
    exitCode: 0,
    document: { ...id, source: store.id, removed },
    text: () =>
      removed
        ? `The credentials of ${nameOf(target)} are removed from ${store.id}.`
        : `There were no credentials of ${nameOf(target)} in ${store.id}.`,
  };
}

async function confirm(target: Target, yes: boolean, context: CliContext): Promise<void> {
  if (yes) return;
  const command = `${COMMAND} ${target.id.connection}${entityFlag(target)}`;
  if (!context.interactive) {
    throw new Problem({
      kind: "safety",
      code: "confirmation_needed",
      what: `The credentials of ${nameOf(target)} were not removed: nobody confirmed it.`,
      why: "The command does not run in a terminal, or `--no-input` was given.",
      next: `Run \`${command} --yes\`.`,
    });
  }
  context.say("What needs them stops working until there are new ones.");
  const question = `Remove the credentials of ${nameOf(target)} from ${target.store.id}?`;
  if (await createPrompter(context).confirm(question, false)) return;
  throw new Problem({
    kind: "safety",
    code: "not_confirmed",
    what: `The credentials of ${nameOf(target)} stay where they are.`,
    why: "The question was answered with no.",
    next: "Run `spendesk-hr credentials list` to see where they are.",
  });
}

function notWritable(target: Target): Problem {
  return new Problem({
    kind: "credentials",
    code: "store_not_writable",
    what: `The credentials of ${nameOf(target)} can't be removed by this program.`,
    why: `They are ${keptElsewhere(target.store)}.`,
    next: "Run `spendesk-hr credentials list` to see where each of them comes from.",
  });
}
