import type { Problem } from "../../src/shared/errors.js";
import type { ApplyResult } from "../../src/sync/apply/apply.js";
import type { IsoDate } from "../../src/sync/model/dates.js";
import type { Employee } from "../../src/sync/model/employee.js";
import type { Link } from "../../src/sync/model/member.js";
import type { Approval, JournalEntry, RunRecord } from "../../src/sync/model/state-store.js";
import type { PlannedEntity } from "../../src/sync/run/plan-task.js";
import type { SafetyOverrides } from "../../src/sync/safety/index.js";
import type { KnownBank } from "./world-hr.js";
import type { WorldPolicy, WorldScript, WorldStep } from "./world-script.js";
import type { WorldMember } from "./world-spendesk.js";

/** Everything about one run that its laws look at. */
export interface Chapter {
  readonly script: WorldScript;
  readonly step: WorldStep;
  readonly policy: WorldPolicy;
  readonly today: IsoDate;
  readonly employees: readonly Employee[];
  readonly bankOf: (employeeId: string) => KnownBank;
  /** Plans of the same moment: as it is, with everything in another order, with e-mails in capitals. */
  readonly previews: readonly [Preview, Preview, Preview];
  /** The configuration is not the one a person confirmed. */
  readonly isUnconfirmed: boolean;
  readonly employeesOfLastRead: number | null;
  readonly before: Moment;
  readonly afterPreviews: Moment;
  readonly attempts: readonly Attempt[];
  readonly absences: ReadonlyMap<string, Absence>;
}

/** What a preview planned, or why it could not. */
export type Preview = { readonly planned: PlannedEntity } | { readonly problem: Problem };

/** Spendesk and the memory at one moment. */
export interface Moment {
  readonly members: readonly WorldMember[];
  readonly links: readonly Link[];
}

/** One apply of a chapter: the first one, or the one with which somebody insists. */
export interface Attempt {
  readonly overrides: SafetyOverrides;
  /** What was confirmed or begun before it. */
  readonly approvals: readonly Approval[];
  /** Employees whose member an earlier attempt changed: they count once within the days of the limits. */
  readonly changedBefore: ReadonlySet<string>;
  /** Whether nothing was set up to go wrong. */
  readonly isUndisturbed: boolean;
  readonly result: ApplyResult | null;
  /** Thrown by the apply; null for a process that died. */
  readonly problem: Problem | null;
  readonly hasDied: boolean;
  readonly run: RunRecord;
  readonly journal: readonly JournalEntry[];
  readonly before: Moment;
  readonly after: Moment;
}

/** Complete reads in a row without a linked employee, the latest one included. */
export interface Absence {
  readonly reads: number;
  /** What the link said when the employee was last there. */
  readonly wasManaged: boolean;
}
