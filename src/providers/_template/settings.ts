import { z } from "zod";
import { strictSettings } from "../support/settings.js";

/**
 * What differs from one account to the next and can't be found out.
 *
 * Decide: as little as possible. A default for each, so that `{}` is valid where it can be; a message
 * that says what a value has to be; names of fields through `attributeSetting`. A field that is shown
 * must never be one with bank details or pay (`isWithheld`).
 */
export const examplehrSettings = strictSettings("Example HR", {
  region: z.enum(["eu", "us"], { error: "must be eu or us" }).default("eu"),
});

export type ExamplehrSettings = z.infer<typeof examplehrSettings>;
