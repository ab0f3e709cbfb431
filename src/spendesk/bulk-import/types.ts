import type { Change, Employee } from "../../sync/model/index.js";
import type { ColumnTitles } from "./columns.js";

/** Rules that fill one optional column; the first that fits a person decides, none leaves the cell empty. */
export type ColumnRules = readonly ColumnRule[];

/** Either a fixed text or what an employee field holds (a name of the filter language). */
export interface ColumnRule {
  /** What a message calls the rule: its place in the configuration. */
  readonly where: string;
  /** Whether the rule is for this person; a rule without a condition is for everybody. */
  applies(employee: Employee): boolean;
  /** Null when the field is empty for this person: the next rule decides then. */
  value(employee: Employee): string | null;
}

/** The optional columns of the import file, as Spendesk names them (docs/vendors/spendesk.md §3.3). */
export interface OptionalColumns {
  readonly roles: ColumnRules;
  readonly costCenter: ColumnRules;
  readonly approvalPolicy: ColumnRules;
}

/** What one entity hands to the colleague. */
export interface EntityHandOff {
  readonly entity: string;
  /** All changes of the plan that are handed off: creations go to the import file, the rest to the worklist. */
  readonly changes: readonly Change[];
  /** The HR records of the people in `changes`, by employee id; gone ones are missing. */
  readonly employees: ReadonlyMap<string, Employee>;
  readonly columns: OptionalColumns;
  /** What the columns are called where it is not what is documented. */
  readonly titles: ColumnTitles;
  /** The import template downloaded from Spendesk, as it is; null for the documented columns. */
  readonly template: Uint8Array | null;
  /** Page of the members in Spendesk, for the worklist's links. */
  readonly membersUrl: string;
}
