import { isValidIBAN } from "ibantools";
import { maskIban } from "./bank.js";
import { electronic } from "./bank-details.js";
import type { Employee } from "./employee.js";

/** People whose records name the same bank account. */
export interface SharedIban {
  /** `•••• 0189`; the account itself is nowhere in the result. */
  readonly masked: string;
  /** At least two, in the order of the employees. */
  readonly employeeIds: readonly string[];
}

/**
 * Accounts that several people have: rarely a couple, more often a payment that was redirected, a default
 * of the HR tool or a column that slipped. Blanks, dashes and case are ignored. Only valid IBANs count:
 * others are never written, and a placeholder such as `N/A` is nobody's account.
 *
 * @returns the groups in the order of their first person; a person who is in the list twice counts once
 */
export function sharedIbans(employees: readonly Employee[]): readonly SharedIban[] {
  const owners = new Map<string, Set<string>>();
  for (const { id, bank } of employees) {
    const iban = electronic(bank?.reveal().iban);
    if (iban === "") continue;
    const known = owners.get(iban);
    if (known) known.add(id);
    else owners.set(iban, new Set([id]));
  }
  return [...owners]
    .filter(([iban, ids]) => ids.size > 1 && isValidIBAN(iban))
    .map(([iban, ids]) => ({ masked: maskIban(iban), employeeIds: [...ids] }));
}
