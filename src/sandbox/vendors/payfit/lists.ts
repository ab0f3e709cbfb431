import type { Reply, SandboxRequest } from "../../server/exchange.js";
import { cutPage } from "../../server/paging.js";
import { type Habit, someWithoutId } from "../habits.js";
import { payfitError } from "./errors.js";

const DEFAULT_RESULTS = 10;
const MAX_RESULTS = 50;

/**
 * One page of a list (docs/vendors/payfit.md §3): more than 50 is cut to 50 without a word. What `count`
 * counts is not documented; here it is everybody.
 *
 * @param key name of the items in the answer
 */
export function answerPage<Entry>(
  request: SandboxRequest,
  key: string,
  entries: readonly Entry[],
  { render, habits }: { render(entry: Entry): object; readonly habits: readonly Habit[] },
): Reply {
  const wanted = request.query.get("maxResults") ?? String(DEFAULT_RESULTS);
  if (!/^[1-9]\d{0,8}$/u.test(wanted)) return payfitError(400, "maxResults must be a positive number");
  const size = Math.min(MAX_RESULTS, Number(wanted));
  const start = positionOf(request.query.get("nextPageToken"));
  if (start === null) return payfitError(400, "nextPageToken is not valid");
  const page = cutPage(entries, start, size, request.pageFault(start));
  const next = start + size < entries.length ? tokenOf(start + size) : null;
  const meta = { nextPageToken: next, count: page.total };
  return {
    status: 200,
    json: {
      [key]: someWithoutId(page.items.map(render), habits),
      ...(habits.includes("silent-lists") ? {} : { meta }),
    },
  };
}

function tokenOf(position: number): string {
  return Buffer.from(`after:${position}`).toString("base64url");
}

/** Null for a token that was never given out. */
function positionOf(token: string | null): number | null {
  if (token === null) return 0;
  const position = /^after:(\d{1,9})$/u.exec(Buffer.from(token, "base64url").toString())?.[1];
  return position === undefined ? null : Number(position);
}
