import { type LockOwner, Problem } from "../../sync/model/index.js";
import { ownerNext, ownerText } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { createPrompter } from "../prompts/prompter.js";
import { hasState, openCliState } from "../state/open.js";
import { loadCliConfig } from "../workspace.js";
import type { UNLOCK_FLAGS } from "./sync-flags.js";

type Input = InputOf<typeof UNLOCK_FLAGS>;

/** `unlock`: removes the lock of a run that is surely gone, after showing whose it is. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  if (!(await hasState(config, context))) return nothingLocked();
  const state = await openCliState(config, context);
  try {
    const owner = await state.lockOwner();
    if (owner) await confirm(owner, input.options.yes === true, context);
    const removed = await state.breakLock();
    return removed
      ? unlocked(removed, showsTimes(config.entities, context.process.clock.now()))
      : nothingLocked();
  } finally {
    await state.close();
  }
}

async function confirm(owner: LockOwner, yes: boolean, context: CliContext): Promise<void> {
  if (yes) return;
  const who = ownerText(owner, context.process.clock.now());
  const next = ownerNext(owner, "", "spendesk-hr unlock --yes");
  if (!context.interactive) {
    throw new Problem({
      kind: "safety",
      code: "confirmation_needed",
      what: `The lock was not removed: a run ${owner.isStopped ? "is stopped half-way" : "seems to be working"}.`,
      why: who,
      next,
    });
  }
  context.say(`${who} A run that loses its lock stops writing.`);
  if (await createPrompter(context).confirm("Remove its lock?", false)) return;
  throw new Problem({
    kind: "safety",
    code: "not_confirmed",
    what: "The lock stays.",
    why: "The question was answered with no.",
    next,
  });
}

function unlocked(owner: LockOwner, show: ShowTime): CommandResult {
  return {
    exitCode: 0,
    document: { unlocked: true, owner },
    text: () =>
      `The lock of process ${owner.pid} on ${owner.host} is removed. Its run began ${show(owner.startedAt)}.`,
  };
}

function nothingLocked(): CommandResult {
  return { exitCode: 0, document: { unlocked: false, owner: null }, text: () => "There is no lock." };
}
