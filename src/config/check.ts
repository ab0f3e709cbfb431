import type * as z from "zod";
import { Problem } from "../sync/model/index.js";
import { type ConfigDocument, type ConfigPath, pathText } from "./document.js";
import { type EntityConfig, toEntityConfig, type UnconnectedEntity } from "./entity-config.js";
import { unknownGroups } from "./groups.js";
import { withInheritance } from "./inheritance.js";
import { invalidConfig } from "./issues.js";
import { refuseLostNames } from "./names.js";
import { type ConfigFile, configSchema } from "./schema.js";
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

/** @throws Problem `config_secret`, `config_encoding`, `config_unknown_key`, `config_invalid`, or of a filter. */
export function checkConfig(file: ConfigDocument): CheckedConfig {
  refuseSecrets(file);
  refuseDamagedText(file);
  refuseLostNames(file);
  const document = withInheritance(file);
  const unknown = unknownGroups(file.value);
  if (unknown.length > 0) throw invalidConfig(file, unknown);
  const parsed = configSchema.safeParse(document.value);
  if (!parsed.success) throw invalidConfig(document, atTheirOrigin(file, parsed.error.issues));
  const content = parsed.data;
  const entities = Object.entries(content.entities).map(([id, settings]) =>
    toEntityConfig(document, id, settings),
  );
  return { document, content, entities };
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
