import { isConnected, type SourceConfig, sourcesText } from "../../config/entity-config.js";
import type { LoadedConfig } from "../../config/load.js";
import type { Provider } from "../../providers/provider.js";
import { PROVIDERS } from "../../providers/registry.js";
import { Problem } from "../../sync/model/index.js";
import { findProviderAmong } from "../find-provider.js";
import { entitiesText } from "../output/run-text.js";
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
  /** Name of the source in the configuration. */
  readonly sourceName: string;
  /** Whether the HR tools that the entity has are kept. */
  readonly isBeside: boolean;
}

/** What the command line says of the source, see `CONNECT_FLAGS`. */
interface SourceFlags {
  readonly beside?: boolean | undefined;
  readonly source?: string | undefined;
}

/**
 * The entity and the HR tool, from the command line, the configuration or by asking.
 * @throws Problem `unknown_provider`, `one_entity_only`, `entity_name` or `answer_missing`
 */
export async function chooseTarget(
  typedProvider: string | undefined,
  wantedEntities: readonly string[],
  flags: SourceFlags,
  config: LoadedConfig,
  prompter: Prompter | null,
): Promise<Target> {
  const typed =
    typedProvider === undefined ? null : await findProviderAmong(config.connectors, typedProvider);
  const known: readonly PresentEntity[] = [...config.entities, ...config.unconnected];
  const entityId = await chooseEntity(wantedEntities, known, prompter);
  const present = known.find(({ id }) => id === entityId) ?? null;
  const provider = typed ?? (await chooseProvider(entityId, present, config, prompter));
  const sourceName = flags.source ?? provider.id;
  if (flags.source !== undefined && !ENTITY_ID.test(flags.source)) throw sourceNameProblem(flags.source);
  const isBeside = flags.beside ?? (await askBeside(entityId, present, sourceName, provider, prompter));
  return { entityId, present, provider, sourceName, isBeside };
}

/** Somebody who connects another HR tool may mean a change of tools, or a second one. */
async function askBeside(
  entityId: string,
  present: PresentEntity | null,
  sourceName: string,
  { title }: Provider,
  prompter: Prompter | null,
): Promise<boolean> {
  if (!present || !isConnected(present)) return false;
  if (present.sources.some(({ name }) => name === sourceName)) return true;
  if (present.sources.length > 1) return true;
  if (!prompter) return false;
  const [{ name: before }] = present.sources;
  const answer = await prompter.select(`${entityId} is connected to ${before}. What is ${title} to be?`, [
    { value: "instead", label: `The HR tool in the place of ${before}` },
    { value: "beside", label: `A second one beside ${before}, as for contractors` },
  ]);
  return answer === "beside";
}

/** The present settings of the source that is connected; null when it is another HR tool, or a new one. */
export function presentSource({
  present,
  provider,
  sourceName,
}: Pick<Target, "present" | "provider" | "sourceName">): SourceConfig | null {
  if (!present || !isConnected(present)) return null;
  const { sources } = present;
  return sources.find((one) => one.name === sourceName && one.provider === provider.id) ?? null;
}

/** The id of the only HR tool an entity is connected to now. */
export function presentProvider(present: PresentEntity | null): string | null {
  return present && isConnected(present) && present.sources.length === 1 ? present.sources[0].provider : null;
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
    throw answerMissing("The entity", entityAdvice(known.map(({ id }) => id)));
  }
  const chosen = only ? await prompter.select("Which Spendesk entity?", entityChoices(known)) : ANOTHER;
  if (chosen !== ANOTHER) return chosen;
  return prompter.input("Name for the entity, such as acme-uk", { validate: entityIdProblem });
}

function entityAdvice(known: readonly string[]): string {
  const ofNew = "with a short name of your choice for the Spendesk company";
  if (known.length === 0) return `Add \`--entity acme-uk\`, ${ofNew}.`;
  return `Add \`--entity <id>\` with the one you mean (${entitiesText(known)}), or ${ofNew} that is new.`;
}

function entityChoices(known: readonly PresentEntity[]) {
  const choices = known.map((entity) => {
    const tools = isConnected(entity) ? ` (${sourcesText(entity)})` : "";
    return { value: entity.id, label: `${entity.id}${tools}` };
  });
  return [...choices, { value: ANOTHER, label: "another one" }];
}

async function chooseProvider(
  entityId: string,
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
    `Write it after the command, for example \`spendesk-hr connect personio --entity ${entityId}\`.`,
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

function sourceNameProblem(name: string): Problem {
  return new Problem({
    kind: "usage",
    code: "source_name",
    what: `${name} is no name for a source.`,
    why: "Use small letters, digits and hyphens, at most 63.",
    next: "Choose a name such as personio-de.",
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
