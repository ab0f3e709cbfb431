import * as z from "zod";
import type { DataRead } from "../provider.js";
import { createDataReads } from "../support/data-read.js";
import { strictSettings, yesNoSetting } from "../support/settings.js";

/** What Deel can be to a person's employer (docs/vendors/deel.md §3). */
const HIRING_TYPES: readonly string[] = [
  "eor",
  "peo",
  "hris_direct_employee",
  "direct_employee",
  "hris_direct_contractor",
  "contractor",
  "contractor_outside_deel",
  "person_without_contract",
];

/** Contractors and people without a contract usually have no place in Spendesk (docs/vendors/deel.md §3). */
export const EMPLOYEE_TYPES: readonly string[] = ["eor", "peo", "hris_direct_employee", "direct_employee"];

const HIRING_TYPES_MESSAGE = `must be all, or some of ${HIRING_TYPES.join(", ")}`;
const VERSION_MESSAGE = "must be a version of Deel's API, for example 2026-01-01";

const hiringTypes = z
  .union([z.string(), z.array(z.string())], { error: HIRING_TYPES_MESSAGE })
  .transform((given) => (typeof given === "string" ? given.split(",") : given))
  .transform((types) => [...new Set(types.map((type) => type.trim().toLowerCase()).filter(Boolean))])
  .refine(
    (types) => types.length > 0 && (isAll(types) || types.every((type) => HIRING_TYPES.includes(type))),
    {
      error: HIRING_TYPES_MESSAGE,
    },
  )
  .transform((types): readonly string[] | "all" => (isAll(types) ? "all" : types))
  .optional();

/** Who is read from Deel, and from which Deel. */
export const deelSettings = strictSettings("Deel", {
  hiringTypes,
  primaryEmail: yesNoSetting(),
  bankDetails: yesNoSetting(),
  environment: z
    .enum(["production", "sandbox"], { error: "must be production or sandbox" })
    .default("production"),
  apiVersion: z
    .string({ error: VERSION_MESSAGE })
    .trim()
    .regex(/^\d{4}-\d{2}-\d{2}$/u, { error: VERSION_MESSAGE })
    .default("2026-01-01"),
});

export type DeelSettings = z.infer<typeof deelSettings>;

/** The hiring types that are read; null for every one, also those Deel adds later. */
export function wantedTypes({
  hiringTypes: chosen = EMPLOYEE_TYPES,
}: DeelSettings): readonly string[] | null {
  return chosen === "all" ? null : chosen;
}

function isAll(types: readonly string[]): boolean {
  return types.length === 1 && types[0] === "all";
}

const MATCHING = "Finds the person's Spendesk member";
const PERMISSION = 'Scope people:read, and nothing left out at the step "sensitive data access"';

const BANK_PURPOSE = "Pays people back; read only for those who are created or changed";
const BANK_PERMISSION = 'Scope people:read, and bank details left in at the step "sensitive data access"';

const { required, optional } = createDataReads(() => PERMISSION);
const { optional: bank } = createDataReads(() => BANK_PERMISSION);

/** What is read, with Deel's names (docs/vendors/deel.md §4). There are no cost centers in it. */
export const dataRead: readonly DataRead[] = [
  required("workEmail", "Work email", `${MATCHING} and is where the invitation goes`),
  required("firstName", "First name", "Name of the Spendesk member"),
  required("lastName", "Last name", "Name of the Spendesk member"),
  required("status", "Status", "Tells who is employed, about to start or gone"),
  required("employmentType", "Hiring type", "Keeps contractors apart; filter by Employment Type"),
  optional("displayName", "Full name", "Shows people in previews"),
  optional("startDate", "Start date", "Invites a new colleague when they start"),
  optional("terminationDate", "Last day", "Archives a leaver's member on the right day"),
  optional("manager", "Direct manager", "Sets the manager who approves requests in Spendesk"),
  optional("workLocation", "Work location", "Filter by Work Location"),
  optional("department", "Department", "Filter by Department"),
  optional("team", "Team", "Filter by Team"),
  optional("jobTitle", "Job title", "Filter by Job Title"),
  optional("legalEntity", "Client legal entity", "Filter by Legal Entity"),
  optional("country", "Country", "Filter by Country"),
  bank("bank.iban", "Bank account: IBAN", BANK_PURPOSE),
  bank("bank.bic", "Bank account: SWIFT/BIC", BANK_PURPOSE),
];

/** Whether a piece of data is read from a person's bank accounts, with calls of their own. */
export function isBankData({ field }: DataRead): boolean {
  return field.startsWith("bank.");
}
