import { z } from "zod";
import { strictSettings } from "../support/settings.js";

/** Keys of extended data start with `e_` (lucca.md §4). */
function extendedDataSetting(example: string) {
  const message = `must be the key of an extended data field, for example ${example}`;
  return z
    .string({ error: message })
    .trim()
    .regex(/^e_\w+$/u, { error: message })
    .optional();
}

/** Where the company keeps bank details: v3 of the API has no field of its own for them (lucca.md §5). */
export const luccaSettings = strictSettings("Lucca", {
  ibanField: extendedDataSetting("e_iban"),
  bicField: extendedDataSetting("e_bic"),
  holderField: extendedDataSetting("e_accountHolder"),
});

export type LuccaSettings = z.infer<typeof luccaSettings>;
