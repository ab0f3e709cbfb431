import * as z from "zod";
import type { SettingField } from "../provider.js";
import { strictSettings, yesNoSetting } from "../support/settings.js";

/**
 * The two generations by the names Lucca gives them (docs/vendors/lucca.md). The first one is the
 * default.
 */
const API_GENERATIONS = ["legacy", "lucca-api"] as const;

/** Settings that only one of the generations knows. */
const OF_GENERATION = [
  ["ibanField", "legacy"],
  ["bicField", "legacy"],
  ["bankDetails", "lucca-api"],
  ["pageSize", "lucca-api"],
] as const;

const PAGE_SIZE_MESSAGE = "must be a whole number from 25 to 1000";

/** The most the Lucca API gives at once; larger sizes, which an older version of its guide allowed, count as this. */
export const LARGEST_PAGE = 100;

/**
 * Keys of extended data start with `e_` (docs/vendors/lucca.md §4); a group can stand in front:
 * `e_RIB.e_Code-IBAN`.
 */
function extendedDataSetting(example: string) {
  const message = `must be the key of an extended data field, for example ${example}, or e_group.${example}`;
  return z
    .string({ error: message })
    .trim()
    .regex(/^e_[\w-]+(?:\.e_[\w-]+)*$/u, { error: message })
    .optional();
}

/** As the wizard (text) or a configuration file (number) has it. */
const pageSizeSetting = z
  .union([z.number(), z.string().regex(/^\d+$/u, { error: PAGE_SIZE_MESSAGE })], { error: PAGE_SIZE_MESSAGE })
  .transform(Number)
  .refine((size) => Number.isInteger(size) && size >= 25 && size <= 1000, { error: PAGE_SIZE_MESSAGE })
  .transform((size) => Math.min(size, LARGEST_PAGE))
  .optional();

export const luccaSettings = strictSettings("Lucca", {
  apiGeneration: z
    .enum(API_GENERATIONS, { error: `must be ${API_GENERATIONS.join(" or ")}` })
    .default("legacy"),
  ibanField: extendedDataSetting("e_iban"),
  bicField: extendedDataSetting("e_bic"),
  bankDetails: yesNoSetting(),
  pageSize: pageSizeSetting,
}).superRefine((settings, context) => {
  for (const [key, generation] of OF_GENERATION) {
    if (settings[key] === undefined || settings.apiGeneration === generation) continue;
    context.addIssue({ code: "custom", path: [key], message: `is only for apiGeneration ${generation}` });
  }
});

export type LuccaSettings = z.infer<typeof luccaSettings>;

/**
 * Where a company keeps bank details in the legacy API, which has no field of its own for them
 * (docs/vendors/lucca.md §6).
 */
export type LegacySettings = Pick<LuccaSettings, "ibanField" | "bicField">;

/** What is read of the Lucca API, and how much at once. */
export type LuccaApiSettings = Pick<LuccaSettings, "bankDetails" | "pageSize">;

/** Offered in both generations, so that either can be left. */
export const generationField: SettingField = {
  key: "apiGeneration",
  label: "Generation of Lucca's API",
  help: "legacy (default): API v3 with an API key, the fewest requests, no bank details of Lucca's own. lucca-api: the newer one with a client ID and a client secret; its bank details are IBANs without a BIC.",
};
