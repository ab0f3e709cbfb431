import { z } from "zod";

/** An optional setting that is on or off, as the wizard (`yes`) or a configuration file (`true`) has it. */
export function yesNoSetting() {
  return z
    .union([z.boolean(), z.enum(["yes", "no", "true", "false"])], { error: "must be yes or no" })
    .transform((value) => value === true || value === "yes" || value === "true")
    .optional();
}
