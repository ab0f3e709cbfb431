import * as z from "zod";
import { manifestSchema } from "../schema/manifest.js";

/** JSON Schema of a connector's file, for editors. Draft 7, which all of them understand. */
export function connectorJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(manifestSchema, { io: "input", target: "draft-7", unrepresentable: "any" });
  return { ...schema, title: "Description of an HR tool for spendesk-hr" };
}
