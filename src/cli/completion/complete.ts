import type { Argument, Command, Complete, Option } from "@bomb.sh/tab";
import tab from "@bomb.sh/tab/commander";
import type { ProcessContext } from "../cli-context.js";
import type { ArgumentDefinition, Completion, OptionDefinition } from "../command.js";
import { COMMANDS } from "../commands/index.js";
import { buildProgram } from "../program.js";
import { printed } from "./printed.js";
import { type Suggestion, suggestionsFor } from "./suggestions.js";

type Offer = (kind: Completion) => readonly Suggestion[];

/** Flags of every command whose values are known. */
const GLOBAL: Readonly<Record<string, Completion>> = {
  entity: "entities",
  group: "groups",
  config: "files",
  "state-dir": "files",
};

/** Last line of an answer: the shell is to offer files. */
const FILES = ":0";

/**
 * Answers the script of a shell: one suggestion a line with its description, then what the shell is to do.
 * Nobody has asked for errors with the Tab key, so that there are none.
 *
 * @param words as typed behind the program's name; the last one is the one to complete
 */
export async function complete(words: readonly string[], process: ProcessContext): Promise<void> {
  const asked = new Set<Completion>();
  answer(words, process, (kind) => {
    asked.add(kind);
    return [];
  });
  const found = new Map<Completion, readonly Suggestion[]>();
  for (const kind of asked) found.set(kind, await suggestionsFor(kind, words, process).catch(() => []));
  const lines = answer(words, process, (kind) => found.get(kind) ?? []);
  const all = asked.has("files") ? [...lines.slice(0, -1), FILES] : lines;
  process.stdout.write(`${all.join("\n")}\n`);
}

function answer(words: readonly string[], process: ProcessContext, offer: Offer): readonly string[] {
  const root = tab(buildProgram(process, () => Promise.resolve()));
  // The package's own, which is asked by scripts.
  root.commands.delete("complete");
  for (const definition of COMMANDS) {
    const command = root.commands.get(definition.name);
    if (!command) continue;
    for (const argument of definition.arguments ?? []) offerArgument(command, argument, offer);
    for (const option of definition.options ?? []) offerOption(command, option, offer);
    for (const alias of definition.aliases ?? []) {
      const other = root.command(alias, definition.summary);
      other.arguments = command.arguments;
      other.options = command.options;
    }
  }
  for (const command of [root, ...root.commands.values()]) {
    for (const [name, kind] of Object.entries(GLOBAL)) setHandler(command.options.get(name), kind, offer);
  }
  return printed(() => root.parse([...words]));
}

function offerArgument(command: Command, { name, completes }: ArgumentDefinition, offer: Offer): void {
  if (completes) setHandler(command.arguments.get(name.slice(1, -1)), completes, offer);
}

function offerOption(command: Command, { flags, completes }: OptionDefinition, offer: Offer): void {
  const [, name = "", value] = /--([\w-]+)(?: <(.+)>)?$/.exec(flags) ?? [];
  const kind = completes ?? (value === "file" || value === "folder" ? "files" : undefined);
  if (kind) setHandler(command.options.get(name), kind, offer);
}

function setHandler(place: Option | Argument | undefined, kind: Completion, offer: Offer): void {
  if (!place) return;
  place.handler = (suggest: Complete) => {
    for (const { value, description } of offer(kind)) suggest(value, description);
  };
}
