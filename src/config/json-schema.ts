import { z } from "zod";
import { configSchema } from "./schema.js";

/** JSON Schema of the configuration file, for editors. Draft 7, which all of them understand. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(configSchema, { io: "input", target: "draft-7" });
  return { ...schema, title: "Configuration of spendesk-hr" };
}
