import { describe, expect, it } from "vitest";
import { Problem } from "../../../src/shared/errors.js";
import { handOffPlans } from "../../../src/sync/apply/hand-off-run.js";
import type { HandOffTarget } from "../../../src/sync/model/ports.js";
import type { StateStore } from "../../../src/sync/model/state-store.js";
import type { PlannedEntity } from "../../../src/sync/run/plan-task.js";
import { member, planOf } from "../../support/people.js";
import { changeOf, handOffOf } from "../hand-off/papers.js";

const FULL = new Problem({
  kind: "configuration",
  code: "disk_full",
  what: "The disk is full.",
  why: "-",
  next: "-",
});

/** Members that were read, of whom the plan changes these. */
const ofMembers = (...changed: readonly string[]) => ({
  count: 1,
  withoutEmail: 0,
  changed: new Set(changed),
});

/** What handing off needs of a planned entity. */
function planned(
  entity: string,
  values: Partial<Pick<PlannedEntity, "plan" | "membersRead" | "handOffs">>,
): PlannedEntity {
  const parts = {
    task: { entity },
    plan: planOf({}),
    membersRead: ofMembers(),
    employees: [],
    handOffs: { open: [], settled: [], known: [] },
    ...values,
  };
  return parts as unknown as PlannedEntity;
}

const withChanges = (entity: string, ...ids: readonly string[]) =>
  planned(entity, { plan: { ...planOf({}), changes: ids.map((id) => changeOf(id)) } });

interface Desk {
  readonly write?: HandOffTarget["write"];
  readonly keepsLock?: boolean;
}

async function handOff(plans: readonly PlannedEntity[], { write, keepsLock = true }: Desk = {}) {
  const log: string[] = [];
  const recorded: Parameters<StateStore["recordHandOffs"]>[1][number][] = [];
  const state: Pick<StateStore, "noteFolder" | "journalIntents" | "recordHandOffs" | "journalOutcomes"> = {
    noteFolder: async (runId, folder) => void log.push(`note ${runId} ${folder}`),
    journalIntents: async (_run, entity, callId, rows) =>
      void log.push(
        `intend ${entity} ${callId} ${rows.map((row) => `${row.sequence} ${row.employeeId} ${row.isCounted}`).join(", ")}`,
      ),
    recordHandOffs: async (_run, entities) => {
      log.push("record");
      recorded.push(...entities);
      return keepsLock;
    },
    journalOutcomes: async (_run, entity, outcomes) =>
      void log.push(
        `settle ${entity} ${outcomes.map(({ sequence, outcome, error, link }) => `${sequence} ${outcome} ${error?.code} ${link}`).join(", ")}`,
      ),
  };
  const result = await handOffPlans(plans, {
    state: state as StateStore,
    clock: { now: () => new Date("2026-11-23T09:00:00Z") },
    progress: { phase: (entity, text) => log.push(`${entity}: ${text}`) },
    runId: "0123456789abcdef",
    target: {
      folderFor: (runId) => `/out/${runId.slice(0, 2)}`,
      write: (run, requests) => {
        log.push(`write ${run.folder} ${requests.map((one) => one.entity).join(" ")}`);
        return write?.(run, requests) ?? Promise.resolve([]);
      },
    },
    isCounted: (entity) => entity === "acme-uk",
  });
  const outcomes = plans.map((one) =>
    (result.resultsOf.get(one) ?? []).map(
      ({ change, outcome, error }) => `${change.employeeId} ${outcome} ${error?.code ?? "-"}`,
    ),
  );
  return { ...result, log, recorded, outcomes };
}

const BOTH = () => [withChanges("acme-uk", "ada", "bob"), withChanges("acme-fr", "cyd")];

describe("plans that are handed off as files", () => {
  it("are journaled before the first file, and count once all files are there", async () => {
    const { log, outcomes, problem, files } = await handOff(BOTH());
    expect(log).toEqual([
      "note 0123456789abcdef /out/01",
      "acme-uk: handing 2 changes over as files",
      "intend acme-uk null 0 ada true, 1 bob true",
      "acme-fr: handing 1 changes over as files",
      "intend acme-fr null 0 cyd false",
      "write /out/01 acme-uk acme-fr",
      "record",
    ]);
    expect(outcomes).toEqual([["ada handed_off -", "bob handed_off -"], ["cyd handed_off -"]]);
    expect({ problem, files }).toEqual({ problem: null, files: [] });
  });

  it("do not count, of any entity, when the files can't be written", async () => {
    const { log, outcomes, problem, files } = await handOff(BOTH(), { write: () => Promise.reject(FULL) });
    expect(log.slice(-2)).toEqual([
      "settle acme-uk 0 failed disk_full null, 1 failed disk_full null",
      "settle acme-fr 0 failed disk_full null",
    ]);
    expect(log).not.toContain("record");
    expect(outcomes).toEqual([["ada failed disk_full", "bob failed disk_full"], ["cyd failed disk_full"]]);
    expect(problem).toBe(FULL);
    expect(files).toEqual([]);
  });

  it("do not count when the lock was lost while they were written, and say which files are void", async () => {
    const { outcomes, problem, files } = await handOff(BOTH(), {
      keepsLock: false,
      write: async () => [{ path: "/out/01/a.xlsx", entity: null, kind: "readme", rows: 0, unfilled: null }],
    });
    expect(problem).toMatchObject({
      kind: "locked",
      code: "hand_off_not_counted",
      message: "The files in /out/01 do not count as handed off, and must not be used.",
    });
    expect(outcomes.flat()).toEqual(["ada", "bob", "cyd"].map((id) => `${id} failed hand_off_not_counted`));
    expect(files).toEqual([]);
  });

  it("remember what they wait for, and whether the member was listed", async () => {
    const changes = [
      changeOf("ada", { desired: { email: "ada@acme.test", lastName: "Test" } }),
      changeOf("bob", { action: "archive" }),
      changeOf("cyd", { action: "restore" }),
    ];
    const { recorded } = await handOff([
      planned("acme-uk", { plan: { ...planOf({}), changes }, membersRead: ofMembers(member("bob").id) }),
    ]);
    expect(recorded).toEqual([
      {
        entity: "acme-uk",
        added: [
          {
            sequence: 0,
            memberId: null,
            wanted: { email: "ada@acme.test", lastName: "Test" },
            wasListed: false,
          },
          { sequence: 1, memberId: "m-bob", wanted: {}, wasListed: true },
          { sequence: 2, memberId: "m-cyd", wanted: {}, wasListed: false },
        ],
        updates: [],
      },
    ]);
  });

  it("take the place of older ones, naming the run", async () => {
    const older = { handOff: handOffOf("ada"), since: "2026-11-20", days: 3, waitsFor: [], needsWord: false };
    const plan = { ...planOf({}), changes: [changeOf("ada")] };
    const { recorded } = await handOff([
      planned("acme-uk", { plan, handOffs: { open: [older], settled: [], known: [] } }),
    ]);
    expect(recorded[0]?.updates).toEqual([
      {
        runId: "run-1",
        sequence: 0,
        status: "withdrawn",
        detail: "Handed off once more by run 01234567.",
        closed: true,
      },
    ]);
  });
});
