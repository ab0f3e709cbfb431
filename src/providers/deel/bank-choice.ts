import * as z from "zod";
import { RawBank } from "../../sync/model/index.js";
import { bankOf } from "../support/employee-parts.js";
import { cleanText } from "../support/values.js";

const anything = z.unknown().optional();

/**
 * A bank account as far as it is used (docs/vendors/deel.md §6). An answer also holds the address and the tax
 * number: those are dropped here.
 */
const account = z.object({
  iban: anything,
  swift_bic: anything,
  status: anything,
  updated_at: anything,
});

type DeelAccount = z.infer<typeof account>;

/** A person's bank accounts. The newer call documents a list and speaks of one account: both are taken. */
export const accountsSchema = z.object({
  data: z.union([
    z.array(account.nullable().catch(null)),
    account.transform((one) => [one]),
    z.null().transform(() => []),
  ]),
});

/** Statuses of accounts that can't be paid to; the words are assumed, save for failed. */
const UNUSABLE = /archiv|fail|reject|inactive|disabled|delet|cancel|expire/u;
/** Statuses of accounts that Deel has not approved yet. */
const UNSETTLED: readonly string[] = ["new", "pending"];

/**
 * The account that counts: one with an IBAN before one without, an approved one before one still to be
 * approved, and of those the one that changed last. Null when there is none; `ambiguous` when two
 * accounts stand equal, since an IBAN must not be guessed.
 */
export function chooseBank(accounts: readonly (DeelAccount | null)[]): RawBank | null | "ambiguous" {
  const usable = accounts
    .filter((candidate) => candidate !== null)
    .filter((candidate) => !UNUSABLE.test(statusOf(candidate)));
  const [first] = usable.toSorted(compareAccounts);
  if (!first) return null;
  const rivals = usable.filter((other) => compareAccounts(first, other) === 0);
  return rivals.some((rival) => ibanOf(rival) !== ibanOf(first))
    ? "ambiguous"
    : (bankOf({ iban: first.iban, bic: first.swift_bic }) ?? new RawBank({}));
}

function compareAccounts(a: DeelAccount, b: DeelAccount): number {
  return (
    Number(ibanOf(a) === "") - Number(ibanOf(b) === "") ||
    Number(isUnsettled(a)) - Number(isUnsettled(b)) ||
    instantOf(b) - instantOf(a)
  );
}

function isUnsettled(candidate: DeelAccount): boolean {
  return UNSETTLED.includes(statusOf(candidate));
}

function statusOf({ status }: DeelAccount): string {
  return cleanText(status)?.toLowerCase() ?? "";
}

function ibanOf({ iban }: DeelAccount): string {
  return cleanText(iban)?.replace(/\s+/gu, "").toUpperCase() ?? "";
}

/** Milliseconds; an account without an instant is the oldest. */
function instantOf({ updated_at }: DeelAccount): number {
  const instant = Date.parse(cleanText(updated_at) ?? "");
  return Number.isNaN(instant) ? 0 : instant;
}
