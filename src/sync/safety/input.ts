import type { Approval, FieldCounts, Plan, SafetyCode, SafetyLimits } from "../model/index.js";
import type { PeopleByKind } from "./kinds.js";
import type { SafetyOverrides } from "./overrides.js";

/** What was done in the days that count together, and how large the reads of these days were. */
export interface SafetyWindow {
  /** People whose changes count, with those newly left out by the filter. */
  readonly counted: PeopleByKind;
  /** Of the largest complete read of each source, by its name; a source is missing before its first. */
  readonly employees: ReadonlyMap<string, number>;
  /** Null before the first complete read. */
  readonly members: number | null;
}

/** How many employees a complete read of one source had. */
export interface EmployeesRead {
  /** Name of the source. */
  readonly source: string;
  readonly employees: number;
}

export interface SafetyInput {
  /** For a run without archives: the result of `withoutArchives`. */
  readonly plan: Plan;
  readonly limits: SafetyLimits;
  /** Of every source that was read; at least one. */
  readonly employeesRead: readonly EmployeesRead[];
  readonly membersRead: number;
  readonly window: SafetyWindow;
  readonly approvals: readonly Approval[];
  readonly fields: FieldCounts;
  /** Of the last good read; null before the first. */
  readonly lastFields: FieldCounts | null;
  readonly confirmation: {
    /** Why the configuration is not the one a person confirmed, in a whole sentence; null when it is. */
    readonly configChange: string | null;
    /** The same of the HR account. */
    readonly accountChange: string | null;
  };
  readonly overrides: SafetyOverrides;
}

export interface SafetyViolation {
  readonly code: SafetyCode;
  readonly actual: number | null;
  readonly limit: number | null;
  /** The flag that lets exactly this plan pass; null when nothing does. */
  readonly override: string | null;
  /** One or two sentences with the numbers. */
  readonly text: string;
}
