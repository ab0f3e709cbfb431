import { hostname } from "node:os";
import { type Clock, Problem } from "../sync/model/index.js";
import { ownerNext, ownerText } from "../sync/run/index.js";
import type { StateDatabase, Statements } from "./database.js";
import { DEFAULT_LEASE_MS, lockTable } from "./lock.js";
import { identifyProcess } from "./process-identity.js";

/**
 * Refuses while a run is at work. The caller holds the write lock of the database until it is done, so that
 * none begins meanwhile.
 *
 * @param what was not done, a sentence
 * @throws Problem `lock_held`
 */
export async function refuseDuringRun(statements: Statements, clock: Clock, what: string): Promise<void> {
  const within: Pick<StateDatabase, "read"> = { read: (work) => work(statements) };
  const me = identifyProcess(hostname(), process.pid);
  // It only reads.
  const locks = lockTable(within as StateDatabase, { me, clock, leaseMs: DEFAULT_LEASE_MS });
  const [owner] = await locks.lockOwners();
  if (owner === undefined) return;
  throw new Problem({
    ...{ kind: "locked", code: "lock_held", what },
    why: `A run is working on the state. ${ownerText(owner, await statements.timeOf(clock.now()))}`,
    next: ownerNext(owner, "Wait until it is done."),
  });
}
