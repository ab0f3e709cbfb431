import { RawBank } from "../../../sync/bank.js";
import { cleanId, cleanText } from "../../support/values.js";
import type { List } from "./lists.js";
import { type BankAccount, personalRecordSchema } from "./schema.js";
import { PERSONAL_RECORDS } from "./scopes.js";

/** What is kept of a personal record: everything else in it is nobody's business here. */
export interface PersonalRecord {
  readonly bank: RawBank | undefined;
}

/** At most one record per employee (docs/vendors/lucca.md §3.2). */
export const RECORDS: List = {
  path: "/lucca-api/employee-personal-records",
  embedded: false,
  scope: PERSONAL_RECORDS,
  purpose: "list personal records",
};

/** Notes the records of a page by the ids of their employees. */
export function noteRecords(items: readonly unknown[], records: Map<string, PersonalRecord>): void {
  for (const item of items) {
    const { data } = personalRecordSchema.safeParse(item);
    const id = cleanId(data?.employee?.id);
    if (!data || id === null) continue;
    records.set(id, {
      bank: bankOf(data.bankAccount),
    });
  }
}

/**
 * The account in any of its documented forms (docs/vendors/lucca.md §6). Without one, and with one that
 * is no IBAN, the values are empty; where Lucca leaves the account out, it may not be read. With an IBAN
 * Lucca sends no identifier of the bank, since the IBAN names it already; older accounts had a BIC beside
 * it.
 */
function bankOf(account: BankAccount): RawBank | undefined {
  if (account === undefined) return undefined;
  const format = cleanText(account?.format)?.toLowerCase() ?? "iban";
  if (account === null || format !== "iban") return new RawBank({ iban: null, bic: null });
  const iban = given(account.accountIdentifier, account.iban);
  const bic = given(account.bankIdentifier, account.bic);
  return new RawBank({ ...(iban === undefined ? {} : { iban }), ...(bic === undefined ? {} : { bic }) });
}

/** The first of the two that there is; null when it is empty, undefined when there is neither. */
function given(now: unknown, before: unknown): string | null | undefined {
  if (now === undefined && before === undefined) return undefined;
  return cleanText(now) ?? cleanText(before);
}
