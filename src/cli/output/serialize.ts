import { Document, Scalar, visit } from "yaml";
import { csvText } from "../../shared/csv.js";
import type { Problem } from "../../sync/model/index.js";
import { cleanText, neutralizeFormula } from "./sanitize.js";

/**
 * What JSON and YAML leave as it is although a terminal obeys it (DEL, C1 controls) or it hides and
 * reorders what is around it (invisible and bidirectional characters).
 */
const UNSAFE = /[\u007f-\u009f\p{Cf}\u2028\u2029]/u;
const EVERY_UNSAFE = new RegExp(UNSAFE, "gu");

/** One document as JSON or YAML, with a final newline. Unsafe characters come out escaped in both. */
export function serialize(document: object, format: "json" | "yaml"): string {
  if (format === "json") {
    return `${JSON.stringify(document, null, 2).replace(EVERY_UNSAFE, jsonEscape)}\n`;
  }
  // Through JSON first: the values must be the ones the JSON output has (masked bank details, no undefined).
  const yaml = new Document(JSON.parse(JSON.stringify(document)));
  visit(yaml, {
    Scalar(_key, node) {
      // Only double quotes know escapes.
      if (typeof node.value === "string" && UNSAFE.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return yaml.toString({ lineWidth: 0 }).replace(EVERY_UNSAFE, yamlEscape);
}

function jsonEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

function yamlEscape(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;
}

/**
 * Rows as RFC 4180 CSV. Cells a spreadsheet would run as a formula are neutralised, and texts are
 * cleaned of control characters as in tables: people look at CSV in terminals too. No rows are a header.
 */
export function toCsv(
  rows: readonly Readonly<Record<string, string | number | null>>[],
  columnsWithoutRows: readonly string[] = [],
): string {
  const columns = rows[0] ? Object.keys(rows[0]) : columnsWithoutRows;
  if (columns.length === 0) return "";
  return csvText([columns, ...rows.map((row) => columns.map((column) => cell(row[column] ?? "")))]);
}

function cell(value: string | number): string {
  return typeof value === "number" ? String(value) : neutralizeFormula(cleanText(value));
}

/** The JSON form of a problem, wherever one stands in a document (docs/json.md). */
export function errorDocument({
  code,
  message,
  why,
  next,
}: Pick<Problem, "code" | "message" | "why" | "next">): Record<"code" | "message" | "hint", string> {
  return { code, message: `${message} ${why}`, hint: next };
}
