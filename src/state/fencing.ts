import { lockLost } from "../sync/run/index.js";
import type { Connected, StateDatabase } from "./database.js";
import { holdsLock } from "./lock.js";

/** Lets a run write only while it holds the lock that it took over this connection. */
export function fencedDatabase({ transaction, ...connected }: Connected): StateDatabase {
  let needed: string | null = null;
  return {
    ...connected,
    writeBooks: (work) => transaction(work),
    write: (work) =>
      transaction(work, async (statements) => {
        if (needed !== null && !(await holdsLock(statements, needed))) throw lockLost();
      }),
    fence(runId) {
      needed = runId;
    },
  };
}
