import { idKeys } from "./references.js";
import { allChildren, childOf, textAt, truthOf, type XmlElement } from "./xml.js";

/** Where a worker wants some kind of payment to go. */
export interface Election {
  /** Ids of the worker as `type:value`. */
  readonly workerKeys: readonly string[];
  /** Ids of the rule, which are the tenant's own: `REGULAR_PAYMENTS`. */
  readonly rules: readonly string[];
  readonly order: number;
  /** Whether what is left over goes here. */
  readonly takesBalance: boolean;
  readonly iban: string | null;
  readonly bic: string | null;
}

/**
 * The elections with a bank account in a `Payment_Election_Enrollment`. The schema is public for an old
 * version only, so they are searched at any depth; the worker is named at the nearest level above
 * (docs/vendors/workday.md §6).
 */
export function electionsIn(element: XmlElement, workerKeys: readonly string[] = []): readonly Election[] {
  const role = childOf(element, "Role_ID_Reference");
  const keys = role ? idKeys(role) : workerKeys;
  return allChildren(element).flatMap(([name, child]) => {
    if (name !== "Payment_Election_Data") return electionsIn(child, keys);
    const account = childOf(child, "Worker_Bank_Account_Data");
    return account ? [electionOf(child, account, keys)] : [];
  });
}

function electionOf(data: XmlElement, account: XmlElement, workerKeys: readonly string[]): Election {
  const order = textAt(data, "Order") ?? "";
  return {
    workerKeys,
    rules: idKeys(childOf(data, "Payment_Election_Rule_Reference")).map((key) =>
      key.slice(key.indexOf(":") + 1),
    ),
    order: /^\d+$/u.test(order) ? Number(order) : Number.POSITIVE_INFINITY,
    takesBalance: truthOf(textAt(data, "Distribution_Balance")) === true,
    iban: textAt(account, "IBAN"),
    bic: textAt(account, "BIC"),
  };
}

/**
 * The one election that counts for expenses: of the configured rule (else one about expenses), else of
 * regular payments; there the one that takes the balance, then the first. Elections of other rules
 * count only when there is no choice: an account must not be guessed.
 *
 * @param rule id of the rule from the settings
 */
export function chooseElection(elections: readonly Election[], rule: string | undefined): Election | null {
  const wanted = (id: string) =>
    rule === undefined ? /expense/iu.test(id) : id.toLowerCase() === rule.toLowerCase();
  const first = elections.filter(({ rules }) => rules.some(wanted));
  const regular = elections.filter(({ rules }) => rules.some((id) => /regular/iu.test(id)));
  const ranked = [...(first.length > 0 ? first : regular)].sort(byRank);
  if (ranked[0]) return ranked[0];
  return elections.length === 1 ? (elections[0] ?? null) : null;
}

function byRank(a: Election, b: Election): number {
  if (a.takesBalance !== b.takesBalance) return a.takesBalance ? -1 : 1;
  return a.order === b.order ? 0 : a.order - b.order;
}
