import { z } from "zod";
import type { Approval, StateStore } from "../sync/model/index.js";
import type { Sqlite, StateDatabase } from "./sqlite.js";

interface ApprovalRow {
  readonly employeeId: string;
  readonly kinds: string;
  readonly isCounted: 0 | 1;
}

const kindsSchema = z.array(
  z.enum(["archive", "update", "email_change", "bank_change", "creation", "restore", "release"]),
);

const SELECT = `
  SELECT employee_id AS employeeId, kinds, is_counted AS isCounted FROM approvals
  WHERE entity = ? ORDER BY employee_id`;

const ADD = `
  INSERT INTO approvals (entity, employee_id, kinds, is_counted, approved_at)
  VALUES (@entity, @employeeId, @kinds, @isCounted, @at)`;

const END = `
  DELETE FROM approvals WHERE entity = @entity AND employee_id = (SELECT employee_id FROM journal
    WHERE run_id = @runId AND entity = @entity AND sequence = @sequence)`;

/** Changes that a person confirmed or a run began, sorted by employee. */
export function approvalTable(database: StateDatabase): Pick<StateStore, "approvals" | "replaceApprovals"> {
  return {
    approvals: (entity) =>
      database.read((sqlite) => sqlite.prepare<[string], ApprovalRow>(SELECT).all(entity).map(toApproval)),
    replaceApprovals: (entity, approvals, at) =>
      database.write((sqlite) => {
        sqlite.prepare("DELETE FROM approvals WHERE entity = ?").run(entity);
        const add = sqlite.prepare(ADD);
        for (const { employeeId, kinds, isCounted } of approvals) {
          add.run({
            ...{ entity, employeeId, kinds: JSON.stringify(kinds) },
            ...{ isCounted: isCounted ? 1 : 0, at: at.toISOString() },
          });
        }
      }),
  };
}

/** Ends the approvals of changes that are done or handed off, inside the caller's transaction. */
export function endApprovals(
  sqlite: Sqlite,
  runId: string,
  entity: string,
  sequences: readonly number[],
): void {
  const end = sqlite.prepare(END);
  for (const sequence of sequences) end.run({ runId, entity, sequence });
}

function toApproval({ employeeId, kinds, isCounted }: ApprovalRow): Approval {
  return { employeeId, kinds: kindsSchema.parse(JSON.parse(kinds)), isCounted: isCounted === 1 };
}
