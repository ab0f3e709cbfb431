import { z } from "zod";
import { nearest } from "../../sync/nearest.js";

/**
 * A settings schema that refuses unknown names and says which ones there are.
 * @param provider title for the message
 * @param gone names that older versions knew, each with what to do instead: `the entity's timezone decides`
 */
export function strictSettings<Shape extends z.ZodRawShape>(
  provider: string,
  shape: Shape,
  gone: Readonly<Record<string, string>> = {},
) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return undefined;
      const obsolete = issue.keys.filter((name) => Object.hasOwn(gone, name));
      const unknown = issue.keys.filter((name) => !obsolete.includes(name));
      return [
        ...obsolete.map((name) => `${name} is gone: ${gone[name]}`),
        ...(unknown.length > 0 ? [unknownSettings(provider, unknown, known)] : []),
      ].join(". ");
    },
  });
}

/** An optional setting that names an attribute of the HR tool. */
export function attributeSetting(example: string) {
  const message = `must be an attribute's key or label, for example ${example}`;
  return z.string({ error: message }).trim().min(1, { error: message }).optional();
}

function unknownSettings(provider: string, unknown: readonly string[], known: readonly string[]): string {
  const guesses = unknown.map((name) => nearest(name, known)).filter((guess) => guess !== null);
  const question = guesses.length > 0 ? ` Did you mean ${guesses.join(", ")}?` : "";
  return `${provider} has no setting ${unknown.join(", ")}.${question} Known: ${known.join(", ")}`;
}
