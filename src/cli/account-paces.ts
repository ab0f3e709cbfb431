import { createSteadyPacer, type Pacer } from "../http/pacer.js";
import type { Sleep } from "../http/retry.js";
import type { Provider } from "../providers/provider.js";

/** How fast HR accounts are called whose answers say nothing about their limit. */
export interface AccountPaces {
  /**
   * One for each account and command: its limit counts the calls for all of its entities together.
   * @param account the same for what counts as one account
   * @returns undefined where there is no such limit
   */
  of(provider: Pick<Provider, "callsPerSecond">, account: string): Pacer | undefined;
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
    of({ callsPerSecond }, account) {
      if (callsPerSecond === undefined || unpaced) return undefined;
      const pacer = pacers.get(account) ?? createSteadyPacer({ callsPerSecond, sleep });
      pacers.set(account, pacer);
      return pacer;
    },
  };
}
