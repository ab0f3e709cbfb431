import { z } from "zod";

// Messages complete a sentence that starts with the key, as in schema.ts.

function days(): z.ZodNumber {
  const error = "must be a whole number of days from 30 to 36500";
  return z.int({ error }).min(30, { error }).max(36_500, { error });
}

/** The block `state`. */
export const stateSchema = z
  .strictObject({
    keepRunsDays: days().default(400).describe("How long runs that changed nothing stay in the history."),
    keepChangesDays: days()
      .default(1100)
      .describe("How long runs that wrote stay, with every change: the audit trail, which names people."),
  })
  .prefault({})
  .describe("What the tool remembers. Applies forget what is older.");

/** How long runs are kept, in days. */
export type Retention = z.output<typeof stateSchema>;
