import { z } from "zod";
import { strictSettings } from "../support/settings.js";
import { type CustomField, parseCustomFields, WITHHELD_REASON } from "./custom-fields.js";
import { isFieldId, isWithheldField } from "./field-id.js";

const FIELD_ID_MESSAGE = "must be the id of a field in Bob, for example work.custom.field_1700000000001";
const WITHHELD_MESSAGE = `must not name that field: ${WITHHELD_REASON}`;

/** A field's id, in dots as Bob writes it in its metadata. */
const anyField = z
  .string({ error: FIELD_ID_MESSAGE })
  .trim()
  .refine(isFieldId, { error: FIELD_ID_MESSAGE })
  .optional();

/** A field whose values are shown in previews and can be filtered on. */
const shownField = anyField.refine((id) => id === undefined || !isWithheldField(id), {
  error: WITHHELD_MESSAGE,
});

const customFields = z
  .union([z.string(), z.array(z.string())], { error: "must be field ids with commas between them" })
  .transform((given, context): readonly CustomField[] => {
    const parsed = parseCustomFields(typeof given === "string" ? given.split(",") : given);
    if (typeof parsed !== "string") return parsed;
    context.addIssue({ code: "custom", message: parsed });
    return z.NEVER;
  })
  .optional();

/** What differs from one Bob account to the next (docs/vendors/hibob.md §4, §6). */
export const hibobSettings = strictSettings("HiBob", {
  bankSource: z.enum(["fields", "table"], { error: "must be fields or table" }).optional(),
  bankAccountNickname: z
    .string({ error: "must be a nickname of Bob's bank accounts table" })
    .trim()
    .min(1, { error: "must be a nickname of Bob's bank accounts table" })
    .optional(),
  ibanField: anyField,
  bicField: anyField,
  teamField: shownField,
  legalEntityField: shownField,
  costCenterField: shownField,
  gardenLeave: z.enum(["employed", "left"], { error: "must be employed or left" }).optional(),
  customFields,
}).superRefine((settings, context) => {
  const bank = [settings.ibanField, settings.bicField];
  const issue = (key: string) => {
    context.addIssue({ code: "custom", path: [key], message: WITHHELD_MESSAGE });
  };
  for (const key of ["teamField", "legalEntityField", "costCenterField"] as const) {
    const id = settings[key];
    if (id !== undefined && bank.includes(id)) issue(key);
  }
  if (settings.customFields?.some(({ id }) => bank.includes(id))) issue("customFields");
});

export type HiBobSettings = z.infer<typeof hibobSettings>;
