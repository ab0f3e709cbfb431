import { takesPlaceOf } from "../sync/identity/index.js";
import { maskIbanLike, type PersonDecision, type StateStore } from "../sync/model/index.js";
import type { Sqlite, StateDatabase } from "./sqlite.js";

type DecisionRow = Omit<PersonDecision, "employee"> & {
  readonly source: string | null;
  readonly account: string | null;
  readonly employeeId: string | null;
};

const SELECT = `
  SELECT id, entity, kind, source, account, employee_id AS employeeId, member_id AS memberId, name, until, why,
    who, decided_at AS at, ended_at AS endedAt
  FROM person_decisions WHERE entity = +? ORDER BY decided_at DESC, number DESC`;

const ADD = `
  INSERT INTO person_decisions (id, entity, kind, source, account, employee_id, member_id, name, until, why, who,
    decided_at)
  VALUES (@id, @entity, @kind, @source, @account, @employeeId, @memberId, @name, @until, @why, @who, @at)`;

const END = "UPDATE person_decisions SET ended_at = @at WHERE id = @id AND ended_at IS NULL";

type DecisionMethods = Pick<StateStore, "personDecisions" | "addPersonDecision" | "endPersonDecision">;

/** What people decided about somebody. Rows are never changed, only ended. */
export function personDecisionTable(database: StateDatabase): DecisionMethods {
  return {
    personDecisions: (entity) => database.read((sqlite) => decisionsOf(sqlite, entity)),
    addPersonDecision: (decision, at) =>
      database.write((sqlite) => {
        const inForce = decisionsOf(sqlite, decision.entity).filter(({ endedAt }) => endedAt === null);
        for (const earlier of inForce) if (takesPlaceOf(decision, earlier)) end(sqlite, earlier.id, at);
        sqlite.prepare<[object]>(ADD).run(toRow(decision));
      }),
    endPersonDecision: (id, at) =>
      database.write((sqlite) => {
        if (end(sqlite, id, at) !== 1) throw new Error(`There is no decision ${id} in force.`);
      }),
  };
}

function end(sqlite: Sqlite, id: string, at: Date): number {
  return sqlite.prepare<[object]>(END).run({ id, at: at.toISOString() }).changes;
}

function decisionsOf(sqlite: Sqlite, entity: string): readonly PersonDecision[] {
  return sqlite.prepare<[string], DecisionRow>(SELECT).all(entity).map(toDecision);
}

function toRow({ employee, ...decision }: Omit<PersonDecision, "endedAt">): Omit<DecisionRow, "endedAt"> {
  return {
    ...decision,
    why: maskIbanLike(decision.why),
    source: employee?.source ?? null,
    account: employee?.account ?? null,
    employeeId: employee?.id ?? null,
  };
}

function toDecision({ source, account, employeeId, ...row }: DecisionRow): PersonDecision {
  const employee = source === null || employeeId === null ? null : { source, account, id: employeeId };
  return { ...row, employee };
}
