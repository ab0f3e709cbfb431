import { z } from "zod";
import { namesSetting } from "../support/names-setting.js";
import { attributeSetting, strictSettings } from "../support/settings.js";
import { isWithheld } from "../support/withheld.js";
import { yesNoSetting } from "../support/yes-no-setting.js";

const table = "must be the table's alias, for example customBankDetails";

/**
 * Names of what only this company has. A field is named by its number (4337), its alias (customIBAN)
 * or its label; labels cost one more request. With `bankTable`, the bank fields are that table's
 * columns, by alias.
 */
export const bamboohrSettings = strictSettings("BambooHR", {
  ibanField: attributeSetting("4337, customIBAN or IBAN"),
  bicField: attributeSetting("4338, customBIC or BIC"),
  bankTable: z
    .string({ error: table })
    .trim()
    .regex(/^[A-Za-z]\w*$/u, { error: table })
    .optional(),
  bankDateColumn: attributeSetting("date"),
  legalEntityField: attributeSetting("4340, customLegalEntity or division"),
  costCenterField: attributeSetting("4341, customCostCenter or Cost center"),
  countryField: attributeSetting("customWorkCountry or Work country"),
  customFields: namesSetting("names of fields").refine((names) => !names?.some(isWithheld), {
    error: "must not name bank details or pay: what is listed here is shown as plain text",
  }),
  leaveStatuses: namesSetting("employment statuses of people on leave"),
  futureHires: yesNoSetting(),
  readFrom: z.enum(["report", "dataset"], { error: "must be report or dataset" }).default("report"),
});

export type BamboohrSettings = z.infer<typeof bamboohrSettings>;
