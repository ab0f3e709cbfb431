import { describe, expect, it } from "vitest";
import { runText } from "../../../src/cli/output/run-changes-text.js";
import type { KeptProblem, RunResult } from "../../../src/sync/model/run-result.js";
import type { JournalEntry } from "../../../src/sync/model/state-store.js";

const STYLE = { color: false, width: 80 };
const ID = "3f2a91c0-0000-4000-8000-000000000000";

function entry(entity: string, outcome: JournalEntry["outcome"]): JournalEntry {
  const error = outcome === "failed" ? { code: "refused", detail: "The e-mail is taken." } : null;
  return {
    ...{ runId: ID, entity, action: "create", employeeId: "1", memberId: null, name: `Ada of ${entity}` },
    ...{ email: "ada@acme.test", code: "new", reason: "New.", fields: [], outcome, error, handOff: null },
    ...{ isCounted: true },
  } as unknown as JournalEntry;
}

function text(entities: number, all: boolean): string {
  const ids = Array.from({ length: entities }, (_, index) => `acme-${index}`);
  const entries = ids.map((id, index) =>
    entry(id, index === 5 ? "skipped" : index === 7 ? "failed" : "applied"),
  );
  const run = { id: ID, folder: null, problem: null };
  return runText({ run, results: [], entries }, "apply of many", all, STYLE);
}

describe("the changes of a run over many entities", () => {
  it("are those that were not done, the worst first, and the numbers of all", () => {
    const shown = text(300, false);
    expect(shown).toContain(
      "300 changes: 1 ✘ failed in 1 entity, 1 – not reached in 1 entity, 298 ✔ applied",
    );
    expect(shown.indexOf("Ada of acme-7")).toBeGreaterThan(0);
    expect(shown.indexOf("Ada of acme-7")).toBeLessThan(shown.indexOf("Ada of acme-5"));
    expect(shown).not.toContain("Ada of acme-6");
    expect(shown.replaceAll("\n", " ")).toContain("`spendesk-hr history 3f2a91c0 --all` lists every change");
    for (const line of shown.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("are all of them with --all, and of a few", () => {
    expect(text(300, true)).toContain("Ada of acme-6");
    expect(text(5, false)).toContain("Ada of acme-4");
    expect(text(5, false)).not.toContain("--all");
  });
});

describe("the entities of a run that were not done", () => {
  const run = { id: ID, folder: null, problem: null };

  const result = (index: number, more: Partial<KeptProblem>): RunResult => {
    const entity = `acme-${index}`;
    const problem: KeptProblem = {
      ...{ kind: "temporary", code: "no_answer", message: `${entity}: Personio did not answer.` },
      ...{ why: "No connection.", next: `Run \`spendesk-hr preview --entity ${entity}\`.`, ...more },
    };
    return { entity, counts: {}, problem };
  };

  /** A hundred entities of one account that was down, two keys that were refused, and one that is well. */
  const results: readonly RunResult[] = [
    ...Array.from({ length: 100 }, (_, index) => result(index, {})),
    result(200, { kind: "credentials", message: "acme-200: the key was refused." }),
    result(201, { kind: "credentials", message: "acme-201: the key was refused." }),
    { entity: "acme-300", counts: {}, problem: null },
  ];

  it("are told by their causes, what a person must act on first", () => {
    const shown = runText({ run, results, entries: [] }, "apply of many", false, STYLE);
    expect(shown.replace(/\s+/gu, " ")).toContain(
      [
        "Not done in 102 of 103 entities: ✘ acme-200: the key was refused. No connection.",
        "→ Run `spendesk-hr preview --entity acme-200`. The same in 1 more: acme-201.",
        "✘ acme-0: Personio did not answer. No connection. → Run `spendesk-hr preview --entity acme-0`.",
        "The same in 99 more: acme-1, acme-2, acme-3, acme-4, acme-5, acme-6 and 93 more. It wrote nothing.",
      ].join(" "),
    );
    for (const line of shown.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("are named one by one when all is asked for", () => {
    const shown = runText({ run, results, entries: [] }, "apply of many", true, STYLE);
    for (const { entity, problem } of results) expect(shown.includes(entity)).toBe(problem !== null);
  });

  it("are told by their changes when some of these failed", () => {
    const partly = [result(7, { kind: "partial", message: "acme-7: 1 of 2 changes were not carried out." })];
    const entries = [entry("acme-7", "failed"), entry("acme-7", "applied")];
    const shown = runText({ run, results: partly, entries }, "apply of one", false, STYLE);
    expect(shown).toContain("The e-mail is taken.");
    expect(shown).not.toContain("were not carried out");
  });

  it("keeps the lines of a reason", () => {
    const problem: KeptProblem = {
      ...{ kind: "safety", code: "too_many", message: "Nothing was written.", next: "Look." },
      why: "acme-1: nine archives.\nacme-2: not confirmed.",
    };
    const shown = runText({ run: { ...run, problem }, results: [], entries: [] }, "apply", false, STYLE);
    expect(shown).toContain(
      "✘ Nothing was written. acme-1: nine archives.\n  acme-2: not confirmed.\n  → Look.",
    );
  });
});
