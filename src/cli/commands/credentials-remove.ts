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
import { FINGERPRINT_KEY, PASSWORD } from "../state/connection.js";
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
  const removal = removalOf(target, input.options.key === true);
  const { name } = removal;
  await confirm(target, removal, input.options.yes === true, context);
  const { store, id } = target;
  const removed = await store.remove(id, removal.kept);
  return {
    exitCode: 0,
    document: { ...id, source: store.id, removed },
    text: () =>
      removed
        ? `The credentials of ${name} are removed from ${store.id}.${removal.after}`
        : `There were no credentials of ${name} in ${store.id}.`,
  };
}

/** What goes of a connection. */
interface Removal {
  /** Of the connection, with the fields if not all of them go. */
  readonly name: string;
  readonly kept: readonly string[];
  readonly flag: string;
  /** What it means, a sentence. */
  readonly consequence: string;
  /** What is said once it is done, with a blank in front. */
  readonly after: string;
}

/** A password is set again at any time; the key of the bank fingerprints can't be had again once it is lost. */
function removalOf(target: Target, isKey: boolean): Removal {
  if (target.end.kind !== "state") {
    if (isKey) throw onlyOfState(target);
    const consequence = "What needs them stops working until there are new ones.";
    return { name: nameOf(target), kept: [], flag: "", consequence, after: "" };
  }
  const [going, kept] = isKey ? [[FINGERPRINT_KEY], [PASSWORD]] : [[PASSWORD], [FINGERPRINT_KEY]];
  const consequence = isKey
    ? "Without the key of the bank fingerprints nobody can work with this state; it can't be had again but from another machine or a backup (`spendesk-hr state backup`)."
    : "What needs the database stops working until there is a new password.";
  const after = ` The key of the bank fingerprints stays; \`${COMMAND} state --key\` removes it.`;
  return {
    ...{ name: `${nameOf(target)} (${going.join(", ")})`, kept, consequence },
    ...{ flag: isKey ? " --key" : "", after: isKey ? "" : after },
  };
}

function onlyOfState(target: Target): Problem {
  return new Problem({
    kind: "usage",
    code: "flags_conflict",
    what: "Nothing was removed: `--key` is for `state` only.",
    why: `${nameOf(target)} has no key of the bank fingerprints.`,
    next: `Run \`${COMMAND} ${target.id.connection}${entityFlag(target)}\` without it.`,
  });
}

async function confirm(
  target: Target,
  { name, flag, consequence }: Removal,
  yes: boolean,
  context: CliContext,
): Promise<void> {
  if (yes) return;
  const command = `${COMMAND} ${target.id.connection}${entityFlag(target)}${flag}`;
  if (!context.interactive) {
    throw new Problem({
      kind: "safety",
      code: "confirmation_needed",
      what: `The credentials of ${name} were not removed: nobody confirmed it.`,
      why: `The command does not run in a terminal, or \`--no-input\` was given. ${consequence}`,
      next: `Run \`${command} --yes\`.`,
    });
  }
  context.say(consequence);
  const question = `Remove the credentials of ${name} from ${target.store.id}?`;
  if (await createPrompter(context).confirm(question, false)) return;
  throw new Problem({
    kind: "safety",
    code: "not_confirmed",
    what: `The credentials of ${name} stay where they are.`,
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
