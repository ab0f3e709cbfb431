import { ownValue } from "../../shared/objects.js";

const REFERENCE = /\$\{([^{}$]*)\}/gu;

/** What a template may refer to, by its first word. */
export type Scope = Readonly<Record<string, unknown>>;

/** The references in a text, as they are written between the brackets: `settings.region`. */
export function referencesOf(text: string): readonly string[] {
  return [...text.matchAll(REFERENCE)].map(([, reference = ""]) => reference.trim());
}

/**
 * A text with its references replaced; what is not there becomes nothing.
 * @param encode what is done to each value, such as escaping it for a path
 */
export function renderText(
  text: string,
  scope: Scope,
  encode: (value: string, reference: string) => string = (value) => value,
): string {
  return text.replace(REFERENCE, (_whole, reference: string) => {
    const value = lookUp(scope, reference.trim());
    return value === undefined || value === null ? "" : encode(String(value), reference.trim());
  });
}

/**
 * The same for everything in a request's body. A text that is one reference and nothing else becomes the
 * value itself, so that numbers and lists stay what they are.
 */
export function renderValue(value: unknown, scope: Scope): unknown {
  if (typeof value === "string") {
    const [reference] = referencesOf(value);
    return reference !== undefined && value.trim() === `\${${reference}}`
      ? lookUp(scope, reference)
      : renderText(value, scope);
  }
  if (Array.isArray(value)) return value.map((item) => renderValue(item, scope));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renderValue(inner, scope)]));
}

function lookUp(scope: Scope, reference: string): unknown {
  return reference.split(".").reduce<unknown>((value, key) => ownValue(value, key), scope);
}
