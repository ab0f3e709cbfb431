import type { TextStyle } from "../command.js";
import { entitiesText } from "../output/run-text.js";
import { cleanText } from "../output/sanitize.js";
import { isLongList } from "../output/status-list.js";
import { type Paint, paint } from "../output/table.js";
import { hanging } from "../output/wrap.js";
import { AREAS, type Area, type Finding } from "./finding.js";

const AREA_TITLES: Readonly<Record<Area, string>> = {
  runtime: "Node.js",
  configuration: "Configuration",
  network: "Network",
  credentials: "Credentials",
  apis: "Spendesk and HR tools",
  people: "People",
  state: "State",
  runs: "Runs",
};

const MARKS: Record<Finding["status"], { readonly mark: string; readonly color: Paint }> = {
  ok: { mark: "✔ ok     ", color: "green" },
  warning: { mark: "⚠ warning", color: "yellow" },
  problem: { mark: "✘ problem", color: "red" },
};

/** What stands below a mark. */
const INDENT = " ".repeat(13);

/**
 * One line per check below its area, the next command under what is not all right, and a last line. Of many
 * entities those that need somebody are named, the worst first, and what several have is said once.
 * @param all each check of each entity, however many there are
 */
export function doctorText(findings: readonly Finding[], all: boolean, style: TextStyle): string {
  const entities = entitiesOf(findings);
  const isFolded = isLongList(entities) && !all;
  const blocks = AREAS.flatMap((area) => {
    const own = findings.filter((finding) => finding.area === area);
    if (own.length === 0) return [];
    const lines = isFolded ? foldedLines(own, style) : own.map((finding) => findingText(finding, style));
    return [paint(AREA_TITLES[area], "bold", style), ...lines];
  });
  return [...blocks, "", ...summaryLines(findings, isFolded ? entities.length : 0, style)].join("\n");
}

function entitiesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap(({ entity }) => entity ?? []))];
}

/** What concerns all entities, then what is wrong with some, then in one line what is right. */
function foldedLines(findings: readonly Finding[], style: TextStyle): readonly string[] {
  const ofAll = findings.filter(({ entity }) => entity === null);
  const ofSome = findings.filter(({ entity }) => entity !== null);
  const fine = ofSome.filter(({ status }) => status === "ok");
  const wrong = (["problem", "warning"] as const).flatMap((status) =>
    alike(ofSome.filter((finding) => finding.status === status)).flatMap((same) => alikeLines(same, style)),
  );
  const count = entitiesOf(fine).length;
  const what = `${fine.length} ${fine.length === 1 ? "check" : "checks"} of ${count} ${count === 1 ? "entity" : "entities"}`;
  return [
    ...ofAll.map((finding) => findingText(finding, style)),
    ...wrong,
    ...(fine.length === 0 ? [] : [`  ${paint(MARKS.ok.mark, MARKS.ok.color, style)}  ${what}`]),
  ];
}

/** Findings that say the same of different entities, those of the most first. */
function alike(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.check} ${finding.code}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

/** The first one whole, and who has it besides. */
function alikeLines([first, ...others]: readonly Finding[], style: TextStyle): readonly string[] {
  if (!first) return [];
  const line = findingText(first, style);
  const more = entitiesOf(others).filter((entity) => entity !== first.entity);
  if (more.length === 0) return [line];
  return [
    line,
    ...hanging(
      INDENT,
      `The same (${first.code}) in ${more.length} more: ${entitiesText(more)}.`,
      style.width,
    ),
  ];
}

function findingText({ entity, status, text, next }: Finding, style: TextStyle): string {
  const { mark, color } = MARKS[status];
  const subject = entity === null ? "" : `${entity}: `;
  const line = `  ${paint(mark, color, style)}  ${shown(`${subject}${text}`)}`;
  return next === null ? line : `${line}\n${INDENT}  → ${shown(next)}`;
}

function shown(text: string): string {
  return cleanText(text, { maxLength: 2000 });
}

/** How many findings of each status there are. */
export function countsOf(findings: readonly Finding[]): Record<Finding["status"], number> {
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  return { ok: count("ok"), warning: count("warning"), problem: count("problem") };
}

/** @param folded how many entities are not shown one by one; 0: all are */
function summaryLines(findings: readonly Finding[], folded: number, style: TextStyle): readonly string[] {
  const { ok, warning, problem } = countsOf(findings);
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const counts = `${plural(problem, "problem")}, ${plural(warning, "warning")}, ${ok} ok`;
  if (folded === 0) return [`${counts}.`];
  const more = "`spendesk-hr doctor --all` lists every check, `--entity <id>` those of one.";
  return hanging("", `${counts}, of ${folded} entities. ${more}`, style.width);
}
