import { bankOf as bankFrom } from "../../providers/support/employee-parts.js";
import { RawBank } from "../../sync/model/index.js";
import type { BankPaths } from "../schema/people.js";
import { type Facts, holds, isSame } from "./conditions.js";
import { valueAt } from "./paths.js";

/**
 * The account that expenses are paid to, with its values as they are; undefined when they may not be
 * read, or when it can't be told which of several accounts it is.
 */
export function bankOf(paths: BankPaths, facts: Facts): RawBank | undefined {
  const account = paths.accounts === undefined ? facts.record : chosenAccount(paths, facts.record);
  if (account === undefined) return undefined;
  if (account === null) return new RawBank({ iban: null, bic: null });
  if (paths.when && !holds(paths.when, { ...facts, record: account })) return undefined;
  const iban = valueAt(account, paths.iban);
  const bic = paths.bic === undefined ? undefined : valueAt(account, paths.bic);
  return bankFrom({ iban, bic });
}

/** One account; null when there is none, undefined when nothing says which. */
function chosenAccount({ accounts = "$", primary }: BankPaths, record: unknown): unknown {
  const list = valueAt(record, accounts);
  if (list === undefined || list === null) return list;
  if (!Array.isArray(list)) return undefined;
  if (list.length === 0) return null;
  const marked = primary && list.filter((one) => isSame(valueAt(one, primary.field), primary.is));
  if (marked?.length === 1) return marked[0];
  return list.length === 1 ? list[0] : undefined;
}
