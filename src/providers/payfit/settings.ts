import { z } from "zod";
import { strictSettings } from "../support/settings.js";
import { yesNoSetting } from "../support/yes-no-setting.js";

const companyId = "must be the company's PayFit id, for example 64f0c2a9b1d2e3f405060708";

/** What costs more calls than the list of collaborators, and the way round the look-up of the company. */
export const payfitSettings = strictSettings("PayFit", {
  companyDetails: yesNoSetting(),
  contracts: z.enum(["global", "french"], { error: "must be global or french" }).optional(),
  companyId: z
    .string({ error: companyId })
    .trim()
    .regex(/^[\w-]+$/u, { error: companyId })
    .optional(),
});

export type PayfitSettings = z.infer<typeof payfitSettings>;
