import { describe, expect, it } from "vitest";
import { runText } from "../../../src/cli/output/run-changes-text.js";
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
  return runText({ id: ID, entities: ids, folder: null }, "apply of many", entries, all, STYLE);
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
