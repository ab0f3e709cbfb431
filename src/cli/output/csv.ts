import { cleanText, neutralizeFormula } from "./sanitize.js";

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
  const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column] ?? "")))];
  return `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}

function cell(value: string | number): string {
  const text = typeof value === "number" ? String(value) : neutralizeFormula(cleanText(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
