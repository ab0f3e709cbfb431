import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const TEST = resolve(import.meta.dirname, "..");

function filesOf(fits: (name: string) => boolean): readonly string[] {
  return readdirSync(TEST, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && fits(name),
  );
}

function found(names: readonly string[], what: RegExp): readonly string[] {
  return names.filter((name) => what.test(readFileSync(join(TEST, name), "utf8")));
}

it("no help for tests registers hooks when it is loaded: only the first of many files would have them", () => {
  const helpers = filesOf((name) => !name.endsWith(".test.ts"));
  expect(helpers.length).toBeGreaterThan(50);
  expect(found(helpers, /^(?:before|after)(?:Each|All)\(/m)).toEqual([]);
});

it("no test is skipped anywhere, and none is left out", () => {
  const tests = filesOf((name) => name.endsWith(".test.ts"));
  expect(tests.length).toBeGreaterThan(200);
  expect(found(tests, /\b(?:it|describe|test)\.(?:skip|skipIf|runIf|only|todo)\b/)).toEqual([]);
});

it("what needs programs of the system is in test/system", () => {
  const others = filesOf((name) => !name.startsWith("system"));
  const programs =
    /["'](?:soffice|promtool|systemd-analyze|age|age-keygen|openssl|unshare|setpriv|sudo|dbus-run-session)["']/;
  expect(found(others, programs)).toEqual([]);
});
