import type { Reply, Route } from "../server/exchange.js";
import type { Vendor, VendorSetup } from "./vendor.js";

/**
 * Unpleasant habits of single accounts or versions of an HR tool; off unless switched on. Each has been
 * seen with, or is documented of, at least one vendor; imitations whose vendor does not have one pass it
 * over.
 */
export const HABITS = [
  /** 401 and 403 are empty web pages (every vendor: gateways refuse so). */
  "empty-refusals",
  /** Lists tell neither how many there are nor what comes next (Deel, PayFit, Lucca). */
  "silent-lists",
  /** Counts are texts (Deel, PayFit, Lucca). */
  "counts-as-text",
  /** Half the documented size of a page is the most, and more is refused (Deel, Lucca). */
  "small-pages",
  /** A filter or an order that used to be known is refused (Deel, Lucca). */
  "fewer-parameters",
  /** Some records have parts that exclude each other (Deel, PayFit, Lucca). */
  "contradictions",
  /** Nobody has a work e-mail (PayFit, which shows them for some countries only). */
  "private-emails",
  /** Some records have no id (Deel, PayFit, Lucca). */
  "missing-ids",
] as const;

export type Habit = (typeof HABITS)[number];

/** The vendor with the habit that is the same for all of them. */
export function withSharedHabits(vendor: Vendor, { settings }: Pick<VendorSetup, "settings">): Vendor {
  const routes = vendor.mount.routes.map(
    (route): Route => ({
      ...route,
      handle(request) {
        const reply = route.handle(request);
        const isRefusal = reply.status === 401 || reply.status === 403;
        return isRefusal && settings().habits.includes("empty-refusals") ? emptied(reply) : reply;
      },
    }),
  );
  return { ...vendor, mount: { ...vendor.mount, routes } };
}

function emptied({ status }: Reply): Reply {
  return { status, text: "", headers: { "content-type": "text/html" } };
}

/** A count as the vendor writes it. */
export function writtenCount(count: number, habits: readonly Habit[]): number | string {
  return habits.includes("counts-as-text") ? String(count) : count;
}

/** Every fifth record without its id, where that is a habit. */
export function someWithoutId<Item extends object>(
  items: readonly Item[],
  habits: readonly Habit[],
): readonly object[] {
  if (!habits.includes("missing-ids")) return items;
  return items.map((item, at) => (at % 5 === 4 ? { ...item, id: null } : item));
}
