import { type ConfigDocument, type ConfigPath, isBlock } from "./document.js";
import type { Setting } from "./global-settings.js";

/** One effective value and where it came from, for `config show`. */
export interface Origin extends Setting<unknown> {
  /** Dotted path: `entities.acme-uk.leavers.graceDays`. */
  readonly key: string;
}

/**
 * Every value below a place of a checked file, defaults included. A list is one value.
 *
 * @param value what stands at that place once defaults are filled in.
 */
export function fileOrigins(document: ConfigDocument, value: unknown, path: ConfigPath): readonly Origin[] {
  if (isBlock(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, inner]) => fileOrigins(document, inner, [...path, key]));
  }
  return [{ key: path.map(String).join("."), value, origin: fileOrigin(document, path) }];
}

/** Where one value stands: `file spendesk-hr.config.yaml:12`, or `default`. */
export function fileOrigin(document: ConfigDocument, path: ConfigPath): string {
  const written = [path, decidingPath(path)].find((candidate) => document.has(candidate));
  return written ? `file ${document.label}:${document.position(written, "key").line}` : "default";
}

/** The environment decides the host and the other way round: one is written, both have a value. */
function decidingPath(path: ConfigPath): ConfigPath {
  const [entities, id, block, key] = path;
  if (entities !== "entities" || id === undefined || block !== "spendesk") return path;
  if (key === "environment") return [entities, id, block, "baseUrl"];
  return key === "baseUrl" ? [entities, id, block, "environment"] : path;
}
