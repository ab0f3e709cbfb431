import { takesPlaceOf } from "../sync/identity/index.js";
import { maskIbanLike, type PersonDecision, type StateStore } from "../sync/model/index.js";
import { insertNumberedText, type StateDatabase, type Statements } from "./database.js";

type DecisionRow = Omit<PersonDecision, "employee"> & {
  readonly source: string | null;
  readonly account: string | null;
  readonly employeeId: string | null;
};

const SELECT = `
  SELECT id, entity, kind, source, account, employee_id AS "employeeId", member_id AS "memberId", name, until, why,
    who, decided_at AS at, ended_at AS "endedAt"
  FROM person_decisions WHERE entity = +@entity ORDER BY decided_at DESC, number DESC`;

const ADD = insertNumberedText("person_decisions", [
  ...["id", "entity", "kind", "source", "account", "employee_id", "member_id", "name", "until", "why", "who"],
  "decided_at",
]);

const END = "UPDATE person_decisions SET ended_at = @at WHERE id = @id AND ended_at IS NULL";

type DecisionMethods = Pick<StateStore, "personDecisions" | "addPersonDecision" | "endPersonDecision">;

/** What people decided about somebody. Rows are never changed, only ended. */
export function personDecisionTable(database: StateDatabase): DecisionMethods {
  return {
    personDecisions: (entity) => database.read((statements) => decisionsOf(statements, entity)),
    addPersonDecision: (decision, at) =>
      database.write(async (statements) => {
        const known = await decisionsOf(statements, decision.entity);
        const inForce = known.filter(({ endedAt }) => endedAt === null);
        for (const earlier of inForce) {
          if (takesPlaceOf(decision, earlier)) await end(statements, earlier.id, at);
        }
        await statements.run(ADD, { ...toRow(decision), decidedAt: decision.at });
      }),
    endPersonDecision: (id, at) =>
      database.write(async (statements) => {
        if ((await end(statements, id, at)) !== 1) throw new Error(`There is no decision ${id} in force.`);
      }),
  };
}

function end({ run }: Statements, id: string, at: Date): Promise<number> {
  return run(END, { id, at: at.toISOString() });
}

async function decisionsOf({ all }: Statements, entity: string): Promise<readonly PersonDecision[]> {
  return (await all<DecisionRow>(SELECT, { entity })).map(toDecision);
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
