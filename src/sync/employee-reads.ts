import { type BankReads, createBankReads } from "./bank-reads.js";
import type { Employee } from "./employee.js";
import type { EmployeeSource } from "./ports.js";
import { readEmployees } from "./read.js";

/** Employees of a run; an account that feeds several entities is read once. */
export interface EmployeeReads extends BankReads {
  employees(source: EmployeeSource, entity: string): Promise<readonly Employee[]>;
}

/** Reads each account (by its `accountKey`) at most once during one run. */
export function createEmployeeReads(): EmployeeReads {
  const reads = new Map<string, Promise<readonly Employee[]>>();
  return {
    ...createBankReads(),
    employees(source, entity) {
      const known = reads.get(source.accountKey);
      if (known) return known;
      const read = readEmployees(source, entity);
      reads.set(source.accountKey, read);
      return read;
    },
  };
}
