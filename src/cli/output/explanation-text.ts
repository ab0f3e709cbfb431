import type { FilterExplanation } from "../../sync/filter/index.js";
import {
  employeeName,
  FIELD_NAMES,
  type FieldValue,
  fieldText,
  type Outcome,
  type UnshownField,
  type Warning,
} from "../../sync/model/index.js";
import { NOT_SHOWN, statusText } from "../../sync/plan/index.js";
import type { Explanation, PlanRow } from "../../sync/run/index.js";
import type { TextStyle } from "../command.js";
import { handOffText } from "./hand-off-text.js";
import { changeDocument } from "./plan-document.js";
import { entitiesText } from "./run-text.js";
import { cleanText } from "./sanitize.js";
import { clean, paint } from "./table.js";
import type { ShowTime } from "./time-text.js";
import { hanging } from "./wrap.js";

/** Fields of an employee in the order in which people look for them. */
const FIELDS = [
  ["workEmail", "work e-mail"],
  ["firstName", FIELD_NAMES.firstName],
  ["lastName", FIELD_NAMES.lastName],
  ["status", "status"],
  ["startDate", "start date"],
  ["terminationDate", "last day of employment"],
  ["workLocation", "work location"],
  ["department", "department"],
  ["team", "team"],
  ["legalEntity", "legal entity"],
  ["country", "country"],
  ["employmentType", "employment type"],
  ["costCenter", "cost center"],
  ["jobTitle", "job title"],
] as const;

/** What became of a change, in a sentence. */
const OUTCOMES: Readonly<Record<Outcome, string>> = {
  applied: "applied",
  failed: "failed",
  skipped: "not reached",
  handed_off: "handed off",
  intended: "with an unknown end",
};

/** What an explanation says besides the chain. */
interface ExplanationNotes {
  readonly safety: readonly string[];
  readonly decided: readonly string[];
  readonly show: ShowTime;
}

/** Whether anything of the person is in this entity, now or in its history. */
export function appears({ employee, member, link, decision, lastChanges }: Explanation): boolean {
  return [employee, member, link, decision].some((one) => one !== null) || lastChanges.length > 0;
}

/** Entities where the person is not, in a sentence, and which HR tools may know more. */
export function absentText(absent: readonly Explanation[], { width }: TextStyle): string {
  const where = absent.length === 1 ? "" : `${absent.length} entities: `;
  const entities = entitiesText(absent.map(({ entity }) => entity));
  return [
    `Neither an employee nor a member in ${where}${entities}.`,
    ...absent.flatMap((one) => openLines(one).map((line) => `${one.entity}: ${line}`)),
  ]
    .flatMap((line) => hanging("", cleanText(line), width))
    .join("\n");
}

/** The chain for one person: HR tool, status, filter, match, decision, limits, last changes. */
export function explanationText(
  who: string,
  explanation: Explanation,
  { safety, decided, show }: ExplanationNotes,
  style: TextStyle,
): string {
  const title = explanation.employee ? employeeName(explanation.employee) : who;
  const section = (name: string, lines: readonly string[]) =>
    lines.length === 0
      ? []
      : [paint(name, "bold", style), ...lines.map((line) => `  ${clean(line, undefined, style)}`)];
  return [
    `${clean(title, "bold", style)} in ${explanation.entity}`,
    ...section("HR tool", employeeLines(explanation)),
    ...section("Status", explanation.standing ? [explanation.standing.reason] : []),
    ...section("Filter", filterLines(explanation)),
    ...section("Spendesk", memberLines(explanation)),
    ...section("Decision", [...decided, ...decisionLines(explanation)]),
    ...section("Limits", safety.length > 0 ? safety : ["The plan of this entity keeps the safety limits."]),
    ...section("Last changes", changeLines(explanation, show)),
  ].join("\n");
}

function openLines({ unread }: Explanation): string[] {
  return unread.map((name) => `${name} could not be read, and may know this person.`);
}

function employeeLines(explanation: Explanation): string[] {
  const { employee, employeesRead, providerId } = explanation;
  if (!employee) {
    const others = employeesRead === 1 ? "1 other is" : `${employeesRead} others are`;
    return [`Not in the answer of ${providerId}; ${others}.`, ...openLines(explanation)];
  }
  // A file is read without a credential: what is missing there is no column of the settings.
  const absent = providerId === "file" ? NOT_MAPPED : NOT_READABLE;
  const shown = (value: FieldValue | undefined) =>
    value === undefined ? absent : (fieldText(value) ?? EMPTY);
  const values = FIELDS.map(([field, name]) => `${name}: ${shown(employee[field])}`);
  const manager = employee.manager && (employee.manager.email ?? employee.manager.id);
  return [
    `id: ${employee.id}`,
    ...(employee.source === undefined ? [] : [`source: ${employee.source}`]),
    ...values,
    ...(employee.expectedEnd ? [`announced end: ${employee.expectedEnd}`] : []),
    ...(employee.statusDetail ? [`status detail: ${employee.statusDetail}`] : []),
    ...(employee.statusRule
      ? [`status rule: "${employee.statusRule.raw}" is ${employee.statusRule.means} (source.statuses)`]
      : []),
    `${FIELD_NAMES.manager}: ${employee.manager === undefined ? absent : (manager ?? EMPTY)}`,
    `${FIELD_NAMES.bank}: ${employee.bank === undefined ? absent : (employee.bank?.masked ?? EMPTY)}`,
  ];
}

