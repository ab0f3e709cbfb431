import type { Moved } from "../../state/move/move.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { factLines, labelled } from "../output/state-text.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { createPrompter } from "../prompts/prompter.js";
import { type NamedMove, placeToMoveTo, prepareMove } from "../state/move.js";
import { loadCliConfig } from "../workspace.js";
import type { STATE_MOVE_FLAGS } from "./setup-flags.js";

type Input = InputOf<typeof STATE_MOVE_FLAGS>;

/** `state move`: carries the state from its folder into a database, or back. */
export async function run({ options }: Input, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  const place = placeToMoveTo(options.to, config);
  if (place === null) throw noPlace();
  const named = await prepareMove(place, config, context);
  const { from, to, next, move } = named;
  let moved: Moved;
  try {
    if (options.yes !== true && !move.isLeftOver) await confirm(named, context);
    moved = await move.commit();
  } finally {
    await move.close();
  }
  const show = showsTimes(config.entities, context.process.clock.now());
  return {
    exitCode: 0,
    document: { from, to, ...moved, next, ...move.facts },
    text: () => movedText(named, moved, show),
  };
}

/** @throws Problem `confirmation_needed`, `not_confirmed` */
async function confirm({ from, to, next: change, move }: NamedMove, context: CliContext): Promise<void> {
  const { links, runs, changes } = move.facts;
  const why = `${links} linked people and ${runs} runs with ${changes} changes go from ${from} to ${to}, with the key of the bank fingerprints; what stays in ${from} is not used any more.`;
  const next = `Run \`spendesk-hr state move --to '${to}' --yes\`.`;
  if (!context.interactive) {
    const what = "Nothing was moved: nobody confirmed it.";
    throw new Problem({ kind: "safety", code: "confirmation_needed", what, why, next });
  }
  context.say(`${why} Afterwards: ${change}`);
  if (await createPrompter(context).confirm("Move the state?", false)) return;
  throw new Problem({
    ...{ kind: "safety", code: "not_confirmed", what: "Nothing was moved.", next },
    why: "The question was answered with no.",
  });
}

function movedText({ from, to, next, move }: NamedMove, moved: Moved, show: ShowTime): string {
  const headline = move.isLeftOver
    ? "✔ The last step of the move is done; everything had been copied and compared before."
    : "✔ The state is moved; every row was read back and compared.";
  const lines = labelled(headline, [
    ["From", from],
    ["To", to],
    ...factLines(move.facts, show),
    ["Bank key", moved.hasKey ? "went along" : "not made yet"],
    ["Kept aside", moved.keptAside ?? "nothing: nothing was there before"],
  ]);
  return [
    lines,
    next,
    `What stays in ${from} names people and is refused from now on: delete it once \`spendesk-hr preview\` says what you expect.`,
  ].join("\n");
}

function noPlace(): Problem {
  return new Problem({
    kind: "usage",
    code: "state_move_nowhere",
    what: "Nothing was moved: no place was named.",
    why: "It can go into a PostgreSQL database or into a folder.",
    next: "Run `spendesk-hr state move --to postgres://user@host/database`, or with a folder.",
  });
}
