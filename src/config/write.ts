import { basename, dirname, extname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isNode, isScalar, isSeq, type Node, visit } from "yaml";
import type * as z from "zod";
import type { FilterInput } from "../sync/filter/index.js";
import { Problem, type StatusRules } from "../sync/model/index.js";
import { type CheckedConfig, checkConfig } from "./check.js";
import { readConnectorFiles } from "./connector-files.js";
import type { CredentialSettings } from "./credentials-schema.js";
import { isBlock, parseConfigText } from "./document.js";
import { type EntityConfig, isConnected, withConnector } from "./entity-config.js";
import { readConfig } from "./find.js";
import { inheritedBlock } from "./inheritance.js";
import { replaceConfig } from "./replace-file.js";
import { entitySchema } from "./schema.js";

type EntityInput = z.input<typeof entitySchema>;

/** New settings of an entity, checked by the draft. A section that is left out stays as it is. */
export interface EntityPatch {
  readonly timezone?: string;
  /** Null removes it. */
  readonly walletCurrency?: string | null;
  /** Replaces where Spendesk is; everything else of it stays, unless `target` is given. */
  readonly spendesk?: ({ readonly environment: string } | { readonly baseUrl: string }) & {
    readonly target?: "api" | "file";
  };
  /**
   * Replaces the whole HR tool but, of the same one, where its credentials are kept, what its statuses mean and
   * which of its people are meant.
   */
  readonly source?: {
    /** Where the entity has several sources, or is to have: which one it is. */
    readonly name?: string;
    /** The HR tools that the entity has are kept. */
    readonly beside?: boolean;
    readonly provider: string;
    readonly baseUrl?: string;
    readonly settings: Readonly<Record<string, unknown>>;
  };
  /** The source that `statuses` and `employees` are of, where the entity has several; absent: of the entity. */
  readonly of?: string;
  /** What raw statuses of the HR tool mean; those that are not given stay. */
  readonly statuses?: StatusRules;
  /** Replaces the whole choice of people. */
  readonly employees?:
    | { readonly include: "all" }
    | { readonly include: "filter"; readonly filter: readonly FilterInput[] };
  /** Replaces the keys that are given, as do `leavers` and `joiners`. */
  readonly sync?: Readonly<NonNullable<EntityInput["sync"]>>;
  readonly leavers?: Readonly<NonNullable<EntityInput["leavers"]>>;
  readonly joiners?: Readonly<NonNullable<EntityInput["joiners"]>>;
  /** The whole new list. */
  readonly protect?: readonly string[];
}

/** New settings above the entities. What is left out stays as it is. */
export interface GlobalPatch {
  /** Replaces the keys that are given. */
  readonly credentials?: Partial<CredentialSettings>;
}

const NEW_YAML = `# Configuration of spendesk-hr. Secrets don't belong here: \`spendesk-hr connect\` stores them.
# For help while editing: spendesk-hr config schema > spendesk-hr.schema.json
# yaml-language-server: $schema=./spendesk-hr.schema.json
version: 1
`;

const MERGED_SECTIONS: readonly string[] = ["sync", "leavers", "joiners"];

/** A checked change of an entity that is not written yet. */
export interface EntityDraft {
  /** The entity as it will be. */
  readonly entity: EntityConfig;
  /** @throws Problem `config_changed` when somebody else changed the file meanwhile, `config_not_writable`. */
  save(): Promise<void>;
}

/**
 * Drafts a new or changed entity of a configuration file, keeping comments and order. `save` replaces
 * the file in one step.
 *
 * @param path file that need not exist; `.json` is written as JSON.
 * @throws Problem as `loadConfig` when the file is broken, or would be afterwards; `config_aliases`;
 *   `config_no_source` for an entity without an HR tool.
 */
export async function draftEntity(
  path: string,
  entityId: string,
  patch: EntityPatch,
  globals: GlobalPatch = {},
): Promise<EntityDraft> {
  const json = extname(path) === ".json";
  const label = basename(path);
  const before = await readConfig(path, dirname(path));
  const { yaml } = before ?? parseConfigText(path, label, json ? '{ "version": 1 }' : NEW_YAML);
  refuseAliases(yaml, path);
  keepInherited(yaml, entityId, patch);
  patchEntity(yaml, entityId, patch);
  patchCredentials(yaml, globals.credentials ?? {});
  // An equal file keeps its text: writing it anew could change how it is laid out.
  const equal = before !== null && isDeepStrictEqual(before.value, yaml.toJS());
  const changed = json ? `${JSON.stringify(yaml.toJS(), null, 2)}\n` : yaml.toString({ lineWidth: 0 });
  const text = equal ? before.text : changed;
  const { entities, content } = checkConfig(parseConfigText(path, label, text));
  const connectors = await readConnectorFiles(content.connectors, dirname(path));
  return {
    entity: withConnector(connectedEntity(entities, entityId), connectors),
    save: async () => {
      const now = await readConfig(path, dirname(path));
      if (now?.text !== before?.text) throw changedMeanwhile(path);
      if (!equal) await replaceConfig(path, text);
    },
  };
}