const NOT_READABLE = "(not readable with this credential)";
const NOT_MAPPED = "(no column is mapped)";
const EMPTY = "(empty)";

function filterLines({ employee, filter }: Explanation): string[] {
  if (!employee) return [];
  return filter ? ruleLines(filter, "") : ["All employees are meant."];
}

function ruleLines(filter: FilterExplanation, indent: string): string[] {
  const sign = filter.holds ? "✔ holds" : "✘ does not hold";
  if (filter.kind === "rule") return [`${indent}${sign}: ${filter.text} (value: ${filter.seen})`];
  const title = filter.kind === "all" ? "all of these" : "any of these";
  return [`${indent}${sign}: ${title}`, ...filter.nodes.flatMap((node) => ruleLines(node, `${indent}  `))];
}

function memberLines(explanation: Explanation): string[] {
  const { member, link, hrStatus, matchedBy } = explanation;
  if (!member) {
    return link ? [`The linked member ${link.memberId} is not in Spendesk's answer.`] : ["No member."];
  }
  return [
    `member ${member.id}, ${[member.firstName, member.lastName].filter(Boolean).join(" ")} <${member.email ?? ""}>, status: ${statusText(member.status)}`,
    ...(member.managerId === undefined
      ? [unshownLine("manager", link?.managerMemberId ? `member ${link.managerMemberId}` : null, explanation)]
      : []),
    unshownLine("bank", link?.bankFingerprint ? "those of the last change" : null, explanation),
    `HR status: ${(hrStatus ?? "manual").replace("_", " ")}`,
    ...(matchedBy ? [`Matched by ${matchedBy}.`] : []),
    ...(link && link.absentReads > 0 ? [`Missing from ${link.absentReads} complete reads so far.`] : []),
  ];
}

/** What is known of a value that Spendesk does not show. */
function unshownLine(field: UnshownField, written: string | null, { takenAsRight }: Explanation): string {
  const known = takenAsRight.includes(field) ? "; taken to be right until the HR tool changes" : "";
  return `${FIELD_NAMES[field]}: ${NOT_SHOWN}${written === null ? known : `; written by this tool: ${written}`}`;
}

function decisionLines({ decision, member, employee }: Explanation): string[] {
  if (decision) return rowLines(decision);
  return [
    member && !employee
      ? "Never touched: this member is manual and belongs to no employee."
      : "Nothing is planned: this person appears nowhere.",
  ];
}

function rowLines({ kind, row }: PlanRow): string[] {
  const warnings = (list: readonly Warning[]) => list.map((warning) => `⚠ ${warning.text} (${warning.code})`);
  if (kind === "unchanged") return [`Unchanged (${row.code}).`, ...warnings(row.warnings)];
  if (kind === "note") return [`${row.kind.replace("_", " ")}: ${row.reason} (${row.code})`];
  const fields = row.fields.map(
    (field) => `${FIELD_NAMES[field.field]}: ${field.from ?? EMPTY} → ${field.to ?? EMPTY}`,
  );
  return [`${row.action}: ${row.reason} (${row.code})`, ...fields, ...warnings(row.warnings)];
}

function changeLines({ entity, lastChanges }: Explanation, show: ShowTime): string[] {
  return lastChanges.map((entry) => {
    const error = entry.error ? `: ${entry.error.detail}` : "";
    const handOff = entry.handOff ? `, ${handOffText(entry.handOff)}` : "";
    return `${show(entry.intendedAt, entity)}: ${entry.action} ${OUTCOMES[entry.outcome]}${handOff}${error} (run ${entry.runId.slice(0, 8)})`;
  });
}

/** The JSON form of an explanation. Bank details print masked by themselves. */
export function explanationDocument(explanation: Explanation, safety: readonly string[]): object {
  const { entity, providerId, employeesRead, employee, standing, filter, member, link, decision } =
    explanation;
  return {
    entity,
    provider: providerId,
    unreadSources: explanation.unread,
    employeesRead,
    employee,
    standing,
    filter,
    member,
    link: link && {
      employeeId: link.employeeId,
      memberId: link.memberId,
      archived: link.archived,
      absentReads: link.absentReads,
      hasBankDetails: link.bankFingerprint !== null,
    },
    hrStatus: explanation.hrStatus,
    matchedBy: explanation.matchedBy,
    decision:
      decision &&
      (decision.kind === "change" ? { kind: "change", row: changeDocument(decision.row) } : decision),
    takenAsRight: explanation.takenAsRight,
    safety,
    lastChanges: explanation.lastChanges,
  };
}
