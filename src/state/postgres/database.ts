import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { type Connected, oneByOne, type Statements } from "../database.js";
import { refuseMarkedRows, SELECT_MARKS } from "../moved.js";
import { isLoss, translated } from "./problems.js";
import type { Session } from "./session.js";
import { statementsOf } from "./statements.js";

const LOOK_AGAIN_MS = 200;

/** The state in PostgreSQL: one connection that does one thing after the other. */
export function postgresDatabase(session: Session, lockKey: string): Connected {
  const inTurn = oneByOne();
  const guarded = <T>(work: () => Promise<T>) => inTurn(() => translated(session.server, work));
  return {
    read: (work) => guarded(() => session.insist((client) => work(statementsOf(client)))),
    transaction: (work, check) => guarded(() => persist(session, lockKey, work, check)),
    itemsOf: (column, alias) => `json_array_elements_text(${column}::json) AS ${alias}(value)`,
    // What a forgotten row leaves behind is the server's to clean up (autovacuum), and read by nobody else.
    beforeForgetting: async () => {},
    compact: async () => false,
    close: () => inTurn(() => session.close()),
  };
}

/**
 * One transaction with the write lock. When the connection is lost before it was to be kept, nothing of it
 * is, and all is done again. When it is lost over the COMMIT, the server is asked what became of it: so
 * nothing is written twice.
 */
async function persist<T>(
  session: Session,
  lockKey: string,
  work: (statements: Statements) => Promise<T>,
  check?: (statements: Statements) => Promise<void>,
): Promise<T> {
  let open: { readonly number: string; readonly result: T } | null = null;
  return session.insist(async (client) => {
    if (open !== null) {
      if (await wasKept(client, open.number)) return open.result;
      open = null;
    }
    try {
      const begun = begin(client, lockKey, session.server.shown);
      // It travels along, since it changes nothing; what writes waits until there is a transaction for sure.
      const checked = check?.(statementsOf(client));
      // Of a transaction that did not begin, the beginning says why.
      checked?.catch(() => {});
      const number = await begun;
      await checked;
      const result = await work(statementsOf(client));
      open = { number, result };
      await commit(client);
      session.noteWritten();
      return result;
    } catch (error) {
      if (!isLoss(error)) {
        open = null;
        await client.query("ROLLBACK");
      }
      throw error;
    }
  });
}

/**
 * Begins a transaction with the write lock.
 * @returns the number by which the server knows it
 * @throws Problem of a state that was moved
 */
async function begin(client: Client, lockKey: string, shown: string): Promise<string> {
  const answers: unknown = await client.query(
    `BEGIN; SELECT pg_advisory_xact_lock(${lockKey}); SELECT pg_current_xact_id()::text AS number; ${SELECT_MARKS}`,
  );
  const [, , numbers, marks] = answers as readonly [
    ...[unknown, unknown, { readonly rows: readonly { readonly number: string }[] }],
    { readonly rows: Parameters<typeof refuseMarkedRows>[0] },
  ];
  // Whoever opened a state before it was moved does not write to what is left of it.
  refuseMarkedRows(marks.rows, shown);
  return numbers.rows[0]?.number ?? "";
}

/** The server answers ROLLBACK when a statement before failed. */
export async function commit(client: Client): Promise<void> {
  const { command } = await client.query("COMMIT");
  if (command !== "COMMIT") throw new Error("The server did not keep what was written.");
}

/**
 * What became of a transaction whose end nobody heard of. One that goes on is waited for; one whose number is
 * still to come never reached this server, which has taken over from another one.
 */
async function wasKept(client: Client, number: string): Promise<boolean> {
  for (;;) {
    const { rows } = await client.query(
      `SELECT CASE WHEN $1::text::xid8 < pg_snapshot_xmax(pg_current_snapshot()) THEN pg_xact_status($1::text::xid8)
         ELSE 'unknown here' END AS status`,
      [number],
    );
    const status: unknown = rows[0]?.status;
    if (status !== "in progress") return status === "committed";
    await sleep(LOOK_AGAIN_MS);
  }
}
