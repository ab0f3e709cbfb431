import { type Sheet, workbook } from "../../shared/workbook.js";
import { neutralizeFormula } from "../output/sanitize.js";
import { GROUPS, type PersonRow } from "./person-row.js";
import type { EntityReport, PlanReport } from "./plan-report.js";

const TITLES = new Map<string, string>(GROUPS.map(({ id, title }) => [id, title]));

const COLUMNS: readonly { header: string; width: number; text: (row: PersonRow) => string }[] = [
  { header: "Kind", width: 20, text: ({ group }) => TITLES.get(group) ?? group },
  { header: "Name", width: 26, text: ({ name }) => name },
  { header: "E-mail", width: 34, text: ({ email }) => email },
  { header: "Office", width: 20, text: ({ office }) => office },
  { header: "Entity", width: 14, text: ({ entity }) => entity },
  { header: "What changes", width: 44, text: ({ changes }) => changes },
  { header: "Why", width: 60, text: ({ reason }) => reason },
  { header: "Warnings", width: 60, text: ({ warnings }) => warnings.join(" ") },
];

/** The report of a preview as a workbook: everybody on one sheet, what is said of the plan on another. */
export function planWorkbook(report: PlanReport): Promise<Uint8Array> {
  const order = new Map<string, number>(GROUPS.map(({ id }, index) => [id, index]));
  const people = report.people.toSorted((a, b) => (order.get(a.group) ?? 0) - (order.get(b.group) ?? 0));
  return workbook([
    {
      name: "People",
      columns: COLUMNS,
      rows: people.map((row) => COLUMNS.map(({ text }) => neutralizeFormula(text(row)))),
    },
    planSheet(report),
  ]);
}

function planSheet(report: PlanReport): Sheet {
  const { title, madeAt, run, command, isExact, quiet, isPart, entities } = report;
  const rows: [string, string, string][] = [
    ["", "Report", title],
    ["", "Made on", madeAt],
    ["", "Run", run],
    ...entities.flatMap(entityRows),
    ["", "Not listed", [quiet, isPart ? "people that flags left out" : ""].filter(Boolean).join(", ")],
    ["", isExact ? "To apply exactly this" : "To plan anew and apply", command],
  ];
  return {
    name: "Plan",
    columns: [
      { header: "Entity", width: 16 },
      { header: "What", width: 26 },
      { header: "Text", width: 110 },
    ],
    rows: rows.filter(([, , text]) => text !== "").map((row) => row.map(neutralizeFormula)),
  };
}

function entityRows(report: EntityReport): [string, string, string][] {
  const { entity, problem, read, counts, consequences, warnings, violations, fingerprint } = report;
  if (problem !== null) return [[entity, "Could not be planned", problem]];
  const limits = violations.map(({ text, override }) =>
    override ? `${text} To allow exactly this: ${override}` : text,
  );
  return [
    [entity, "Read", read],
    [entity, "Counts", counts],
    ...named("Limits", limits.length === 0 ? ["The plan keeps all safety limits."] : limits),
    ...named("What this means", consequences),
    ...named("Warning", warnings),
    [entity, "Fingerprint", fingerprint],
  ];

  function named(what: string, texts: readonly string[]): [string, string, string][] {
    return texts.map((text) => [entity, what, text]);
  }
}
