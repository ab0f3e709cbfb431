import { describe, expect, it } from "vitest";
import type { HandOffStatus } from "../../src/sync/model/hand-off.js";
import type { JournalOutcome, LimitKind, Outcome, StateStore } from "../../src/sync/model/state-store.js";
import { peopleByKind } from "../../src/sync/safety/index.js";
import { intent } from "./fixtures.js";
import { later, NOW, open, tempDir } from "./helpers.js";

const NONE = { archive: 0, update: 0, email_change: 0, bank_change: 0, creation: 0, restore: 0, release: 0 };
const DAY_S = 86_400;

type Entry = Parameters<typeof intent>[1] & {
  readonly outcome?: Outcome;
  readonly errorCode?: string;
  readonly createdAs?: string;
};

/** How many people the changes since then count as, by kind. */
async function countedPeople(
  store: StateStore,
  entity: string,
  since: Date,
): Promise<Record<LimitKind, number>> {
  const people = Object.entries(peopleByKind(await store.countedChanges(entity, since)));
  return { ...NONE, ...Object.fromEntries(people.map(([kind, { size }]) => [kind, size])) };
}

/** Journals changes in a run of their own and settles them a second later. */
async function journal(store: StateStore, entries: readonly Entry[], at = NOW): Promise<string> {
  const runId = await store.startRun("apply", ["acme-uk"], at);
  await store.acquireLock(runId, ["acme-uk"], at);
  const rows = entries.map(({ outcome: _o, errorCode: _e, createdAs: _c, ...rest }, index) =>
    intent(index, rest),
  );
  await store.journalIntents(runId, "acme-uk", null, rows, at);
  const outcomes = entries.flatMap(({ outcome = "applied", errorCode, createdAs }, sequence) => {
    if (outcome === "intended") return [];
    const error = errorCode ? { code: errorCode, detail: "No." } : null;
    const written: JournalOutcome = { sequence, outcome, memberId: createdAs ?? null, error, link: null };
    return [written];
  });
  await store.journalOutcomes(runId, "acme-uk", outcomes, new Date(at.getTime() + 1000));
  await store.releaseLock(runId);
  return runId;
}

async function handOver(store: StateStore, memberId: string, status: HandOffStatus): Promise<void> {
  const runId = await store.startRun("apply", ["acme-uk"], NOW);
  await store.acquireLock(runId, ["acme-uk"], NOW);
  await store.journalIntents(runId, "acme-uk", null, [intent(0, { action: "archive", memberId })], NOW);
  const added = [{ sequence: 0, memberId, wanted: {}, wasListed: true }];
  await store.recordHandOffs(runId, [{ entity: "acme-uk", added, updates: [] }], NOW);
  if (status !== "open") {
    await store.updateHandOffs("acme-uk", [{ runId, sequence: 0, status, closed: true }], NOW);
  }
  await store.releaseLock(runId);
}

const EMAIL = { field: "email", from: "a@acme.test", to: "b@acme.test" };
const BANK = { field: "bank", from: "•••• 5555", to: "•••• 3000" };
const NAME = { field: "lastName", from: "Test", to: "Newname" };

describe("counted changes", () => {
  it("are counted by kind; an update may be of three kinds", async () => {
    const store = await open(tempDir());
    expect(await countedPeople(store, "acme-uk", NOW)).toEqual(NONE);
    await journal(store, [
      { action: "create", fields: [EMAIL, BANK] },
      { action: "update", memberId: "m1", fields: [NAME] },
      { action: "update", memberId: "m2", fields: [EMAIL, NAME] },
      { action: "update", memberId: "m3", fields: [EMAIL, BANK] },
      { action: "archive", memberId: "m4", fields: [] },
      { action: "restore", memberId: "m5", fields: [EMAIL] },
    ]);
    const expected = {
      ...NONE,
      archive: 1,
      update: 3,
      email_change: 3,
      bank_change: 1,
      creation: 1,
      restore: 1,
    };
    expect(await countedPeople(store, "acme-uk", NOW)).toEqual(expected);
    expect(await countedPeople(store, "acme-fr", NOW)).toEqual(NONE);
  });

  it("are those that are done, handed off or begun, and those whose fate is unknown", async () => {
    const store = await open(tempDir());
    const archive = (memberId: string, rest: Entry): Entry => ({ action: "archive", memberId, ...rest });
    await journal(store, [
      archive("m1", { outcome: "applied" }),
      archive("m2", { outcome: "handed_off" }),
      archive("m3", { outcome: "intended" }),
      archive("m4", { outcome: "failed", errorCode: "outcome_unknown" }),
      archive("m5", { outcome: "failed", errorCode: "refused" }),
      archive("m6", { outcome: "skipped", errorCode: "not_reached" }),
      archive("m7", { isCounted: false }),
    ]);
    expect(await countedPeople(store, "acme-uk", NOW)).toEqual({ ...NONE, archive: 4 });
  });

  it("include somebody who was created, although the manager could not be set afterwards", async () => {
    const store = await open(tempDir());
    await journal(store, [
      { action: "create", outcome: "failed", errorCode: "refused", createdAs: "m1" },
      { action: "create", outcome: "failed", errorCode: "refused" },
    ]);
    expect(await countedPeople(store, "acme-uk", NOW)).toEqual({ ...NONE, creation: 1 });
  });

  it("are those since an instant, by when they were settled", async () => {
    const store = await open(tempDir());
    await journal(store, [{ action: "archive", memberId: "m1" }], later(-7 * DAY_S - 2));
    await journal(store, [{ action: "archive", memberId: "m2" }], later(-7 * DAY_S - 1));
    await journal(store, [{ action: "archive", memberId: "m3", outcome: "intended" }], later(-7 * DAY_S));
    await journal(store, [{ action: "archive", memberId: "m4", outcome: "intended" }], later(-7 * DAY_S - 1));
    expect(await countedPeople(store, "acme-uk", later(-7 * DAY_S))).toEqual({ ...NONE, archive: 2 });
  });

  it("of one person in one way count once, whatever the run and the way they were carried out", async () => {
    const store = await open(tempDir());
    await handOver(store, "m1", "open");
    await journal(store, [{ action: "archive", memberId: "m1" }]);
    await journal(store, [{ action: "create", employeeId: "e1", outcome: "intended" }]);
    await journal(store, [{ action: "create", employeeId: "e1", createdAs: "m9" }]);
    await journal(store, [{ action: "update", memberId: "m9", fields: [NAME] }]);
    await journal(store, [{ action: "update", memberId: "m9", fields: [NAME, EMAIL] }]);
    const expected = { ...NONE, archive: 1, creation: 1, update: 1, email_change: 1 };
    expect(await countedPeople(store, "acme-uk", NOW)).toEqual(expected);
  });

  it("of two members count twice, though two accounts give both people the same id", async () => {
    const store = await open(tempDir());
    await journal(store, [
      { action: "archive", employeeId: "101", memberId: "m1" },
      { action: "archive", employeeId: "101", memberId: "m2" },
    ]);
    expect(await countedPeople(store, "acme-uk", NOW)).toEqual({ ...NONE, archive: 2 });
  });

  it("include what was handed off, unless it was withdrawn", async () => {
    const store = await open(tempDir());
    await handOver(store, "m1", "open");
    await handOver(store, "m2", "done");
    await handOver(store, "m3", "taken_as_done");
    await handOver(store, "m4", "done_differently");
    await handOver(store, "m5", "withdrawn");
    expect(await countedPeople(store, "acme-uk", NOW)).toEqual({ ...NONE, archive: 4 });
  });
});
