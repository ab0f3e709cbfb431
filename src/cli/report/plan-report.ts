import { shellCommand } from "../../shared/shell.js";
import { type Change, type Employee, fieldText, type Note } from "../../sync/model/index.js";
import type { EntityResult, PlannedEntity } from "../../sync/run/index.js";
import { consequences } from "../output/consequences.js";
import { isQuiet, planCounts, quietCounts } from "../output/plan-counts.js";
import { fieldsText } from "../output/plan-text.js";
import type { PlanView } from "../output/plan-view.js";
import { entitiesText } from "../output/run-text.js";
import { clockText } from "../output/time-text.js";
import type { GroupId, PersonRow } from "./person-row.js";

/** What a report says about one entity as a whole. */
export interface EntityReport {
  readonly entity: string;
  /** Why it could not be planned; everything below is empty then. */
  readonly problem: string | null;
  /** `61 employees in Personio, 40 members in Spendesk` */
  readonly read: string;
  readonly counts: string;
  readonly consequences: readonly string[];
  readonly warnings: readonly string[];
  /** The limits that this plan exceeds, each with the flag that lets exactly it pass. */
  readonly violations: readonly { readonly text: string; readonly override: string | null }[];
  readonly fingerprint: string;
}

/** A preview as HR and finance read it: pure data, from which the page and the workbook are made. */
export interface PlanReport {
  readonly title: string;
  /** With the clock of the first entity. */
  readonly madeAt: string;
  readonly run: string;
  readonly entities: readonly EntityReport[];
  readonly people: readonly PersonRow[];
  /** People who are counted and not named: `6 outside the filter`; empty for nobody. */
  readonly quiet: string;
  /** Whether flags left people out: the counts are those of everybody all the same. */
  readonly isPart: boolean;
  /** The command that applies this plan. */
  readonly command: string;
  /** Whether that command refuses any other plan. */
  readonly isExact: boolean;
}

export interface PlanReportInput {
  readonly runId: string;
  readonly at: Date;
  readonly entities: readonly EntityResult[];
  readonly view: PlanView;
  readonly isPart: boolean;
  /** Plan file that was written as well; null without one. */
  readonly planFile: string | null;
  readonly noArchive: boolean;
  readonly timeZone: string;
  /** Makes a text safe to show: without secrets and control characters. */
  readonly safe: (text: string) => string;
}

/** The report of a preview. Bank details are masked, as they are in every plan. */
export function planReport(input: PlanReportInput): PlanReport {
  const { entities, at, timeZone, view, safe } = input;
  const planned = entities.flatMap((entity) => (entity.ok ? [entity.planned] : []));
  return {
    title: `Plan for ${entitiesText(entities.map(({ entity }) => entity))}`,
    madeAt: `${clockText(at.toISOString(), timeZone)} (${timeZone})`,
    run: input.runId,
    entities: entities.map((entity) => entityReport(entity, safe)),
    people: planned.flatMap((one) => peopleOf(one, view, safe)),
    quiet: view.namesEverybody
      ? ""
      : quietCounts(planned.flatMap(({ plan }) => plan.notes.filter(view.isShown))),
    isPart: input.isPart,
    ...applyCommand(input),
  };
}

function applyCommand({
  planFile,
  entities,
  noArchive,
}: PlanReportInput): Pick<PlanReport, "command" | "isExact"> {
  if (planFile !== null) return { command: shellCommand(["spendesk-hr", "apply", planFile]), isExact: true };
  const chosen = entities.flatMap(({ entity }) => ["--entity", entity]);
  return {
    command: shellCommand(["spendesk-hr", "apply", ...chosen, ...(noArchive ? ["--no-archive"] : [])]),
    isExact: false,
  };
}

function entityReport(result: EntityResult, safe: PlanReportInput["safe"]): EntityReport {
  if (!result.ok) {
    const { message, why, next } = result.problem;
    const problem = safe(`${message} ${why} ${next}`);
    const nothing = { read: "", counts: "", consequences: [], warnings: [], violations: [], fingerprint: "" };
    return { entity: result.entity, problem, ...nothing };
  }
  const { planned } = result;
  return {
    entity: result.entity,
    problem: null,
    read: safe(readText(planned)),
    counts: planCounts(planned.plan),
    consequences: consequences(planned.plan.changes),
    warnings: planned.warnings.map(({ text }) => safe(text)),
    violations: planned.safety.violations.map(({ text, override }) => ({ text: safe(text), override })),
    fingerprint: planned.fingerprint,
  };
}

function readText({ sources: { reads, unread }, membersRead }: PlannedEntity): string {
  return [
    ...reads.map(({ of, employees }) => `${employees.length} employees in ${of.name}`),
    ...unread.map(({ name }) => `${name} could not be read`),
    `${membersRead.count} members in Spendesk`,
  ].join(", ");
}

function peopleOf(
  { task, plan, employees }: PlannedEntity,
  { isShown, namesEverybody }: PlanView,
  safe: PlanReportInput["safe"],
): readonly PersonRow[] {
  const offices = officesOf(employees);
  const notes = plan.notes.filter((note) => namesEverybody || !isQuiet(note));
  return [...plan.changes, ...notes].filter(isShown).map((row) => ({
    group: groupOf(row),
    entity: task.entity,
    name: safe(row.name),
    email: safe(row.email ?? ""),
    office: safe(offices.get(row.employeeId ?? "") ?? ""),
    changes: "action" in row ? safe(fieldsText(row)) : "",
    reason: safe(row.reason),
    warnings: "action" in row ? row.warnings.map(({ text }) => safe(text)) : [],
  }));
}

function officesOf(employees: readonly Employee[]): ReadonlyMap<string, string> {
  return new Map(employees.map(({ id, workLocation }) => [id, fieldText(workLocation ?? null) ?? ""]));
}

/** The group somebody belongs to. */
function groupOf(row: Change | Note): GroupId {
  if (!("action" in row)) return row.kind;
  const hasNewEmail = row.action === "update" && row.fields.some(({ field }) => field === "email");
  return hasNewEmail ? "email" : row.action;
}
