import { countingCalls } from "../../connectors/authoring/exchanges.js";
import { originsOf } from "../../connectors/authoring/origins.js";
import { readPart } from "../../connectors/authoring/part.js";
import { openCalls } from "../../connectors/reading/calls.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { openTool } from "../connectors/open-tool.js";
import { type Trial, trialDocument, trialText } from "../connectors/trial.js";
import type { LIVE_FLAGS } from "./connectors-flags.js";

/**
 * `connectors try`: reads one page of each list of people, and shows what is made of each person and of which
 * parts of the answer. Nothing is stored and nothing is written.
 */
export async function run(input: InputOf<typeof LIVE_FLAGS>, context: CliContext): Promise<CommandResult> {
  const [name = ""] = input.arguments;
  const { connector, connection } = await openTool(name, input.options, context);
  const { manifest } = connector;
  const counted = countingCalls(openCalls(connector, connection));
  const part = await readPart(connector, connection, counted.calls, 1);
  const today = connection.today();
  const trial: Trial = {
    ...{ id: manifest.id, title: manifest.title, calls: counted.counts(), today },
    unfinished: part.unfinished,
    obstacles: part.obstacles,
    people: part.people.map((person) => ({ ...person, origins: originsOf(person, { manifest, today }) })),
  };
  return { exitCode: 0, document: trialDocument(trial), text: (style) => trialText(trial, style) };
}
