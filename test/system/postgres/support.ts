import { expect } from "vitest";
import type { Lab } from "../../faults/support/lab.js";
import type { CuttingProxy } from "../../support/postgres/cutting-proxy.js";

export const APPLY = ["apply", "--yes"];

type Environment = Lab["env"];

/** The same state, reached by another port. */
export function through({ port }: Pick<CuttingProxy, "port">, env: Environment): Environment {
  const url = new URL(env.SPENDESK_HR_STATE_URL ?? "");
  url.port = String(port);
  return { ...env, SPENDESK_HR_STATE_URL: url.href };
}

/** Checks that what a command said ends with the three lines of a problem: what failed, why, what next. */
export function expectThreeLines(stderr: string, what: RegExp | string, next: RegExp | string = /./): void {
  const lines = stderr.trimEnd().split("\n");
  const [first = "", why = "", last = ""] = lines.slice(-3);
  expect(lines.length, stderr).toBeGreaterThanOrEqual(3);
  expect(first, stderr).toMatch(what);
  expect(why, stderr).toMatch(/\S/);
  expect(last, stderr).toMatch(next);
  expect(stderr).not.toMatch(/^\s+at /m);
}
