import { dirname, resolve } from "node:path";
import {
  type FilterInput,
  faultyRules,
  parseFilter,
  parseValueRule,
  type ValueRule,
  type ValueRuleInput,
} from "../sync/filter/index.js";
import {
  type FilterNode,
  isProblem,
  type Problem,
  type SafetyLimits,
  type StatusRules,
  type SyncPolicy,
} from "../sync/model/index.js";
import type { ConnectorFile } from "./connector-files.js";
import { type ConfigDocument, type ConfigPath, pathText } from "./document.js";
import type { EntitySettings } from "./schema.js";

/** The Spendesk end of an entity. */
type SpendeskConfig = Omit<EntitySettings["spendesk"], "bulkImport">;

type TitledColumn = keyof NonNullable<NonNullable<EntitySettings["spendesk"]["bulkImport"]>["titles"]>;

/** How the file for Spendesk's import of members is filled. */
export interface BulkImportConfig {
  /** Absolute path of the template downloaded from Spendesk; null: the documented columns. */
  readonly template: string | null;
  /** Titles of its columns that are not as documented. */
  readonly titles: Readonly<Partial<Record<TitledColumn, string>>>;
  readonly columns: {
    readonly roles: readonly ValueRule[];
    readonly costCenter: readonly ValueRule[];
    readonly approvalPolicy: readonly ValueRule[];
  };
}

/** One HR end of an entity. */
export interface SourceConfig {
  /** Unique within the entity; the provider's id unless the configuration says otherwise. */
  readonly name: string;
  /** Provider id as written; whether there is such a provider is checked where providers are known. */
  readonly provider: string;
  /** Null: the vendor's own host. */
  readonly baseUrl: string | null;
  /** Checked by the provider's own schema. */
  readonly settings: unknown;
  /** What raw statuses mean, over what the provider makes of them. */
  readonly statuses: StatusRules;
  /** The file that describes the HR tool; absent for one that comes with the program. */
  readonly connector?: ConnectorFile;
  /** Who of its people is meant; null: all. */
  readonly filter: FilterNode | null;
  /** False until somebody has chosen which of its employees are meant. */
  readonly configured: boolean;
}

/** One entity of the configuration with everything decided that the file decides. */
export interface EntityConfig {
  readonly id: string;
  /** Its group in the configuration; absent for none. */
  readonly group?: string;
  /** IANA zone that decides what day it is. */
  readonly timezone: string;
  readonly spendesk: SpendeskConfig;
  readonly bulkImport: BulkImportConfig;
  /** In the order in which they count. */
  readonly sources: readonly [SourceConfig, ...SourceConfig[]];
  /** False until somebody has chosen which employees of each source are meant. Until then nothing may be planned. */
  readonly configured: boolean;
  readonly policy: SyncPolicy;
  readonly safety: SafetyLimits;
}

/** An entity whose HR tool nobody has named yet. */
export type UnconnectedEntity = Pick<EntityConfig, "id" | "timezone" | "spendesk" | "policy">;

/** Takes what is wrong, so that all of it can be told at once. */
type Report = (problem: Problem) => void;

/** Whether the entity has an HR tool. */
export function isConnected(entity: EntityConfig | UnconnectedEntity): entity is EntityConfig {
  return "sources" in entity;
}

/** The HR tools of an entity for people: `personio`, or `personio + deel`. */
export function sourcesText({ sources }: Pick<EntityConfig, "sources">): string {
  return sources.map(({ name }) => name).join(" + ");
}

/** Where an entity's source stands within its block. */
export function sourcePath(
  { sources }: Pick<EntityConfig, "sources">,
  { name }: Pick<SourceConfig, "name">,
): ConfigPath {
  const [, second] = sources;
  return second ? ["sources", sources.findIndex((one) => one.name === name)] : ["source"];
}

/** The same for messages: `source`, or `sources[1]`. */
export function sourcePlace(entity: Pick<EntityConfig, "sources">, source: SourceConfig): string {
  return pathText(sourcePath(entity, source));
}

/** The entity with the files that describe its HR tools, where one of these does. */
export function withConnector(entity: EntityConfig, files: readonly ConnectorFile[]): EntityConfig {
  const complete = (source: SourceConfig): SourceConfig => {
    const connector = files.find(({ id }) => id === source.provider);
    return connector ? { ...source, connector } : source;
  };
  const [first, ...others] = entity.sources;
  return { ...entity, sources: [complete(first), ...others.map(complete)] };
}

