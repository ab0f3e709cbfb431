import type * as z from "zod";
import { Problem } from "../sync/model/index.js";
import { type ConfigDocument, type ConfigPath, isBlock, pathText } from "./document.js";
import { type EntityConfig, toEntityConfig, type UnconnectedEntity } from "./entity-config.js";
import { unknownGroups } from "./groups.js";
import { withInheritance } from "./inheritance.js";
import { invalidConfig } from "./issues.js";
import { refuseLostNames } from "./names.js";
import { type ConfigFile, configSchema, type EntitySettings, listedEntity } from "./schema.js";
import { refuseSecrets } from "./secrets.js";

type Issue = z.core.$ZodIssue;

/** A file that passed every check. */
export interface CheckedConfig {
  /** The file, with what entities have from groups and defaults. */
  readonly document: ConfigDocument;
  /** The content with defaults filled in. */
  readonly content: ConfigFile;
  readonly entities: readonly (EntityConfig | UnconnectedEntity)[];
}

/** What was found out about a file, whatever is wrong with it. */
export interface ConfigFindings extends Pick<CheckedConfig, "document"> {
  /** Null when the file as a whole does not have the form of a configuration. */
  readonly content: ConfigFile | null;
  /** Those that have the form of one. With mistakes, only good for finding more of them. */
  readonly entities: CheckedConfig["entities"];
  /** What does not have its form, and what is no filter. */
  readonly issues: readonly Issue[];
  readonly problems: readonly Problem[];
}

/** @throws Problem `config_secret`, `config_encoding`, `config_unknown_key`, `config_invalid`, or of a filter. */
export function checkConfig(file: ConfigDocument): CheckedConfig {
  return checkedConfig(examineConfig(file));
}

/**
 * What passed every check.
 * @param further what else is wrong, found where HR tools are known
 * @throws Problem with all mistakes
 */
export function checkedConfig(
  { document, content, entities, issues, problems }: ConfigFindings,
  further: readonly Problem[] = [],
): CheckedConfig {
  const all = [...problems, ...further];
  if (content && issues.length + all.length === 0) return { document, content, entities };
  throw invalidConfig(document, issues, all);
}

/**
 * Looks for every mistake that can be found, since somebody who corrects one wants to know of the others.
 * @throws Problem `config_secret`, `config_encoding`, `config_invalid` of what must be right before anything is quoted
 */
export function examineConfig(file: ConfigDocument): ConfigFindings {
  refuseSecrets(file);
  refuseDamagedText(file);
  refuseLostNames(file);
  const document = withInheritance(file);
  const unknown = unknownGroups(file.value);
  const parsed = configSchema.safeParse(document.value);
  const issues = parsed.success ? [] : atTheirOrigin(file, parsed.error.issues);
  const problems = new Map<string, Problem>();
  // Entities that share a filter share its mistakes.
  const report = (problem: Problem) => problems.set(problem.message, problem);
  const entities = wellFormed(document, parsed.data).map(([id, settings]) =>
    toEntityConfig(document, id, settings, report),
  );
  return {
    document,
    content: parsed.data ?? null,
    entities,
    issues: [...unknown, ...issues.filter((issue) => !isOfMissingGroup(file, issue))],
    problems: [...problems.values()],
  };
}

/** The entities that have the form of one, in a file that need not have its own. */
function wellFormed(
  { value }: ConfigDocument,
  content: ConfigFile | undefined,
): readonly (readonly [string, EntitySettings])[] {
  if (content) return Object.entries(content.entities);
  const listed = isBlock(value) && isBlock(value.entities) ? Object.entries(value.entities) : [];
  return listed.flatMap(([id, entity]) => {
    const parsed = listedEntity.safeParse(entity);
    return parsed.success ? [[id, parsed.data] as const] : [];
  });
}

/** Whether something is only wrong because the entity has nothing from its group, whose name is wrong. */
function isOfMissingGroup(file: ConfigDocument, { code, path }: Issue): boolean {
  const [top, id] = path;
  if (top !== "entities" || id === undefined || code === "unrecognized_keys" || file.has(path)) return false;
  const { entities, groups } = isBlock(file.value) ? file.value : {};
  const entity = isBlock(entities) ? entities[String(id)] : undefined;
  const group = isBlock(entity) ? entity.group : undefined;
  const isKnown = typeof group === "string" && isBlock(groups) && Object.hasOwn(groups, group);
  return group !== undefined && !isKnown;
}

/** A mistake in a shared block is told there, and not once more for every entity that has it from there. */
function atTheirOrigin(file: ConfigDocument, issues: readonly Issue[]): readonly Issue[] {
  if (!issues.some(({ path: [top] }) => top === "defaults" || top === "groups")) return issues;
  return issues.flatMap((issue): readonly Issue[] => {
    if (issue.path[0] !== "entities") return [issue];
    if (issue.code !== "unrecognized_keys") return file.has(issue.path) ? [issue] : [];
    const keys = issue.keys.filter((key) => file.has([...issue.path, key]));
    return keys.length === 0 ? [] : [{ ...issue, keys }];
  });
}

/** What a program writes for a letter it could not read (U+FFFD). */
const REPLACEMENT = "\ufffd";

/**
 * Refuses a file in which a program has already lost a letter: saving it as UTF-8 afterwards hides that,
 * and the value fits nobody.
 * @throws Problem `config_encoding`
 */
function refuseDamagedText(document: ConfigDocument): void {
  const found = damagedPath(document.value, []);
  if (found === null) return;
  const { path, of } = found;
  throw new Problem({
    kind: "configuration",
    code: "config_encoding",
    what: `${pathText(path)} holds "${REPLACEMENT}" (${document.place(path, of)}).`,
    why: "An editor or another program wrote that sign in the place of a letter it could not read, so the value fits nobody.",
    next: "Write the letter again, save the file as UTF-8, then run `spendesk-hr config validate`.",
  });
}

interface Found {
  readonly path: ConfigPath;
  readonly of: "key" | "value";
}

function damagedPath(value: unknown, path: ConfigPath): Found | null {
  if (typeof value === "string") return value.includes(REPLACEMENT) ? { path, of: "value" } : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    const found = key.includes(REPLACEMENT) ? { path: here, of: "key" as const } : damagedPath(inner, here);
    if (found) return found;
  }
  return null;
}
