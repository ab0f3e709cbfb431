import { z } from "zod";

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
