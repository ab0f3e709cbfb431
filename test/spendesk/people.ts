import { BankDetails } from "../../src/sync/model/bank.js";
import type { MemberUpdate, NewMember } from "../../src/sync/model/ports.js";

export const IBAN = "GB33BUKB20201555555555";
export const KEY = "0b2b6a0e-8f3c-4c55-9a51-0d1f3a5b7c9d";

/** People `e-1` … `e-n`; the first one has bank details. */
export function newPeople(count: number): NewMember[] {
  return Array.from({ length: count }, (_, index) => ({
    employeeId: `e-${index + 1}`,
    email: `Kim.${index + 1}@acme.test`,
    firstName: "Kim",
    lastName: `Number ${index + 1}`,
    bank: index === 0 ? new BankDetails(IBAN, "BUKBGB22") : null,
  }));
}

/** Updates of the members `u-1` … `u-n`. */
export function nameUpdates(count: number): MemberUpdate[] {
  return Array.from({ length: count }, (_, index) => ({ memberId: `u-${index + 1}`, lastName: "Newname" }));
}

/** Spendesk's error body. */
export function errors(code: string, detail = "canary-detail"): object {
  return { errors: [{ code, detail }] };
}
