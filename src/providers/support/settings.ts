import { z } from "zod";
import { nearest } from "../../sync/nearest.js";

/**
 * A settings schema that refuses unknown names and says which ones there are.
 * @param provider title for the message
 */
export function strictSettings<Shape extends z.ZodRawShape>(provider: string, shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? unknownSettings(provider, issue.keys, known) : undefined,
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
