import type { BankReading, Employee, EmployeeSource } from "../model/index.js";
import { type OnRead, readEmployees } from "./read.js";

/** Employees of a run; an account that feeds several entities is read once. */
export interface EmployeeReads extends BankReads {
  employees(source: EmployeeSource, entity: string, onRead?: OnRead): Promise<readonly Employee[]>;
}

/** Reads each account (by its `accountKey`) at most once during one run. */
export function createEmployeeReads(): EmployeeReads {
  const reads = new Map<string, Promise<readonly Employee[]>>();
  return {
    ...createBankReads(),
    employees(source, entity, onRead) {
      const known = reads.get(source.accountKey);
      if (known) return known;
      const read = readEmployees(source, entity, onRead);
      reads.set(source.accountKey, read);
      return read;
    },
  };
}

/** Bank details that a run has read person by person, for all entities of an account. */
export interface BankReads {
  /**
   * A reading for each of these people; those that another entity of the account has read are not
   * asked for again.
   *
   * @param onRead told how many of those still to be asked for have been read
   * @throws Problem of the source; whoever was read until then stays known
   */
  bankDetails(
    source: EmployeeSource,
    employeeIds: readonly string[],
    onRead: (count: number, total: number) => void,
  ): Promise<ReadonlyMap<string, BankReading>>;
}

/** What is known of one account, and the end of the read that is under way. */
interface Account {
  readonly readings: Map<string, BankReading>;
  turn: Promise<void>;
}

/**
 * Asks about each person of an account (by its `accountKey`) at most once during one run. Entities of
 * one account take turns, since they share its limit.
 */
function createBankReads(): BankReads {
  const accounts = new Map<string, Account>();

  async function readMissing(
    { readings }: Account,
    source: EmployeeSource,
    employeeIds: readonly string[],
    onRead: (count: number, total: number) => void,
  ): Promise<void> {
    const missing = employeeIds.filter((id) => !readings.has(id));
    if (missing.length === 0 || !source.readBankDetails) return;
    let count = 0;
    for await (const reading of source.readBankDetails(missing)) {
      readings.set(reading.employeeId, reading);
      count += 1;
      onRead(count, missing.length);
    }
  }

  /** Of the people asked for only: another entity of the account asks for others. */
  function entryOf({ readings }: Account, id: string): [string, BankReading][] {
    const reading = readings.get(id);
    return reading ? [[id, reading]] : [];
  }

  return {
    async bankDetails(source, employeeIds, onRead) {
      const account = accounts.get(source.accountKey) ?? { readings: new Map(), turn: Promise.resolve() };
      accounts.set(source.accountKey, account);
      const read = account.turn.then(() => readMissing(account, source, employeeIds, onRead));
      // A failed read is the failure of its own entity; the next one asks for itself.
      account.turn = read.catch(() => undefined);
      await read;
      return new Map(employeeIds.flatMap((id) => entryOf(account, id)));
    },
  };
}
