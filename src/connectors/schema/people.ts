import * as z from "zod";
import { DATE_FORMATS } from "../mapping/dates.js";
import { nameSchema, pathSchema, textSchema, valueSchema } from "./values.js";

/** A date with a format of its own where it differs from the others. */
const dateSchema = z.union([
  valueSchema,
  z.strictObject({ value: valueSchema, formats: z.array(z.enum(DATE_FORMATS)).min(1) }),
]);

/** Which fields of an employee come from where. Only what stands here is read, asked for and shown. */
export const employeeSchema = z.strictObject({
  id: valueSchema,
  workEmail: valueSchema,
  firstName: valueSchema,
  lastName: valueSchema,
  displayName: valueSchema.optional(),
  startDate: dateSchema.optional(),
  terminationDate: dateSchema.optional(),
  workLocation: valueSchema.optional(),
  department: valueSchema.optional(),
  team: valueSchema.optional(),
  jobTitle: valueSchema.optional(),
  legalEntity: valueSchema.optional(),
  country: valueSchema.optional(),
  employmentType: valueSchema.optional(),
  costCenter: valueSchema.optional(),
  manager: z.strictObject({ id: valueSchema.optional(), email: valueSchema.optional() }).optional(),
  custom: z.record(nameSchema, valueSchema).optional(),
  /** Spelled out where a private address may stand for a work e-mail. */
  allowPersonalEmail: z.boolean().default(false),
});

export type EmployeeFields = z.infer<typeof employeeSchema>;

/** How dates are written, where a field does not say otherwise. */
export const datesSchema = z.strictObject({
  formats: z.array(z.enum(DATE_FORMATS)).min(1),
  /** The time zone whose day an instant is. */
  zone: z.string().max(60).default("Etc/UTC"),
});

/** What a status can mean. `leave` is `active`, and says so. */
export const MEANINGS = ["active", "leave", "pending", "noContract", "inactive"] as const;

export type Meaning = (typeof MEANINGS)[number];

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** Something that is true of a record or not: of a field, of a date and today, or of the list it came from. */
const conditionSchema = z.union(
  [
    z.strictObject({ field: pathSchema, is: scalar }),
    z.strictObject({ field: pathSchema, in: z.array(scalar).min(1).max(50) }),
    z.strictObject({ field: pathSchema, filled: z.boolean() }),
    z.strictObject({
      date: z.enum(["startDate", "terminationDate"]),
      is: z.enum(["past", "future", "filled", "empty"]),
    }),
    z.strictObject({ list: nameSchema }),
  ],
  { error: "must be { field, is }, { field, in }, { field, filled }, { date, is } or { list }" },
);

export type Condition = z.infer<typeof conditionSchema>;

const conditions = z.union([conditionSchema, z.array(conditionSchema).min(1).max(10)]);

/** What somebody's status is: the first rule that holds, else the word in the map, else `unknown`. */
export const statusSchema = z.strictObject({
  /** The field the map is about, and which is named when its word is not known. */
  from: pathSchema.optional(),
  /** Compared without regard to case. */
  map: z.record(z.string().max(100), z.enum(MEANINGS)).default({}),
  rules: z
    .array(z.strictObject({ when: conditions, is: z.enum(MEANINGS) }))
    .max(50)
    .default([]),
  /** Whom neither rule nor map knows: nothing is done for them, or nothing is planned at all. */
  unknown: z.enum(["skip", "stop"], {
    error: "must be skip (nothing is done for such a person) or stop (nothing is planned)",
  }),
});

export type StatusWords = z.infer<typeof statusSchema>;

/** Where reimbursements go. Values are handed over as they are; whether they are valid is checked later. */
export const bankSchema = z.strictObject({
  /** A list of accounts; the other paths then begin in one of them. */
  accounts: pathSchema.optional(),
  /** Which account it is, of several. Without it only a single one is used. */
  primary: z.strictObject({ field: pathSchema, is: scalar }).optional(),
  iban: pathSchema,
  bic: pathSchema.optional(),
  /** When the value is an IBAN at all. */
  when: conditionSchema.optional(),
});

export type BankPaths = z.infer<typeof bankSchema>;

/** What the admin sees of one piece of data. */
export const permissionSchema = z.strictObject({
  label: textSchema.optional(),
  /** What it is read for. */
  purpose: textSchema.optional(),
  /** Where it is allowed, in the HR tool's own words. */
  permission: textSchema,
  required: z.boolean().optional(),
  ifEmpty: textSchema.optional(),
});
