import * as z from "zod";
import { JSON_DOCUMENTS } from "../../src/cli/json-shapes/documents.js";
import { code } from "./table.js";

/** As zod writes a schema, as far as the contracts use it. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

const FORMATS: Readonly<Record<string, string>> = { date: "day", "date-time": "instant", uuid: "uuid" };

/**
 * The shape of every document that the tests hold the program to. A part that stands in an earlier
 * document is not written out again.
 */
export function jsonShapes(): string {
  const known = new Map<string, string>();
  return Object.entries(JSON_DOCUMENTS)
    .map(([command, contract]) => {
      const schema = z.toJSONSchema(contract) as Schema;
      const heading = command.startsWith("any ") ? "Any command that fails" : code(`${command} -o json`);
      return `## ${heading}\n\n\`\`\`text\n${shapeOf(schema, "", { known, place: command })}\n\`\`\``;
    })
    .join("\n\n");
}

/** Where a schema stands, and the larger parts that were written before. */
interface Context {
  readonly known: Map<string, string>;
  readonly place: string;
}

/** Parts with fewer keys are told again, which is shorter than saying where they were. */
const WORTH_A_REFERENCE = 6;

const LONGEST_LINE = 72;

function shapeOf(schema: Schema, indent: string, context: Context): string {
  if (schema.anyOf) {
    const shapes = schema.anyOf.map((one) => shapeOf(one, indent, context));
    return shapes.join(" | ");
  }
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return `[${schema.items ? shapeOf(schema.items, indent, context) : ""}]`;
  if (schema.type === "object") return objectShape(schema, indent, context);
  if (schema.type === "string") return FORMATS[schema.format ?? ""] ?? "text";
  if (typeof schema.type === "object") {
    return schema.type.map((type) => shapeOf({ ...schema, type }, indent, context)).join(" | ");
  }
  return schema.type ?? "any value";
}

function objectShape(schema: Schema, indent: string, context: Context): string {
  const { properties = {}, required = [], additionalProperties } = schema;
  const keys = Object.keys(properties);
  if (keys.length === 0 && typeof additionalProperties === "object") {
    return `{ <name>: ${shapeOf(additionalProperties, indent, context)} }`;
  }
  const identity = JSON.stringify(schema);
  const before = context.known.get(identity);
  if (before !== undefined) return `{ as ${before} }`;
  if (keys.length >= WORTH_A_REFERENCE) context.known.set(identity, context.place);
  const inner = `${indent}  `;
  const lines = keys.map((key) => {
    const mark = required.includes(key) ? "" : "?";
    const place = `${context.place} › ${key}`;
    return `${inner}${key}${mark}: ${shapeOf(properties[key] ?? {}, inner, { ...context, place })}`;
  });
  // Strict contracts say false; the others have more keys than are promised.
  const parts = [...lines, ...(additionalProperties === false ? [] : [`${inner}…`])];
  const inOneLine = `{ ${parts.map((part) => part.trim()).join(", ")} }`;
  const fits = parts.every((part) => !part.includes("\n")) && inOneLine.length <= LONGEST_LINE;
  return fits ? inOneLine : `{\n${parts.join("\n")}\n${indent}}`;
}
