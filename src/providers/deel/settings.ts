import { z } from "zod";
import { strictSettings } from "../support/settings.js";
import { yesNoSetting } from "../support/yes-no-setting.js";

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