function connectedEntity(entities: CheckedConfig["entities"], id: string): EntityConfig {
  const entity = entities.filter(isConnected).find((candidate) => candidate.id === id);
  if (entity) return entity;
  throw new Problem({
    kind: "configuration",
    code: "config_no_source",
    what: `Entity ${id} has no HR tool yet.`,
    why: "The configuration has no `source` for it.",
    next: `Run \`spendesk-hr connect --entity ${id}\`.`,
  });
}

function changedMeanwhile(path: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "config_changed",
    what: `${path} was changed by somebody else meanwhile; nothing was written.`,
    why: "What was confirmed would overwrite that change.",
    next: "Run the same command again.",
  });
}

function patchEntity(yaml: Document, id: string, patch: EntityPatch): void {
  if (!yaml.has("version")) yaml.set("version", 1);
  const place = ["entities", id];
  ensureBlock(yaml, place.slice(0, 1));
  ensureBlock(yaml, place);
  const changes = new Map(Object.entries(patch).filter(([, value]) => value !== undefined));
  if (patch.of !== undefined) changes.delete("employees");
  // In the order of the documentation, which is the order in which new sections are written.
  for (const section of Object.keys(entitySchema.shape).filter((key) => changes.has(key))) {
    if (section === "source") {
      patchSource(yaml, place, patch);
      continue;
    }
    if (changes.get(section) === null) {
      yaml.deleteIn([...place, section]);
      continue;
    }
    const present = presentBlock(yaml, [...place, section]);
    setValue(yaml, [...place, section], merged(section, present, changes.get(section)));
  }
  const source = patchSource(yaml, place, { ...patch, source: undefined });
  if (patch.of !== undefined && patch.employees) setValue(yaml, [...source, "employees"], patch.employees);
  for (const [raw, means] of Object.entries(patch.statuses ?? {})) {
    ensureBlock(yaml, source);
    ensureBlock(yaml, [...source, "statuses"]);
    setValue(yaml, [...source, "statuses", raw], means);
  }
}

/**
 * Writes down the HR tools that an entity has from its group or the defaults, before one of several is changed
 * or another one comes beside it: a list takes the place of the one that is inherited.
 */
function keepInherited(yaml: Document, id: string, { source, of, statuses }: EntityPatch): void {
  const place = ["entities", id];
  if (["source", "sources"].some((key) => yaml.getIn([...place, key], true) !== undefined)) return;
  const { source: one, sources: list } = inheritedBlock(yaml.toJS(), id);
  const touchesList = source !== undefined || of !== undefined || statuses !== undefined;
  if (list !== undefined && touchesList) yaml.setIn([...place, "sources"], yaml.createNode(list));
  if (one !== undefined && source?.beside === true) yaml.setIn([...place, "source"], yaml.createNode(one));
}

/**
 * Writes the source of a patch, if it has one: the only one of the entity, or one of the list.
 * @returns the place of the source that the patch is about
 */
function patchSource(
  yaml: Document,
  place: readonly string[],
  { source, of }: { readonly source?: EntityPatch["source"] | undefined; readonly of?: string },
): readonly string[] {
  const only = [...place, "source"];
  const list = [...place, "sources"];
  if (source) beginList(yaml, place, source);
  if (!isSeq(yaml.getIn(list, true))) {
    if (source) setValue(yaml, only, merged("source", presentBlock(yaml, only), blockOf(source)));
    return only;
  }
  const wanted = source ? nameOf(source) : of;
  const places = listed(yaml, list);
  const own = places.find((one) => nameOf(presentBlock(yaml, one)) === wanted);
  if (source && own) setValue(yaml, own, merged("source", presentBlock(yaml, own), blockOf(source)));
  else if (source) {
    const { name, provider } = source;
    yaml.addIn(list, yaml.createNode({ ...(name !== provider && { name }), ...blockOf(source) }));
  }
  return own ?? [...list, String(places.length)];
}

