import { createSteadyPacer, type Pacer } from "../http/pacer.js";
import type { Sleep } from "../http/retry.js";
import type { Provider } from "../providers/provider.js";

/** How fast HR accounts are called whose answers say nothing about their limit. */
export interface AccountPaces {
  /**
   * One for each account and command: its limit counts the calls for all of its entities together.
   * @param account the same for what counts as one account
   * @param readers how many runs call it at the same time, each with its part of the limit
   * @returns undefined where there is no such limit
   */
  of(provider: Pick<Provider, "callsPerSecond">, account: string, readers?: number): Pacer | undefined;
}

/** @param unpaced HR tools are imitations without limits */
export function createAccountPaces({
  sleep,
  unpaced = false,
}: {
  readonly sleep?: Sleep | undefined;
  readonly unpaced?: boolean;
} = {}): AccountPaces {
  const pacers = new Map<string, Pacer>();
  return {
    of({ callsPerSecond }, account, readers = 1) {
      if (callsPerSecond === undefined || unpaced) return undefined;
      const pacer =
        pacers.get(account) ?? createSteadyPacer({ callsPerSecond: callsPerSecond / readers, sleep });
      pacers.set(account, pacer);
      return pacer;
    },
  };
}
