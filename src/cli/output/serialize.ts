import { stringify } from "yaml";

/** One document as JSON or YAML, with a final newline. Control characters come out escaped in both. */
export function serialize(document: object, format: "json" | "yaml"): string {
  if (format === "json") return `${JSON.stringify(document, null, 2)}\n`;
  // Through JSON first: the values must be the ones the JSON output has (masked bank details, no undefined).
  return stringify(JSON.parse(JSON.stringify(document)), { lineWidth: 0 });
}