/** Makes a list of the only source where another one comes beside it, or one that goes by a name of its own. */
function beginList(
  yaml: Document,
  place: readonly string[],
  source: NonNullable<EntityPatch["source"]>,
): void {
  const [only, list, employees] = ["source", "sources", "employees"].map((key) => [...place, key]);
  if (!only || !list || !employees || isSeq(yaml.getIn(list, true))) return;
  const first = yaml.getIn(only, true);
  const isOther = !isMap(first) || nameOf(first.toJS(yaml)) !== nameOf(source);
  const isNamed = nameOf(source) !== source.provider;
  if (!isOther || !(isNamed || (source.beside && isMap(first)))) return;
  yaml.deleteIn(only);
  yaml.setIn(list, yaml.createNode([]));
  if (!source.beside || !isMap(first)) return;
  // Who is meant was said of the people of the first one.
  const meant = yaml.getIn(employees, true);
  if (isNode(meant)) {
    first.set("employees", meant);
    yaml.deleteIn(employees);
  }
  yaml.addIn(list, first);
}

/** The places of the sources in a list. */
function listed(yaml: Document, list: readonly string[]): readonly (readonly string[])[] {
  const items = yaml.getIn(list, true);
  return isSeq(items) ? items.items.map((_, index) => [...list, String(index)]) : [];
}

function nameOf({ name, provider }: { readonly name?: unknown; readonly provider?: unknown }): unknown {
  return name ?? provider;
}

function blockOf({ provider, baseUrl, settings }: NonNullable<EntityPatch["source"]>) {
  return { provider, ...(baseUrl !== undefined && { baseUrl }), settings };
}

function patchCredentials(yaml: Document, credentials: Partial<CredentialSettings>): void {
  for (const [key, value] of Object.entries(credentials)) {
    ensureBlock(yaml, ["credentials"]);
    setValue(yaml, ["credentials", key], value);
  }
}

/** Makes room for keys below a place that is missing or has no value yet. */
function ensureBlock(yaml: Document, place: readonly string[]): void {
  if (!isMap(yaml.getIn(place, true))) yaml.setIn(place, yaml.createNode({}));
}

function presentBlock(yaml: Document, place: readonly string[]): Readonly<Record<string, unknown>> {
  const block = yaml.getIn(place, true);
  return isMap(block) ? block.toJS(yaml) : {};
}

function merged(section: string, present: Readonly<Record<string, unknown>>, change: unknown): unknown {
  if (!isBlock(change)) return change;
  const entries = Object.entries({ ...keptOf(section, present, change), ...change });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** What stays of a section that is changed. */
function keptOf(
  section: string,
  present: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { environment, baseUrl, ...others } = present;
  if (section === "spendesk") return others;
  if (section !== "source") return MERGED_SECTIONS.includes(section) ? present : {};
  // Where the credentials of another HR tool are kept has no meaning, and neither have its statuses.
  const { name, credentials, statuses, employees, provider } = present;
  return provider === change.provider ? { name, credentials, statuses, employees } : {};
}

/** A block that several entities share can't be changed for one of them. */
function refuseAliases(yaml: Document, path: string): void {
  visit(yaml, {
    Alias() {
      throw new Problem({
        kind: "configuration",
        code: "config_aliases",
        what: `${path} can't be changed by this command.`,
        why: "It uses YAML aliases (*name): changing one entity could change another one.",
        next: "Write the change into the file yourself, then run `spendesk-hr config validate`.",
      });
    },
  });
}

/**
 * Sets a value in a YAML document and touches as little as possible: what is equal stays as it is
 * written, with its comments; keys and list items that are no longer there are removed.
 *
 * @param path a place whose parent is a block.
 */
function setValue(document: Document, path: readonly string[], value: unknown): void {
  const present = document.getIn(path, true);
  if (isNode(present) && isEqual(document, present, value)) return;
  if (isMap(present) && isBlock(value)) {
    for (const key of Object.keys(present.toJS(document))) {
      if (!Object.hasOwn(value, key)) document.deleteIn([...path, key]);
    }
    for (const [key, inner] of Object.entries(value)) setValue(document, [...path, key], inner);
    return;
  }
  if (isSeq(present) && Array.isArray(value)) {
    const before = present.items.filter(isNode);
    present.items = value.map(
      (item: unknown) => before.find((node) => isEqual(document, node, item)) ?? document.createNode(item),
    );
    return;
  }
  if (isScalar(present) && !isBlock(value) && !Array.isArray(value)) {
    present.value = value;
    return;
  }
  // As a node: a plain value would be no block yet for whatever is set below it.
  document.setIn(path, document.createNode(value));
}

function isEqual(document: Document, node: Node, value: unknown): boolean {
  return isDeepStrictEqual(node.toJS(document), value);
}
