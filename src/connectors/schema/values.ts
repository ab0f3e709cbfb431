import * as z from "zod";
import { FORBIDDEN_KEYS, parsePath } from "../mapping/paths.js";

/** The fields of an employee that a guide speaks of. */
export const GUIDE_FIELDS = [
  "workEmail",
  "firstName",
  "lastName",
  "displayName",
  "status",
  "startDate",
  "terminationDate",
  "workLocation",
  "department",
  "team",
  "jobTitle",
  "legalEntity",
  "country",
  "employmentType",
  "costCenter",
  "manager",
  "bank.iban",
  "bank.bic",
] as const;

/** A place in an answer. */
export const pathSchema = z
  .string({ error: "must be a path into the answer, such as profile.email" })
  .max(300, { error: "must not be longer than 300 characters" })
  .superRefine((text, context) => {
    const result = parsePath(text);
    if ("fault" in result) context.addIssue({ code: "custom", message: result.fault });
  });

/** A text that may hold `${settings.name}` and `${credentials.name}`. */
export const templateSchema = z
  .string({ error: "must be text" })
  .max(2000, { error: "must not be longer than 2000 characters" });

/** Longest expression: whatever needs more is code. */
const LONGEST_EXPRESSION = 500;

const oneSchema = z.union([
  pathSchema,
  z.strictObject({
    expr: z
      .string({ error: "must be a JSONata expression" })
      .min(1, { error: "must not be empty" })
      .max(LONGEST_EXPRESSION, { error: `must not be longer than ${LONGEST_EXPRESSION} characters` }),
  }),
]);

/** Where a value comes from: a path, an expression, or a list of them of which the first that is filled counts. */
export const valueSchema = z.union([oneSchema, z.array(oneSchema).min(1).max(10)], {
  error: "must be a path, { expr: ... }, or a list of them",
});

export type SingleValue = z.infer<typeof oneSchema>;
export type Value = z.infer<typeof valueSchema>;

/** Where a value comes from, in words: its path, or the text of its expression. */
export function valueText(value: Value): string {
  if (Array.isArray(value)) return value.map(valueText).join(" or ");
  return typeof value === "object" && "expr" in value ? `expr: ${value.expr}` : String(value);
}

/** What names of credentials, settings, requests and joins look like. */
export const nameSchema = z
  .string({ error: "must be a name" })
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/u, {
    error: "must begin with a small letter and have letters and digits only",
  })
  .refine((name) => !FORBIDDEN_KEYS.includes(name), { error: "must not be a word of the language itself" });

/** A sentence or a few words for people. */
export const textSchema = z
  .string({ error: "must be text" })
  .trim()
  .min(1, { error: "must not be empty" })
  .max(600);

/** A number of seconds, calls or entries. */
export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}
