import { type Employee, idWithin, type Link } from "../model/index.js";
import { type Account, isOfAccount } from "./links.js";

/**
 * The HR accounts of an entity, in the order of the configuration: of two records of one person the one of
 * the earlier account counts.
 */
export interface Accounts {
  readonly all: readonly Account[];
  /** The account whose record this is. */
  of(employee: Pick<Employee, "source">): Account;
  /** The account in which the employee id of a link means something; null for what other accounts left. */
  ofLink(link: Pick<Link, "source" | "account">): Account | null;
  /** The account whose employee has this id; null for an id of none of several. */
  ofId(employeeId: string): Account | null;
  /** Place in the configuration, from 0: the smaller one counts first. */
  placeOf(employee: Pick<Employee, "source">): number;
}

/**
 * @param all at least one; of several, each under a name of its own
 * @throws Error when there is none, or a record is of none of them
 */
export function accountsOf(all: readonly Account[]): Accounts {
  const [first, second] = all;
  if (!first) throw new Error("an entity without an HR account");
  const places = new Map(all.map(({ source }, place) => [source, place]));
  const placeOf = ({ source }: Pick<Employee, "source">): number => {
    const place = second && source !== undefined ? places.get(source) : 0;
    if (place === undefined) throw new Error(`a record of the unknown source ${source}`);
    return place;
  };
  return {
    all,
    placeOf,
    of: (employee) => all[placeOf(employee)] ?? first,
    ofId: (id) => (second ? (all.find(({ source }) => idWithin(source, id) !== null) ?? null) : first),
    ofLink: (link) => all.find((account) => isOfAccount(link, account)) ?? null,
  };
}
