import * as z from "zod";
import { configSchema, listedEntity, source } from "./schema.js";

const INHERITING: ReadonlySet<unknown> = new Set([listedEntity, source]);

/** JSON Schema of the configuration file, for editors. Draft 7, which all of them understand. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(configSchema, {
    io: "input",
    target: "draft-7",
    override({ zodSchema, jsonSchema }) {
      // What an entity does not say itself may come from its group or the defaults.
      if (INHERITING.has(zodSchema)) delete jsonSchema.required;
    },
  });
  return { ...schema, title: "Configuration of spendesk-hr" };
}
