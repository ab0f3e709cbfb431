import { isConnected } from "../../config/entity-config.js";
import type { LoadedConfig } from "../../config/load.js";
import type { Provider } from "../../providers/provider.js";
import { PROVIDERS } from "../../providers/registry.js";
import { Problem } from "../../sync/model/index.js";
import { findProviderAmong } from "../find-provider.js";
import type { Prompter } from "../prompts/prompter.js";
import { answerMissing } from "../prompts/prompter.js";
import type { PresentEntity } from "./given-credentials.js";

const ENTITY_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** Not the name of an entity. */
const ANOTHER = "";

/** Which entity is connected, and to what. */
interface Target {
  readonly entityId: string;
  readonly present: PresentEntity | null;
  readonly provider: Provider;
}

/**
 * The entity and the HR tool, from the command line, the configuration or by asking.
 * @throws Problem `unknown_provider`, `one_entity_only`, `entity_name` or `answer_missing`
 */
export async function chooseTarget(
  typedProvider: string | undefined,
  wantedEntities: readonly string[],
  config: LoadedConfig,
  prompter: Prompter | null,
): Promise<Target> {
  const typed =
    typedProvider === undefined ? null : await findProviderAmong(config.connectors, typedProvider);
  const known: readonly PresentEntity[] = [...config.entities, ...config.unconnected];
  const entityId = await chooseEntity(wantedEntities, known, prompter);
  const present = known.find(({ id }) => id === entityId) ?? null;
  return { entityId, present, provider: typed ?? (await chooseProvider(present, config, prompter)) };
}

/** The id of the HR tool an entity is connected to now. */
export function presentProvider(present: PresentEntity | null): string | null {
  return present && isConnected(present) ? present.source.provider : null;
}

async function chooseEntity(
  wanted: readonly string[],
  known: readonly PresentEntity[],
  prompter: Prompter | null,
): Promise<string> {
  const [id, another] = wanted;
  if (another !== undefined) throw oneEntityOnly();
  if (id !== undefined) {
    const problem = entityIdProblem(id);
    if (problem) throw entityName(id, problem);
    return id;
  }
  const [only] = known;
  if (!prompter) {
    if (only && known.length === 1) return only.id;
    throw answerMissing(
      "The entity",
      "Add `--entity acme-uk`, with a short name of your choice for the Spendesk company.",
    );
  }
  const chosen = only ? await prompter.select("Which Spendesk entity?", entityChoices(known)) : ANOTHER;
  if (chosen !== ANOTHER) return chosen;
  return prompter.input("Name for the entity, such as acme-uk", { validate: entityIdProblem });
}

function entityChoices(known: readonly PresentEntity[]) {
  const choices = known.map((entity) => {
    const provider = presentProvider(entity);
    return { value: entity.id, label: provider ? `${entity.id} (${provider})` : entity.id };
  });
  return [...choices, { value: ANOTHER, label: "another one" }];
}

async function chooseProvider(
  present: PresentEntity | null,
  { connectors }: Pick<LoadedConfig, "connectors">,
  prompter: Prompter | null,
): Promise<Provider> {
  const now = presentProvider(present);
  if (prompter) {
    const choices = [
      ...PROVIDERS.map(({ id, title }) => ({ value: id, label: title })),
      ...connectors.map(({ id, label }) => ({ value: id, label: `${id} (${label})` })),
    ];
    const id = await prompter.select("Which HR tool?", choices, now ?? undefined);
    return findProviderAmong(connectors, id);
  }
  if (now !== null) return findProviderAmong(connectors, now);
  throw answerMissing(
    "The HR tool",
    "Write it after the command, for example `spendesk-hr connect personio`.",
  );
}

function entityIdProblem(value: string): string | null {
  return ENTITY_ID.test(value) ? null : "Use small letters, digits and hyphens, at most 63.";
}

function entityName(id: string, why: string): Problem {
  return new Problem({
    kind: "usage",
    code: "entity_name",
    what: `${id} is no name for an entity.`,
    why,
    next: "Choose a name such as acme-uk.",
  });
}

function oneEntityOnly(): Problem {
  return new Problem({
    kind: "usage",
    code: "one_entity_only",
    what: "connect works on one entity at a time.",
    why: "`--entity` was given more than once.",
    next: "Run the command once for each entity.",
  });
}
