/** How a test server counts. */
export interface Limit {
  readonly limit: number;
  readonly windowMs: number;
  readonly concurrent: number;
  /** `first`: a window starts with the first call after the last one; `grid`: on the clock. */
  readonly windows: "first" | "grid";
  readonly rounding: "ceil" | "floor" | "round";
}

/** A limit that is enforced as Spendesk describes it (docs/vendors/spendesk.md §7), with a book of what it saw. */
export function enforceLimit(rule: Limit, now: () => number) {
  const perWindow: number[] = [];
  const starts: number[] = [];
  let windowStart = Number.NEGATIVE_INFINITY;
  let inFlight = 0;
  let most = 0;
  let refused = 0;

  function enter(): { readonly status: number; readonly headers: Record<string, string> } {
    const time = now();
    if (time >= windowStart + rule.windowMs) {
      windowStart = rule.windows === "first" ? time : time - (time % rule.windowMs);
      perWindow.push(0);
      starts.push(windowStart);
    }
    inFlight += 1;
    most = Math.max(most, inFlight);
    const used = (perWindow.at(-1) ?? 0) + 1;
    const ok = used <= rule.limit && inFlight <= rule.concurrent;
    if (ok) perWindow[perWindow.length - 1] = used;
    else refused += 1;
    const reset = Math[rule.rounding]((windowStart + rule.windowMs - time) / 1000);
    return {
      status: ok ? 200 : 429,
      headers: {
        "x-ratelimit-limit": String(rule.limit),
        "x-ratelimit-remaining": String(Math.max(0, rule.limit - used)),
        "x-ratelimit-reset": String(reset),
      },
    };
  }

  function leave(): void {
    inFlight -= 1;
  }

  return { enter, leave, perWindow, starts, mostAtOnce: () => most, refused: () => refused };
}
