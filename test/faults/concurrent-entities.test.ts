import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { Problem } from "../../src/shared/errors.js";
import { type ApplyDependencies, apply } from "../../src/sync/apply/apply.js";
import type { Member } from "../../src/sync/model/member.js";
import type { MemberWriter } from "../../src/sync/model/ports.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import type { EntityTask } from "../../src/sync/run/task.js";
import { EACH_BY_NAME } from "../support/command-words.js";
import { breakAllLocks } from "../support/locks.js";
import { employee, LIMITS, member, NO_CALLS, onlySource, policy } from "../support/people.js";
import { openWherever } from "../support/wherever.js";

const clock = { now: () => new Date() };

/** An entity with the employees Ada and Bob. */
function entityTask(entity: string, members: readonly Member[]): EntityTask {
  return {
    entity,
    providerId: "personio",
    timezone: "Europe/London",
    policy: policy(),
    safety: LIMITS,
    configFingerprint: "as confirmed",
    calls: NO_CALLS,
    sources: onlySource({
      providerId: "personio",
      accountKey: entity,
      account: () => ({ key: "personio:api.personio.de", isProven: false }),
      async *readEmployees() {
        yield [employee("ada"), employee("bob")];
        return { complete: true, total: 2 };
      },
    }),
    reader: {
      readMembers: async () => ({ members, outcome: { complete: true, total: members.length } }),
    },
  };
}

function refuse(): never {
  throw new Error("Only creations were planned.");
}

/** Creates whoever is asked for once `ready` is there. */
function writerAfter(ready: Promise<void>): MemberWriter {
  return {
    batchSize: () => 100,
    async createMembers(people) {
      await ready;
      return people.map(({ employeeId }) => ({ ok: true, memberId: `m-${employeeId}` }));
    },
    updateMembers: refuse,
    archiveMember: refuse,
    restoreMember: refuse,
  };
}

async function openStore(): Promise<StateStore> {
  const dir = mkdtempSync(join(tmpdir(), "spendesk-hr-entities-"));
  const store = await openWherever({ dir, clock, toolVersion: "test" });
  onTestFinished(async () => {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return store;
}

function applyTo(
  tasks: readonly EntityTask[],
  dependencies: Pick<ApplyDependencies, "state"> & Partial<ApplyDependencies>,
) {
  return apply(
    tasks,
    {
      clock,
      progress: { phase: () => {} },
      openWriter: () => writerAfter(Promise.resolve()),
      confirm: async () => "unattended" as const,
      words: EACH_BY_NAME,
      signal: new AbortController().signal,
      ...dependencies,
    },
    { overrides: { acceptConfig: true }, noArchive: false },
  );
}

describe("apply", () => {
  it("records the call of one entity although the books of another can't be kept any more", async () => {
    const store = await openStore();
    let fail = () => {};
    const failed = new Promise<void>((resolve) => {
      fail = resolve;
    });
    // Late enough for an apply that does not wait for its calls to be over.
    const later = failed.then(() => new Promise<void>((resolve) => setTimeout(resolve, 50)));
    const state: StateStore = {
      ...store,
      async journalIntents(runId, entity, ...rest) {
        if (entity === "acme-uk") return await store.journalIntents(runId, entity, ...rest);
        fail();
        throw new Problem({ kind: "temporary", code: "state_disk_full", what: "", why: "", next: "" });
      },
    };
    const tasks = [entityTask("acme-uk", []), entityTask("acme-fr", [])];
    const run = applyTo(tasks, { state, openWriter: () => writerAfter(later) });
    await expect(run).rejects.toMatchObject({ code: "state_disk_full" });

    const [record] = await store.runs(1);
    expect(record).toMatchObject({ exitCode: 7 });
    expect(await store.journal(record?.id ?? "")).toMatchObject([
      { entity: "acme-uk", employeeId: "ada", outcome: "applied" },
      { entity: "acme-uk", employeeId: "bob", outcome: "applied" },
    ]);
    expect(await store.links("acme-uk")).toHaveLength(2);
    expect(await store.lockOwners()).toEqual([]);
  });

  it("changes nothing, links included, when its lock was taken while it asked", async () => {
    const state = await openStore();
    let calls = 0;
    const { exitCode, entities } = await applyTo([entityTask("acme-uk", [member("ada")])], {
      state,
      confirm: async () => ((await breakAllLocks(state)).length === 0 ? null : "unattended"),
      openWriter: () => {
        calls += 1;
        return writerAfter(Promise.resolve());
      },
    });
    expect(exitCode).toBe(6);
    expect(entities).toMatchObject([{ changes: [], problem: { code: "lock_lost" } }]);
    expect(calls).toBe(0);
    expect(await state.links("acme-uk")).toEqual([]);
  });
});
