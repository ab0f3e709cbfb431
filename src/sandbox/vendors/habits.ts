import type { Mount, Reply } from "../server/exchange.js";
import type { VendorSettings } from "../settings.js";
import type { Habit } from "./ids.js";

/** The most at once of a vendor with small pages. */
export const SMALL_PAGE = 50;

/** What vendors call the number of people in all. */
const TOTALS = ["total_elements", "total_rows", "totalCount", "totalItems", "count", "total"];

const ANNOUNCED = { deprecation: "@1924992000", sunset: "Sat, 01 Jan 2033 00:00:00 GMT" };

/** The same imitation with the habits of its settings, as far as they show in the answer alone. */
export function withHabits(mount: Mount, settings: () => VendorSettings): Mount {
  const spoil = (reply: Reply) => settings().habits.reduce(play, reply);
  return {
    ...mount,
    routes: mount.routes.map((route) => ({ ...route, handle: (request) => spoil(route.handle(request)) })),
    failure: (failure) => spoil(mount.failure(failure)),
  };
}

/** Every fifth record without its id, where that is a habit. */
export function someWithoutId(items: readonly object[], habits: readonly Habit[]): readonly object[] {
  if (!habits.includes("missing-ids")) return items;
  return items.map((item, at) => (at % 5 === 4 ? { ...item, id: null } : item));
}

function play(reply: Reply, habit: Habit): Reply {
  const isRefusal = reply.status === 401 || reply.status === 403;
  switch (habit) {
    case "text-totals":
      return { ...reply, ...(reply.json !== undefined && { json: mapTotals(reply.json, String) }) };
    case "no-totals":
      return { ...reply, ...(reply.json !== undefined && { json: mapTotals(reply.json, () => undefined) }) };
    case "bare-refusals":
      return isRefusal ? { status: reply.status, headers: HTML, text: "" } : reply;
    case "page-refusals":
      return isRefusal
        ? { status: reply.status, headers: HTML, text: "<html>Request blocked</html>" }
        : reply;
    case "problem-refusals":
      return reply.status < 400 ? reply : problem(reply.status);
    case "announced-end":
      return { ...reply, headers: { ...reply.headers, ...ANNOUNCED } };
    default:
      return reply;
  }
}

const HTML = { "content-type": "text/html; charset=UTF-8" };

function problem(status: number): Reply {
  const json = {
    title: "Refused",
    status,
    detail: `Refused with status ${status}`,
    traceId: "00-4bf92f3577b34da6",
  };
  return { status, headers: { "content-type": "application/problem+json" }, json };
}

/** People are in lists, which are left alone. */
function mapTotals(json: unknown, change: (total: number) => unknown): unknown {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      typeof value === "number" && TOTALS.includes(key) ? change(value) : mapTotals(value, change),
    ]),
  );
}
