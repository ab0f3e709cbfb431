import { refuseDamagedText } from "./damaged-text.js";
import type { ConfigDocument } from "./document.js";
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
