import * as z from "zod";
import { foldText } from "../shared/text.js";
import { filterInput, RULE_FORMS } from "./filter-schema.js";

const ruleText = z.string().trim().min(1, { error: "must not be empty" });

const columnRule = z
  .strictObject({
    if: z
      .union([filterInput, z.array(filterInput).min(1, { error: RULE_FORMS })], { error: RULE_FORMS })
      .optional()
      .describe("For whom the rule is; left out: for everybody."),
    value: ruleText.optional().describe("The text to fill in."),
    field: ruleText.optional().describe("The employee field whose value is filled in."),
  })
  .superRefine(({ value, field }, context) => {
    if ((value === undefined) !== (field === undefined)) return;
    context.addIssue({ code: "custom", message: "needs either value or field" });
  });

const columnRules = z
  .array(columnRule)
  .optional()
  .describe("The first rule that fits a person decides; without one the cell stays empty.");

const title = z.string().trim().min(1, { error: "must not be empty" }).optional();

const columnTitles = z
  .strictObject({
    firstName: title,
    lastName: title,
    email: title,
    roles: title,
    costCenter: title,
    approvalPolicy: title,
    iban: title,
    bic: title,
  })
  .superRefine((titles, context) => {
    const seen = new Map<string, string>();
    for (const [column, text] of Object.entries(titles)) {
      if (text === undefined) continue;
      const other = seen.get(foldText(text));
      seen.set(foldText(text), column);
      if (other === undefined) continue;
      context.addIssue({ code: "custom", path: [column], message: `is the title of ${other} as well` });
    }
  })
  .describe("What the template calls its columns where it is not as documented, as in another language.");

/** How the file for Spendesk's import of members is filled. */
export const bulkImportSchema = z
  .strictObject({
    template: z
      .string()
      .min(1, { error: "must be the path of an .xlsx file" })
      .optional()
      .describe("Import template downloaded from Spendesk; relative to this file."),
    titles: columnTitles.optional(),
    columns: z
      .strictObject({ roles: columnRules, costCenter: columnRules, approvalPolicy: columnRules })
      .optional(),
  })
  .describe("How `apply --to file` fills Spendesk's file for the import of members.");
