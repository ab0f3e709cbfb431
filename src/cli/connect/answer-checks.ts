import type * as z from "zod";
import { entitySchema } from "../../config/schema.js";
import { suggestion } from "../../config/suggestion.js";
import { type Clock, isIsoDate } from "../../sync/model/index.js";
import type { Validate } from "../prompts/prompter.js";

const { timezone, walletCurrency, spendesk, source, protect } = entitySchema.shape;
const ENVIRONMENTS: readonly string[] = ["production", "demo"];
const TARGETS: readonly string[] = ["api", "file"];

/** Checks of the answers of `connect`, by the key of `--set`. The configuration's schema has the last word. */
export const checkTimezone: Validate = (value) => complaint(timezone, value);

/** Empty: no currency. */
export const checkCurrency: Validate = (value) => (value === "" ? null : complaint(walletCurrency, value));

export const checkOwner: Validate = (value) => complaint(protect, [value]);

export const checkSpendeskHost: Validate = (value) => complaint(spendesk, { baseUrl: value });

/** Empty: the vendor's own host. */
export const checkSourceHost: Validate = (value) =>
  value === "" ? null : complaint(source, { provider: "any", baseUrl: value });

export const checkTarget: Validate = (value) => oneOf(TARGETS, value);

export const checkEnvironment: Validate = (value) => oneOf(ENVIRONMENTS, value);

/** Empty: not known. A day that is over is a slip: with such a key the check would fail anyway. */
export function checkKeyExpiry(clock: Clock): Validate {
  return (value) => {
    if (value === "") return null;
    if (!isIsoDate(value)) return "It must be a day of the form YYYY-MM-DD.";
    return value < clock.now().toISOString().slice(0, 10) ? "This day is over." : null;
  };
}

function oneOf(known: readonly string[], value: string): string | null {
  return known.includes(value) ? null : `It must be ${known.join(" or ")}. ${suggestion(value, known)}`;
}

function complaint(schema: z.ZodType, value: unknown): string | null {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  if (!issue) return null;
  const help: unknown = issue.code === "custom" ? issue.params?.help : null;
  return `It ${issue.message}.${typeof help === "string" ? ` ${help}` : ""}`;
}
