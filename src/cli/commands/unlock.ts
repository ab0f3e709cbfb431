import type { LoadedConfig } from "../../config/load.js";
import { excludes, type LockOwner, Problem } from "../../sync/model/index.js";
import { lockedText, ownerNext, ownerText } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { createPrompter } from "../prompts/prompter.js";
import { selectEntities } from "../select-entities.js";
import { hasState, openCliState } from "../state/open.js";
import { loadCliConfig } from "../workspace.js";
import type { UNLOCK_FLAGS } from "./sync-flags.js";

type Input = InputOf<typeof UNLOCK_FLAGS>;

/**
 * `unlock`: removes the locks of runs that are surely gone, after showing whose they are; with `--entity` and
 * `--group` only of runs on these. A run that loses one of its locks stops as a whole, so it loses all of them.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  if (!(await hasState(config, context))) return unlocked([], config, context);
  const state = await openCliState(config, context);
  try {
    const isMeant = meantBy(namedEntities(config, context));
    const left = (await state.leftLocks()).filter(isMeant);
    const owners = (await state.lockOwners()).filter(isMeant);
    if (left.length + owners.length === 0) refuseMisspelt(config, context);
    const given = await confirmed(owners, input.options.yes === true, context);
    const removed = await state.breakLocks([...left, ...given].map(({ runId }) => runId));
    if (removed.length === 0 && given.length < owners.length) throw notConfirmed(owners);
    return unlocked(removed, config, context);
  } finally {
    await state.close();
  }
}

function meantBy(named: readonly string[]): (owner: LockOwner) => boolean {
  return ({ entities }) => named.length === 0 || excludes(entities, named);
}

/** @throws Problem `unknown_group` */
function namedEntities(config: LoadedConfig, { globals: { entity, group } }: CliContext): readonly string[] {
  if (group.length === 0) return entity;
  return [...entity, ...selectEntities(config, { entity: [], group }).map(({ id }) => id)];
}

/** An entity that is not configured any more may still have a lock. @throws Problem `unknown_entity` */
function refuseMisspelt(config: LoadedConfig, { globals }: CliContext): void {
  if (globals.entity.length > 0) selectEntities(config, globals);
}

/** Those of these runs whose locks may be removed: each of them is asked about. */
async function confirmed(
  owners: readonly LockOwner[],
  yes: boolean,
  context: CliContext,
): Promise<readonly LockOwner[]> {
  const [owner, another] = owners;
  if (yes || owner === undefined) return owners;
  const now = context.process.clock.now();
  if (!context.interactive) {
    const condition = owner.isStopped ? "a run is stopped half-way" : "a run seems to be working";
    throw new Problem({
      kind: "safety",
      code: "confirmation_needed",
      what: another
        ? `The locks were not removed: ${owners.length} runs seem to be working.`
        : `The lock was not removed: ${condition}.`,
      why: owners.map((one) => aboutOwner(one, now)).join(" "),
      next: nextFor(owners),
    });
  }
  const given: LockOwner[] = [];
  for (const one of owners) {
    context.say(`${aboutOwner(one, now)} A run that loses its lock stops writing.`);
    if (await createPrompter(context).confirm(`Remove its lock on ${lockedText(one.entities)}?`, false)) {
      given.push(one);
    }
  }
  return given;
}

function aboutOwner(owner: LockOwner, now: Date): string {
  return `${ownerText(owner, now)} It works on ${lockedText(owner.entities)}.`;
}

/** Of several runs one is named: whoever goes on with `--yes` alone ends them all. */
function nextFor(owners: readonly LockOwner[]): string {
  const [owner] = owners;
  if (owner === undefined) return "Run `spendesk-hr status`.";
  const only = owners.length === 1 ? "" : ` --entity ${owner.entities[0]}`;
  return ownerNext(owner, "", `spendesk-hr unlock${only} --yes`);
}

function notConfirmed(owners: readonly LockOwner[]): Problem {
  return new Problem({
    kind: "safety",
    code: "not_confirmed",
    what: owners.length === 1 ? "The lock stays." : "The locks stay.",
    why: "The question was answered with no.",
    next: nextFor(owners),
  });
}

function unlocked(
  removed: readonly LockOwner[],
  { entities }: LoadedConfig,
  { process: { clock } }: CliContext,
): CommandResult {
  const show = showsTimes(entities, clock.now());
  const [owner = null] = removed;
  return {
    exitCode: 0,
    document: { unlocked: owner !== null, owner, owners: removed },
    text: () =>
      owner === null ? "There is no lock." : removed.map((one) => removedText(one, show)).join("\n"),
  };
}

function removedText({ pid, host, entities, startedAt }: LockOwner, show: ShowTime): string {
  return `The lock on ${lockedText(entities)} of process ${pid} on ${host} is removed. Its run began ${show(startedAt)}.`;
}