/**
 * @param report told what is wrong with a filter or a column rule, with its place. What is made of the entity then
 *   lacks that rule, so it must never be used.
 */
export function toEntityConfig(
  document: ConfigDocument,
  id: string,
  settings: EntitySettings,
  report: Report,
): EntityConfig | UnconnectedEntity {
  const { timezone, safety, group } = settings;
  const { bulkImport, ...spendesk } = settings.spendesk;
  const policy = toPolicy(settings);
  const [first, ...others] = toSources(document, id, settings, report);
  if (first === undefined) return { id, timezone, spendesk, policy };
  return {
    id,
    ...(group !== undefined && { group }),
    timezone,
    spendesk,
    bulkImport: toBulkImport(document, id, bulkImport, report),
    sources: [first, ...others],
    configured: [first, ...others].every(({ configured }) => configured),
    policy,
    safety,
  };
}

function toSources(
  document: ConfigDocument,
  id: string,
  { source, sources, employees }: EntitySettings,
  report: Report,
): readonly SourceConfig[] {
  const ownPath: ConfigPath = ["employees", "filter"];
  const filterOf = (rules: readonly FilterInput[] = [], path: ConfigPath = ownPath) =>
    toFilter(document, ["entities", id, ...path], rules, report);
  const rest = { filter: filterOf(employees?.filter), configured: employees !== undefined };
  if (source) return [{ name: source.provider, ...endOf(source), ...rest }];
  return (sources ?? []).map(({ name, employees: own, ...one }, index) => ({
    name: name ?? one.provider,
    ...endOf(one),
    ...(own ? { filter: filterOf(own.filter, ["sources", index, ...ownPath]), configured: true } : rest),
  }));
}

function endOf(source: Omit<NonNullable<EntitySettings["source"]>, "credentials">) {
  const { provider, baseUrl = null, settings, statuses } = source;
  return { provider, baseUrl, settings, statuses };
}

function toPolicy(settings: EntitySettings): SyncPolicy {
  return {
    walletCurrency: settings.walletCurrency ?? null,
    ...settings.joiners,
    ...settings.leavers,
    rehires: settings.rehires.action,
    rehireGapDays: settings.rehires.gapDays,
    archivedByHand: settings.archivedByHand,
    handEdits: settings.handEdits,
    ...settings.sync,
    protect: settings.protect,
  };
}

function toFilter(
  document: ConfigDocument,
  path: ConfigPath,
  rules: readonly FilterInput[],
  report: Report,
): FilterNode | null {
  if (rules.length === 0) return null;
  try {
    return parseFilter(rules);
  } catch (error) {
    if (!isProblem(error)) throw error;
    for (const { index, problem } of faultyRules(rules)) report(placed(problem, document, [...path, index]));
    return null;
  }
}

/** The problem with its place in front: the entity, or the block that several have it from. */
function placed(problem: Problem, document: ConfigDocument, path: ConfigPath): Problem {
  const [block, id] = document.origin(path);
  const whose = block === "entities" ? `Entity ${String(id)}` : pathText(document.origin(path));
  return problem.withWhat(`${whose} (${document.place(path, "value")}): ${problem.message}`);
}

function toBulkImport(
  document: ConfigDocument,
  id: string,
  settings: EntitySettings["spendesk"]["bulkImport"],
  report: Report,
): BulkImportConfig {
  const template = settings?.template;
  const rules = (column: keyof BulkImportConfig["columns"]) => {
    const path = ["entities", id, "spendesk", "bulkImport", "columns", column];
    return (settings?.columns?.[column] ?? []).flatMap((rule, index) =>
      toValueRule(document, [...path, index], rule, report),
    );
  };
  return {
    template: template === undefined ? null : resolve(dirname(document.path), template),
    titles: Object.fromEntries(
      Object.entries(settings?.titles ?? {}).filter(([, title]) => title !== undefined),
    ),
    columns: {
      roles: rules("roles"),
      costCenter: rules("costCenter"),
      approvalPolicy: rules("approvalPolicy"),
    },
  };
}

function toValueRule(
  document: ConfigDocument,
  path: ConfigPath,
  rule: ValueRuleInput,
  report: Report,
): readonly ValueRule[] {
  try {
    return [parseValueRule(rule)];
  } catch (error) {
    if (!isProblem(error)) throw error;
    report(placed(error, document, path));
    return [];
  }
}
