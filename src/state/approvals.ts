import * as z from "zod";
import type { Approval, StateStore } from "../sync/model/index.js";
import { insertText, type StateDatabase, type Statements } from "./database.js";

interface ApprovalRow {
  readonly employeeId: string;
  readonly kinds: string;
  readonly isCounted: 0 | 1;
}

const kindsSchema = z.array(
  z.enum(["archive", "update", "email_change", "bank_change", "creation", "restore", "release"]),
);

const SELECT = `
  SELECT employee_id AS "employeeId", kinds, is_counted AS "isCounted" FROM approvals
  WHERE entity = @entity ORDER BY employee_id`;

const CLEAR = "DELETE FROM approvals WHERE entity = @entity";

const ADD = insertText("approvals", ["entity", "employee_id", "kinds", "is_counted", "approved_at"]);

const END = `
  DELETE FROM approvals WHERE entity = @entity AND employee_id = (SELECT employee_id FROM journal
    WHERE run_id = @runId AND entity = @entity AND sequence = @sequence)`;

/** Changes that a person confirmed or a run began, sorted by employee. */
export function approvalTable(database: StateDatabase): Pick<StateStore, "approvals" | "replaceApprovals"> {
  return {
    approvals: (entity) =>
      database.read(async ({ all }) => (await all<ApprovalRow>(SELECT, { entity })).map(toApproval)),
    replaceApprovals: (entity, approvals, at) =>
      database.write(async ({ run, each }) => {
        const rows = approvals.map(({ employeeId, kinds, isCounted }) => ({
          ...{ entity, employeeId, kinds: JSON.stringify(kinds) },
          ...{ isCounted: isCounted ? 1 : 0, approvedAt: at.toISOString() },
        }));
        await Promise.all([run(CLEAR, { entity }), each(ADD, rows)]);
      }),
  };
}

/** Ends the approvals of changes that are done or handed off, inside the caller's transaction. */
export async function endApprovals(
  { each }: Statements,
  runId: string,
  entity: string,
  sequences: readonly number[],
): Promise<void> {
  await each(
    END,
    sequences.map((sequence) => ({ runId, entity, sequence })),
  );
}

function toApproval({ employeeId, kinds, isCounted }: ApprovalRow): Approval {
  return { employeeId, kinds: kindsSchema.parse(JSON.parse(kinds)), isCounted: isCounted === 1 };
}
