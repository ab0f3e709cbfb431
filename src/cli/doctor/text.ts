import type { TextStyle } from "../command.js";
import { cleanText } from "../output/sanitize.js";
import { type Paint, paint } from "../output/table.js";
import { AREAS, type Finding } from "./finding.js";

const MARKS: Record<Finding["status"], { readonly mark: string; readonly color: Paint }> = {
  ok: { mark: "✔ ok     ", color: "green" },
  warning: { mark: "⚠ warning", color: "yellow" },
  problem: { mark: "✘ problem", color: "red" },
};

/** One line per check below its area, the next command under what is not all right, and a last line. */
export function doctorText(findings: readonly Finding[], style: TextStyle): string {
  const blocks = AREAS.flatMap((area) => {
    const own = findings.filter((finding) => finding.area === area);
    if (own.length === 0) return [];
    return [paint(area, "bold", style), ...own.map((finding) => findingText(finding, style))];
  });
  return [...blocks, "", summaryText(findings)].join("\n");
}

function findingText({ entity, status, text, next }: Finding, style: TextStyle): string {
  const { mark, color } = MARKS[status];
  const subject = entity === null ? "" : `${entity}: `;
  const line = `  ${paint(mark, color, style)}  ${shown(`${subject}${text}`)}`;
  return next === null ? line : `${line}\n               → ${shown(next)}`;
}

function shown(text: string): string {
  return cleanText(text, { maxLength: 2000 });
}

/** How many findings of each status there are. */
export function countsOf(findings: readonly Finding[]): Record<Finding["status"], number> {
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  return { ok: count("ok"), warning: count("warning"), problem: count("problem") };
}

function summaryText(findings: readonly Finding[]): string {
  const { ok, warning, problem } = countsOf(findings);
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
  return `${plural(problem, "problem")}, ${plural(warning, "warning")}, ${ok} ok.`;
}
