import { counted } from "../../shared/text.js";
import type { TextStyle } from "../command.js";
import { withoutEntity } from "../output/alike.js";
import { entitiesText } from "../output/run-text.js";
import { cleanMessage } from "../output/sanitize.js";
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
    const lines = isFolded ? foldedLines(own, style) : own.flatMap((finding) => findingLines(finding, style));
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
    grouped(
      ofSome.filter((finding) => finding.status === status),
      ({ check, code }) => `${check} ${code}`,
    ).flatMap((kind) => kindLines(kind, style)),
  );
  const count = entitiesOf(fine).length;
  const what = `${counted(fine.length, "check")} of ${counted(count, "entity", "entities")}`;
  return [
    ...ofAll.flatMap((finding) => findingLines(finding, style)),
    ...wrong,
    ...(fine.length === 0 ? [] : [`${marker("ok", style)}${what}`]),
  ];
}

/** Findings with the same key, those of the most first. */
function grouped(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const known = groups.get(key);
    if (known) known.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

/**
 * Findings of one kind: each text once, with who has it besides. A next step that stands above already is not
 * repeated, so that a hundred entities with a trouble of their own take a hundred lines.
 */
function kindLines(kind: readonly Finding[], style: TextStyle): readonly string[] {
  let above: string | null = null;
  return grouped(kind, (finding) =>
    JSON.stringify([general(finding, "text"), general(finding, "next")]),
  ).flatMap(([first, ...others]) => {
    if (!first) return [];
    const next = general(first, "next");
    const line = next === above ? { ...first, next: null } : first;
    above = next;
    return [...findingLines(line, style), ...alsoLines(first, others, style)];
  });
}

/** What a finding says of any entity. */
function general({ entity, ...finding }: Finding, key: "text" | "next"): string {
  const text = finding[key] ?? "";
  return entity === null ? text : withoutEntity(text, entity);
}

function alsoLines(first: Finding, others: readonly Finding[], { width }: TextStyle): readonly string[] {
  const more = entitiesOf(others).filter((entity) => entity !== first.entity);
  if (more.length === 0) return [];
  return hanging(INDENT, `The same (${first.code}) in ${more.length} more: ${entitiesText(more)}.`, width);
}

function findingLines({ entity, status, text, next }: Finding, style: TextStyle): readonly string[] {
  const subject = entity === null ? "" : `${entity}: `;
  return [
    ...hanging(marker(status, style), cleanMessage(`${subject}${text}`), style.width),
    ...(next === null ? [] : nextLines(cleanMessage(next), style)),
  ];
}

/** A sentence is broken between words; a command alone is left whole, to be copied. */
function nextLines(next: string, { width }: TextStyle): readonly string[] {
  const arrow = `${INDENT}  → `;
  return next.endsWith(".") ? hanging(arrow, next, width) : [`${arrow}${next}`];
}

function marker(status: Finding["status"], style: TextStyle): string {
  const { mark, color } = MARKS[status];
  return `  ${paint(mark, color, style)}  `;
}

/** How many findings of each status there are. */
export function countsOf(findings: readonly Finding[]): Record<Finding["status"], number> {
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  return { ok: count("ok"), warning: count("warning"), problem: count("problem") };
}

/** @param folded how many entities are not shown one by one; 0: all are */
function summaryLines(findings: readonly Finding[], folded: number, style: TextStyle): readonly string[] {
  const { ok, warning, problem } = countsOf(findings);
  const counts = `${counted(problem, "problem")}, ${counted(warning, "warning")}, ${ok} ok`;
  if (folded === 0) return [`${counts}.`];
  const more = "`spendesk-hr doctor --all` lists every check, `--entity <id>` those of one.";
  return hanging("", `${counts}, of ${folded} entities. ${more}`, style.width);
}
