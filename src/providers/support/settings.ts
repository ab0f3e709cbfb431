import * as z from "zod";
import { nearest } from "../../sync/model/index.js";

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

/**
 * An optional setting of several names: a list, or one text with commas as the wizard gives it.
 * Repeated ones count once; nothing but commas is an empty list.
 * @param meaning what is listed, for the message: `names of fields`
 */
export function namesSetting(meaning: string) {
  return z
    .union([z.string(), z.array(z.string())], { error: `must be ${meaning}, separated by commas` })
    .transform((names) => (typeof names === "string" ? names.split(",") : names))
    .transform((names) => [...new Set(names.map((name) => name.trim()).filter(Boolean))])
    .optional();
}

/** An optional setting that is on or off, as the wizard (`yes`) or a configuration file (`true`) has it. */
export function yesNoSetting() {
  return z
    .union([z.boolean(), z.enum(["yes", "no", "true", "false"])], { error: "must be yes or no" })
    .transform((value) => value === true || value === "yes" || value === "true")
    .optional();
}
