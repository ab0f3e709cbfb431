import type { Random } from "../random.js";
import { type Fault, isPageKind, type PageFault } from "./faults.js";

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
