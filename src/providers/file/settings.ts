import { isAbsolute } from "node:path";
import * as z from "zod";
import { enumerated } from "../../shared/text.js";
import { strictSettings } from "../support/settings.js";
import { addressFault } from "./address.js";
import { DATE_FORMATS, isDateFormat } from "./dates.js";
import { ENCODINGS } from "./encoding.js";
import {
  COLUMN_KEYS,
  type ColumnKey,
  FORMATS,
  type LAYOUT_KEYS,
  type LOCATION_KEYS,
  NAME_ORDERS,
  NEEDED,
  PLACES,
  SEPARATORS,
} from "./keys.js";
import { SERVICE } from "./problems.js";

const text = z.string({ error: "must be text" }).trim().min(1, { error: "must not be empty" });

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `must be ${enumerated(values, "or")}` });
}

/** A program with its arguments: a list, or the same as JSON as a flag has it. */
const command = z
  .union([z.string(), z.array(z.string())], { error: "must be a list of a program and its arguments" })
  .transform((value, context) => {
    const words = typeof value === "string" ? listOf(value) : value;
    if (words?.[0]) return words;
    context.addIssue({
      code: "custom",
      message: 'must be a list of a program and its arguments: ["program", "argument"]',
    });
    return z.NEVER;
  });

function listOf(json: string): string[] | null {
  try {
    return z.array(z.string()).safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

const fullPath = text.refine((path) => isAbsolute(path), {
  error: "must be a full path such as /srv/hr/people.csv: scheduled runs start in another folder",
});

const PORT = { error: "must be a number from 1 to 65535" };
const port = z
  .union([z.number(), z.string().transform(Number)], PORT)
  .pipe(z.number(PORT).int(PORT).min(1, PORT).max(65_535, PORT))
  .default(22);

const HOURS = { error: "must be a number of hours from 1 to 8760" };
const hours = z
  .union([z.number(), z.string().transform(Number)], HOURS)
  .pipe(z.number(HOURS).min(1, HOURS).max(8760, HOURS));

const dateFormat = text.refine(isDateFormat, {
  error: `must be a date format such as ${DATE_FORMATS.join(", ")}`,
});

const separator = z
  .string()
  .transform(
    (value) => Object.entries(SEPARATORS).find(([word, sign]) => value === word || value === sign)?.[0],
  )
  .pipe(oneOf(["comma", "semicolon", "tab", "pipe"]));

const columnsShape = Object.fromEntries(COLUMN_KEYS.map((key) => [key, text.optional()])) as Record<
  ColumnKey,
  z.ZodOptional<typeof text>
>;

const columns = strictSettings(`${SERVICE}: columns`, columnsShape).superRefine((given, context) => {
  const missing = (key: ColumnKey, message: string) =>
    context.addIssue({ code: "custom", path: [key], message });
  if (!given.id) missing("id", "must name the column with an id that never changes");
  if (!given.workEmail) missing("workEmail", "must name the column with the work e-mail");
  if (!given.fullName && !given.firstName) missing("firstName", "must name the column with the first name");
  if (!given.fullName && !given.lastName) missing("lastName", "must name the column with the last name");
  if (given.fullName && (given.firstName || given.lastName))
    missing("fullName", "can't stand beside firstName and lastName");
  if (!given.status && !given.terminationDate)
    missing("status", "must name the column with the status, or terminationDate the one with the last day");
});

/**
 * Where the export is, what it looks like, and which of its columns is what. Names are refused when they
 * are unknown; nothing is a guess, so what can't be left out has no default.
 */
export const fileSettings = strictSettings(SERVICE, {
  place: oneOf(PLACES).default("path"),
  path: fullPath.optional(),
  url: text
    .superRefine((url, context) => {
      const fault = addressFault(url);
      if (fault) context.addIssue({ code: "custom", message: fault });
    })
    .optional(),
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/u, { error: "must be the name of a header such as X-Api-Key" })
    .default("Authorization"),
  host: text
    .regex(/^[\p{L}\p{N}.:-]+$/u, { error: "must be the name of a host such as sftp.acme.test" })
    .optional(),
  port,
  user: text.optional(),
  hostKey: text
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/u, {
      error: "must be a fingerprint of 43 characters behind SHA256:, as `ssh-keygen -lf` shows it",
    })
    .optional(),
  keyFile: fullPath.optional(),
  remotePath: text.optional(),
  command: command.optional(),
  format: oneOf(FORMATS).optional(),
  separator: separator.optional(),
  encoding: oneOf(ENCODINGS).optional(),
  sheet: z.union([text, z.number().int().min(1)]).optional(),
  list: text.optional(),
  columns,
  nameOrder: oneOf(NAME_ORDERS).optional(),
  dates: strictSettings(`${SERVICE}: dates`, {
    startDate: dateFormat.optional(),
    terminationDate: dateFormat.optional(),
  }).default({}),
  missingRows: z.enum(["left", "unknown"], {
    error: "must be left or unknown: what it means that somebody is no longer in the export",
  }),
  maxAgeHours: hours.optional(),
}).superRefine((settings, context) => {
  const issue = (key: string, message: string) => context.addIssue({ code: "custom", path: [key], message });
  const { place, columns: mapped, nameOrder } = settings;
  if ((place === "command" || place === "stdin") && settings.maxAgeHours !== undefined)
    issue("maxAgeHours", `can't be checked where place is ${place}: nothing tells when the export was made`);
  for (const key of NEEDED[place])
    if (settings[key] === undefined) issue(key, `must be given where place is ${place}`);
  if (mapped.fullName && !nameOrder)
    issue("nameOrder", `must be ${NAME_ORDERS.join(", ")}, since one column holds the full name`);
});

export type FileSettings = z.infer<typeof fileSettings>;

/** How an export is laid out, as far as it has to be known to see its columns. */
export type Layout = Pick<FileSettings, (typeof LAYOUT_KEYS)[number]>;

/** Where an export is. */
export type Location = Pick<FileSettings, (typeof LOCATION_KEYS)[number]>;
