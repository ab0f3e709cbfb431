import { sourcesText } from "../../config/entity-config.js";
import { type LoadedConfig, loadConfig } from "../../config/load.js";
import { PROVIDERS } from "../../providers/registry.js";
import { agoText } from "../../shared/ago.js";
import { newestRuns } from "../../state/look.js";
import type { ProcessContext } from "../cli-context.js";
import type { Completion } from "../command.js";
import { SCHEDULERS } from "../schedule/schedule.js";
import { groupsOf } from "../select-entities.js";
import { lastValue } from "../usage.js";
import { SHELLS } from "./script.js";

/** One value that can be typed. */
export interface Suggestion {
  readonly value: string;
  readonly description: string;
}

/** Runs that are offered; who looks for an older one has its id. */
const RUNS = 20;
/** As many characters of a run's id as tell it from the others. */
const SHORT_ID = 8;

/**
 * Values for one place of the command line, from the configuration and the state that the words before it
 * name. Nothing is written, and nobody outside is asked.
 *
 * @throws Problem of a configuration or state that can't be read
 */
export async function suggestionsFor(
  kind: Completion,
  words: readonly string[],
  process: ProcessContext,
): Promise<readonly Suggestion[]> {
  switch (kind) {
    case "entities": {
      const { entities, unconnected } = await configOf(words, process);
      return [
        ...entities.map((entity) => ({ value: entity.id, description: sourcesText(entity) })),
        ...unconnected.map(({ id }) => ({ value: id, description: "not connected" })),
      ];
    }
    case "groups": {
      const { entities } = await configOf(words, process);
      return groupsOf(entities).map((value) => {
        const count = entities.filter(({ group }) => group === value).length;
        return { value, description: count === 1 ? "1 entity" : `${count} entities` };
      });
    }
    case "runs": {
      const { stateDir, stateUrl } = await configOf(words, process);
      // A database would be asked over the network, with a password.
      if (stateUrl !== null) return [];
      return (await newestRuns(stateDir, RUNS, process.clock)).map(({ id, kind: what, startedAt }) => ({
        value: id.slice(0, SHORT_ID),
        description: `${what}, ${agoText(startedAt, process.clock.now())}`,
      }));
    }
    case "providers":
      return PROVIDERS.map(({ id, title }) => ({ value: id, description: title }));
    case "connections":
      return [
        { value: "spendesk", description: "Spendesk" },
        ...PROVIDERS.map(({ id, title }) => ({ value: id, description: title })),
      ];
    case "schedulers":
      return SCHEDULERS.map((value) => ({ value, description: "" }));
    case "shells":
      return SHELLS.map((value) => ({ value, description: "" }));
    case "files":
      // Every shell lists them by itself.
      return [];
  }
}

function configOf(words: readonly string[], { cwd, env }: ProcessContext): Promise<LoadedConfig> {
  const config = lastValue(words, /^--config$/, /^--config=(.+)$/);
  const stateDir = lastValue(words, /^--state-dir$/, /^--state-dir=(.+)$/);
  return loadConfig({ cwd, env, flags: { config, stateDir } });
}
