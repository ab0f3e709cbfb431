import type { Sandbox } from "../../src/sandbox/sandbox.js";

/** Requests since the last reset that could have changed a member; empty when nothing was written. */
export function writesTo(sandbox: Sandbox): Record<string, number> {
  const requests = Object.entries(sandbox.stats().requests);
  return Object.fromEntries(requests.filter(([route]) => /^(?:POST|PUT|PATCH|DELETE) .*\/users/.test(route)));
}

/** What `act` made the sandbox count, per route. */
export async function requestsDuring(
  sandbox: Sandbox,
  act: () => Promise<unknown>,
): Promise<Record<string, number>> {
  sandbox.control.resetStats();
  await act();
  return { ...sandbox.stats().requests };
}
