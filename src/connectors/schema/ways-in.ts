import * as z from "zod";
import { authSchema, credentialSchema } from "./auth.js";
import { nameSchema, textSchema } from "./values.js";

const named = {
  /** As it stands in the configuration. */
  value: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/u, {
    error: "must be small letters, digits and hyphens, beginning with a letter",
  }),
  label: textSchema,
};

/** Ways of signing in of which an account has one. The manifest's own is meant unless the setting says otherwise. */
export const waysInSchema = z.strictObject({
  /** The setting that chooses, which the manifest has no setting of its own for. */
  setting: nameSchema,
  question: textSchema,
  own: z.strictObject(named),
  others: z
    .array(
      z.strictObject({
        ...named,
        /** In place of the guide's. */
        steps: z.array(textSchema).min(1).max(20),
        credentials: z.record(nameSchema, credentialSchema),
        auth: authSchema,
      }),
    )
    .min(1)
    .max(5),
});
