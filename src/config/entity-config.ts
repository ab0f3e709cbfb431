import { dirname, resolve } from "node:path";
import {
  type FilterInput,
  parseFilter,
  parseValueRule,
  type ValueRule,
  type ValueRuleInput,
} from "../sync/filter/index.js";
import {
  type FilterNode,
  isProblem,
  type SafetyLimits,
  type StatusRules,
  type SyncPolicy,
} from "../sync/model/index.js";
import type { ConnectorFile } from "./connector-files.js";
import type { ConfigDocument, ConfigPath } from "./document.js";
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

/** Whether the entity has an HR tool. */
export function isConnected(entity: EntityConfig | UnconnectedEntity): entity is EntityConfig {
  return "sources" in entity;
}

/** The HR tools of an entity for people: `personio`, or `personio + deel`. */
export function sourcesText({ sources }: Pick<EntityConfig, "sources">): string {
  return sources.map(({ name }) => name).join(" + ");
}

/** Where an entity's source stands in the file, for messages: `source`, or `sources[1]`. */
export function sourcePlace({ sources }: Pick<EntityConfig, "sources">, { name }: SourceConfig): string {
  const [, second] = sources;
  return second ? `sources[${sources.findIndex((one) => one.name === name)}]` : "source";
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

/** @throws Problem of the filter or of a column rule, with the entity and the place of the rule. */
export function toEntityConfig(
  document: ConfigDocument,
  id: string,
  settings: EntitySettings,
): EntityConfig | UnconnectedEntity {
  const { timezone, safety, group } = settings;
  const { bulkImport, ...spendesk } = settings.spendesk;
  const policy = toPolicy(settings);
  const [first, ...others] = toSources(document, id, settings);
  if (first === undefined) return { id, timezone, spendesk, policy };
  return {
    id,
    ...(group !== undefined && { group }),
    timezone,
    spendesk,
    bulkImport: toBulkImport(document, id, bulkImport),
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
): readonly SourceConfig[] {
  const ownPath: ConfigPath = ["employees", "filter"];
  const filterOf = (rules: readonly FilterInput[] = [], path: ConfigPath = ownPath) =>
    toFilter(document, id, ["entities", id, ...path], rules);
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
  id: string,
  path: ConfigPath,
  rules: readonly FilterInput[],
): FilterNode | null {
  if (rules.length === 0) return null;
  try {
    return parseFilter(rules);
  } catch (error) {
    if (!isProblem(error)) throw error;
    const faulty = rules.findIndex((rule) => !canParse(rule));
    const place = document.place(faulty < 0 ? path : [...path, faulty], "value");
    throw error.withWhat(`Entity ${id} (${place}): ${error.message}`);
  }
}

function toBulkImport(
  document: ConfigDocument,
  id: string,
  settings: EntitySettings["spendesk"]["bulkImport"],
): BulkImportConfig {
  const template = settings?.template;
  const rules = (column: keyof BulkImportConfig["columns"]) => {
    const path = ["entities", id, "spendesk", "bulkImport", "columns", column];
    return (settings?.columns?.[column] ?? []).map((rule, index) =>
      toValueRule(document, id, [...path, index], rule),
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
  id: string,
  path: ConfigPath,
  rule: ValueRuleInput,
): ValueRule {
  try {
    return parseValueRule(rule);
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw error.withWhat(`Entity ${id} (${document.place(path, "value")}): ${error.message}`);
  }
}

function canParse(rule: FilterInput): boolean {
  try {
    parseFilter([rule]);
    return true;
  } catch {
    return false;
  }
}
