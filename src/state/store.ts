import { hostname } from "node:os";
import type { Clock, StateStore } from "../sync/model/index.js";
import { approvalTable } from "./approvals.js";
import { countedChanges } from "./counted-changes.js";
import type { Connected } from "./database.js";
import { entityTable } from "./entities.js";
import { fencedDatabase } from "./fencing.js";
import { findingTable } from "./findings.js";
import { handOffTable } from "./hand-offs.js";
import { journalTable } from "./journal.js";
import { keptPlanTables } from "./kept-plans.js";
import { linkTable } from "./links.js";
import { DEFAULT_LEASE_MS, lockTable } from "./lock.js";
import { personDecisionTable } from "./person-decisions.js";
import { identifyProcess } from "./process-identity.js";
import { readCountTable } from "./read-counts.js";
import { runTable } from "./runs.js";
import { tidying } from "./tidy.js";
import { unshownTables } from "./unshown.js";

/** What a state needs to know besides its database. */
export interface StoreOptions {
  /** Folder of the state, or of what stays on this machine when the state is elsewhere; created when missing. */
  readonly dir: string;
  readonly clock: Clock;
  /** Milliseconds without a heartbeat after which a lock counts as abandoned. */
  readonly leaseMs?: number;
  /** Whose lock this is; this machine and this process when left out. */
  readonly host?: string;
  readonly pid?: number;
}

/** The state over an open database, whichever it is. */
export function storeOf(
  connected: Connected,
  { dir, clock, ...options }: StoreOptions,
  key: Pick<StateStore, "fingerprintKey">,
): StateStore {
  const database = fencedDatabase(connected);
  const me = identifyProcess(options.host ?? hostname(), options.pid ?? process.pid);
  const locks = lockTable(database, { me, clock, leaseMs: options.leaseMs ?? DEFAULT_LEASE_MS });
  return {
    ...entityTable(database),
    ...linkTable(database),
    ...readCountTable(database),
    ...countedChanges(database),
    ...approvalTable(database),
    ...findingTable(database),
    ...personDecisionTable(database),
    ...unshownTables(database),
    ...runTable(database),
    ...journalTable(database),
    ...keptPlanTables(database),
    ...handOffTable(database),
    ...locks,
    ...tidying(dir, database, locks, clock),
    ...key,
    close: connected.close,
  };
}
