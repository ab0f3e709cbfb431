import * as z from "zod";
import type { FilterInput } from "../sync/filter/index.js";

/** The forms of a rule, as the end of a message. */
export const RULE_FORMS =
  "must be a rule such as \"'Work Location' is one of: Remote,London\", or a block with field, operator and values, or a list under any or all";

/** A rule of the filter language, as text or as a block. */
export const filterInput: z.ZodType<FilterInput, FilterInput> = z.union(
  [
    z.string(),
    z.strictObject({
      field: z.string(),
      operator: z.string(),
      values: z.union([z.string(), z.array(z.string())]).optional(),
    }),
    z.strictObject({ any: z.array(z.lazy(() => filterInput)) }),
    z.strictObject({ all: z.array(z.lazy(() => filterInput)) }),
  ],
  // A number is refused rather than read: YAML has already turned 007 into 7.
  { error: `${RULE_FORMS}; numbers among the values go in quotes` },
);
