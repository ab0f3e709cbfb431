import { Problem } from "../../sync/model/index.js";
import type { Random } from "../random.js";

/** Every kind with what the sandbox does then. */
const KINDS = {
  "429": "answers 429 with limit headers and Retry-After: 1",
  "429-bare": "answers 429 without any header about the limit",
  "500": "answers 500 in the vendor's own error shape",
  "502": "answers 502 with a gateway's HTML page",
  "503": "answers 503 with a gateway's HTML page",
  reset: "resets the connection before anything happened",
  "reset-after": "does what was asked, then resets the connection",
  timeout: "does nothing and never answers",
  slow: "does what was asked and answers late (=milliseconds, 1000)",
  truncate: "does what was asked and cuts the body short of its content-length",
  oversize: "does what was asked and pads the body with blanks (=MiB, 64)",
  html: "does nothing and answers 200 with an HTML page",
  "wrong-json": "does nothing and answers 200 with JSON of another shape",
  unauthorized: "answers as if the token had died",
  forbidden: "answers as if the key lacked the right",
  "repeat-page": "answers a later page with the page before it",
  "drop-page": "answers a page without its items (=number of items dropped, all)",
  "duplicate-id": "answers a page whose last item is its first item again",
  "wrong-total": "answers a page with a total that is off (=by how many, 1)",
} as const;

export type FaultKind = keyof typeof KINDS;

const PAGE_KINDS = ["repeat-page", "drop-page", "duplicate-id", "wrong-total"] as const;

/** Faults that spoil one page of a list; all others concern the connection or the whole answer. */
export interface PageFault {
  readonly kind: (typeof PAGE_KINDS)[number];
  readonly value: number | null;
}

/** One fault: what happens, when, and on which routes. */
export interface Fault {
  readonly kind: FaultKind;
  /** The number behind `=`; its meaning depends on the kind. */
  readonly value: number | null;
  readonly when: { readonly type: "always" } | Rate | FirstTimes;
  /** Every request when null. */
  readonly where: { readonly method: string | null; readonly path: string } | null;
}

type Rate = { readonly type: "rate"; readonly percent: number };
type FirstTimes = { readonly type: "first"; readonly times: number };

const SPEC =
  /^(?<kind>[\w-]+)(?:=(?<value>-?\d+))?(?::(?:(?<percent>\d+(?:\.\d+)?)%|x(?<times>\d+)))?(?:@(?:(?<method>[A-Z]+) )?(?<path>\/\S*))?$/u;

/**
 * Reads `kind[=number][:n%|:xN][@/path-prefix | @METHOD /path]`, for example `429:10%`,
 * `reset-after:x1@POST /spendesk/v1/users`, `slow=300@/personio`, `drop-page=2:x1`.
 * Without `:…` the fault happens always. A path prefix means everything below it; with a method the
 * path is one route, written as in the statistics (`PATCH /spendesk/v1/users/{id}`) or literally. The
 * vendor's own paths do as well (`POST /v1/users`).
 * @throws Problem of kind `usage`, naming the known kinds.
 */
export function parseFault(text: string): Fault {
  const parts = SPEC.exec(text.trim())?.groups;
  const kind = parts?.kind;
  if (kind !== undefined && !isFaultKind(kind)) throw unknownKind(kind);
  if (parts === undefined || kind === undefined) throw unreadable(text);
  const { value, percent, times, method, path } = parts;
  return {
    kind,
    value: value === undefined ? null : Number(value),
    when: readWhen(percent, times),
    where: path === undefined ? null : { method: method ?? null, path },
  };
}

function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(KINDS, text);
}

/** Whether a list route has to act on the fault itself. */
function isPageKind(kind: FaultKind): kind is PageFault["kind"] {
  return PAGE_KINDS.some((pageKind) => pageKind === kind);
}

function readWhen(percent: string | undefined, times: string | undefined): Fault["when"] {
  if (percent !== undefined) return { type: "rate", percent: Number(percent) };
  if (times !== undefined) return { type: "first", times: Number(times) };
  return { type: "always" };
}

function unknownKind(kind: string): Problem {
  return new Problem({
    kind: "usage",
    code: "unknown_fault",
    what: `The sandbox knows no fault "${kind}".`,
    why: `Known faults: ${Object.keys(KINDS).join(", ")}.`,
    next: "Use one of them, for example 429:10% or reset-after:x1@POST /v1/users.",
  });
}

function unreadable(text: string): Problem {
  return new Problem({
    kind: "usage",
    code: "invalid_fault",
    what: `"${text}" is not a fault.`,
    why: "A fault is written kind[=number][:n%|:xN][@/path or @METHOD /path].",
    next: "Write it for example as 429:10%, reset:x1@/personio or 500@GET /spendesk/v1/users.",
  });
}

/** What a request is, as far as faults ask. */
export interface FaultTarget {
  readonly method: string;
  /** The path as asked for, the same without an entity in it, and the vendor's own below the mount. */
  readonly paths: readonly string[];
  /** `METHOD /mount/route-template`, and the same without the mount. */
  readonly routes: readonly [string, string];
}

/** The faults in force. Rates are drawn from the seed; `xN` counts down. */
export class FaultPlan {
  readonly #random: Random;
  #armed: { readonly fault: Fault; left: number }[] = [];

  constructor(random: Random, faults: readonly Fault[]) {
    this.#random = random;
    this.replace(faults);
  }

  replace(faults: readonly Fault[]): void {
    this.#armed = faults.map((fault) => ({
      fault,
      left: fault.when.type === "first" ? fault.when.times : Number.POSITIVE_INFINITY,
    }));
  }

  /** The fault that hits this request's connection or answer, if any. */
  takeForAnswer(target: FaultTarget): Fault | null {
    return this.#take(target, (fault) => !isPageKind(fault.kind));
  }

  /** The fault that spoils this page, if any. The first page has none before it to repeat. */
  takeForPage(target: FaultTarget, start: number): PageFault | null {
    const fault = this.#take(
      target,
      ({ kind }) => isPageKind(kind) && !(kind === "repeat-page" && start === 0),
    );
    return fault !== null && isPageKind(fault.kind) ? { kind: fault.kind, value: fault.value } : null;
  }

  #take(target: FaultTarget, eligible: (fault: Fault) => boolean): Fault | null {
    for (const armed of this.#armed) {
      if (armed.left <= 0 || !eligible(armed.fault) || !concerns(armed.fault, target)) continue;
      const { when } = armed.fault;
      if (when.type === "rate" && this.#random() * 100 >= when.percent) continue;
      armed.left -= 1;
      return armed.fault;
    }
    return null;
  }
}

function concerns(fault: Fault, target: FaultTarget): boolean {
  if (fault.where === null) return true;
  const { method, path } = fault.where;
  if (method === null) return target.paths.some((actual) => actual.startsWith(path));
  if (target.routes.includes(`${method} ${path}`)) return true;
  return method === target.method && target.paths.includes(path);
}
