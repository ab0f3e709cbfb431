import { isMap, isScalar } from "yaml";
import { Problem } from "../sync/model/index.js";
import { type ConfigDocument, type ConfigPath, pathText } from "./document.js";

/**
 * Refuses names of blocks that would not arrive as they are written, before the schema sees them.
 *
 * - `__proto__` is no key for JavaScript: the schema would leave it out without a word.
 * - The name of an entity that YAML takes for a number or the like becomes another one: `007` is 7.
 *
 * @throws Problem `config_invalid`
 */
export function refuseLostNames(document: ConfigDocument): void {
  const proto = protoPath(document.value, []);
  if (proto !== null) {
    throw invalid(
      `${pathText(proto)} can't be a key (${document.place(proto, "key")}).`,
      "The word has a meaning of its own for programs, so what is below it would be left out.",
      "Give it another name",
    );
  }
  const entities = document.yaml.get("entities", true);
  for (const { key } of isMap(entities) ? entities.items : []) {
    if (!isScalar(key) || typeof key.value === "string") continue;
    const path = ["entities", String(key.value)];
    const text = document.written(path, "key");
    throw invalid(
      `The name of the entity ${text || String(key.value)} is not text (${document.place(path, "key")}).`,
      "YAML takes it for a number or a value of its own, and changes how it is written.",
      `Put it in quotes, "${text}", or give the entity a name such as acme-uk`,
    );
  }
}

function protoPath(value: unknown, path: ConfigPath): ConfigPath | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    const found = key === "__proto__" ? here : protoPath(inner, here);
    if (found) return found;
  }
  return null;
}

function invalid(what: string, why: string, next: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "config_invalid",
    what,
    why,
    next: `${next}, then run \`spendesk-hr config validate\`.`,
  });
}
