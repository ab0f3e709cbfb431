import { Problem } from "../sync/model/index.js";
import { type ConfigDocument, type ConfigPath, pathText } from "./document.js";
import { type EntityConfig, toEntityConfig, type UnconnectedEntity } from "./entity-config.js";
import { invalidConfig } from "./issues.js";
import { refuseLostNames } from "./names.js";
import { type ConfigFile, configSchema } from "./schema.js";
import { refuseSecrets } from "./secrets.js";

/** A file that passed every check. */
export interface CheckedConfig {
  /** The content with defaults filled in. */
  readonly content: ConfigFile;
  readonly entities: readonly (EntityConfig | UnconnectedEntity)[];
}

/** @throws Problem `config_secret`, `config_encoding`, `config_unknown_key`, `config_invalid`, or of a filter. */
export function checkConfig(document: ConfigDocument): CheckedConfig {
  refuseSecrets(document);
  refuseDamagedText(document);
  refuseLostNames(document);
  const parsed = configSchema.safeParse(document.value);
  if (!parsed.success) throw invalidConfig(document, parsed.error.issues);
  const content = parsed.data;
  const entities = Object.entries(content.entities).map(([id, settings]) =>
    toEntityConfig(document, id, settings),
  );
  return { content, entities };
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
