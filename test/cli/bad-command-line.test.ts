import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAppliedWorkspace } from "../support/connected-workspace.js";
import { refusal } from "../support/refusal.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

beforeAll(async () => {
  workspace = await openAppliedWorkspace();
});

afterAll(() => workspace.close());

const CASES: readonly [string[], string][] = [
  [["previw"], "Did you mean preview?"],
  [["config", "shw"], "Did you mean show?"],
  [["apply", "--yess"], "Did you mean --yes?"],
  [["--entty", "acme-uk", "apply"], "Did you mean --entity?"],
  [["preview", "--detailed"], "spendesk-hr --help"],
  [["preview", "extra"], "Expected 0 arguments but got 1: extra."],
  [["preview", "-o", "xml"], "table, json, yaml, csv"],
  [["apply", "--yes", "--entity", "acme-us"], "acme-uk"],
  [["apply", "--yes", "--entity"], "--entity"],
  [["apply", "--yes", "--allow-archives", "-1"], "--allow-archives"],
  [["apply", "--yes", "--allow-updates", "all"], "--allow-updates takes a whole number"],
  [["preview", "-q", "-v"], "cannot be used with option"],
  [["apply", "--yes", "--log-level", "loud"], "silent, error, warn, info, debug"],
  [["connect", "personnio", "--entity", "acme-uk", "--yes"], "personio"],
  [["connect", "personio", "--entity", "Acme UK", "--yes"], "small letters"],
  [["connect", "personio", "--set", "timezon=Europe/London"], "timezone"],
  [["configure", "--yes", "--include", "all", "--rule", "x"], "--include all"],
  [["providers", "workdey"], "personio"],
  // What Node makes of an argument in Latin-1.
  [
    ["configure", "--yes", "--rule", "'Work Location' is: Z\ufffdrich"],
    "Argument 4 of the command line is not UTF-8.",
  ],
];

describe("a command line that can't be meant", () => {
  it.each(CASES)("ends with 64 before anything is asked: %j", async (argv, hint) => {
    const { exitCode, what, why, next } = await refusal(workspace, argv);
    expect(exitCode).toBe(64);
    expect(`${what}\n${why}\n${next}`).toContain(hint);
    expect(`${what}\n${why}\n${next}`).not.toMatch(/\.\.|error:/);
    expect(workspace.sandbox.stats().total).toBe(0);
  });
});
