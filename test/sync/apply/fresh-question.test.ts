import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openState } from "../../../src/state/open.js";
import { type ApplyDependencies, apply } from "../../../src/sync/apply/apply.js";
import { ANSWER_HOLDS_MS } from "../../../src/sync/apply/fresh-question.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { MemberWriter } from "../../../src/sync/model/ports.js";
import type { StateStore } from "../../../src/sync/model/state-store.js";
import type { EntityTask, RunOptions } from "../../../src/sync/run/task.js";
import { EACH_BY_NAME } from "../../support/command-words.js";
import { ACCOUNT, employee, NO_CALLS, NO_LIMITS, onlySource, policy } from "../../support/people.js";

const MINUTE = 60_000;

/** A company whose people change while somebody thinks about the question. */
async function company(...ids: readonly string[]) {
  let time = Date.parse("2026-11-23T12:00:00Z");
  let people: readonly Employee[] = ids.map((id) => employee(id));
  let reads = 0;
  const created: string[] = [];
  const asked: { readonly plan: readonly string[]; readonly isNew: boolean }[] = [];
  const clock = { now: () => new Date(time) };

  const dir = mkdtempSync(join(tmpdir(), "spendesk-hr-question-"));
  const state: StateStore = await openState({ dir, clock, toolVersion: "test" });
  onTestFinished(async () => {
    await state.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const task: EntityTask = {
    entity: "acme-uk",
    providerId: "personio",
    timezone: "Europe/London",
    policy: policy(),
    safety: NO_LIMITS,
    configFingerprint: "as confirmed",
    calls: NO_CALLS,
    sources: onlySource({
      providerId: "personio",
      accountKey: "acme",
      account: () => ACCOUNT,
      async *readEmployees() {
        reads += 1;
        yield people;
        return { complete: true, total: people.length };
      },
    }),
    reader: {
      readMembers: async () => ({ members: [], outcome: { complete: true, total: 0 } }),
    },
  };
  const refuse = () => Promise.reject(new Error("Only creations were planned."));
  const writer: MemberWriter = {
    batchSize: () => 100,
    async createMembers(batch) {
      created.push(...batch.map(({ employeeId }) => employeeId));
      return batch.map(({ employeeId }) => ({ ok: true, memberId: `m-${employeeId}` }));
    },
    updateMembers: refuse,
    archiveMember: refuse,
    restoreMember: refuse,
  };

  return {
    created,
    asked,
    reads: () => reads,
    hire: (...more: readonly string[]) => {
      people = [...people, ...more.map((id) => employee(id))];
    },
    leave: () => {
      people = people.map((one) => ({ ...one, status: "inactive" }));
    },
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
    /** @param answers what happens at each question, in their order */
    run(
      answers: readonly (() => boolean)[],
      more: Partial<ApplyDependencies> = {},
      options: Partial<RunOptions> = {},
    ) {
      return apply(
        [task],
        {
          state,
          clock,
          progress: { phase: () => {} },
          openWriter: () => writer,
          words: EACH_BY_NAME,
          signal: new AbortController().signal,
          async confirm(planned, isNew) {
            asked.push({
              plan: planned.flatMap(({ plan }) => plan.changes.map((one) => one.employeeId)),
              isNew,
            });
            const answer = answers[asked.length - 1];
            if (!answer) throw new Error("asked once too often");
            return answer() ? "person" : null;
          },
          ...more,
        },
        { overrides: { acceptConfig: true }, noArchive: false, ...options },
      );
    },
  };
}

describe("the question of apply", () => {
  it("is about the plan that is carried out when the answer comes soon", async () => {
    const acme = await company("ada", "bob");
    const answer = () => {
      acme.hire("cid");
      acme.wait(ANSWER_HOLDS_MS);
      return true;
    };
    expect((await acme.run([answer])).exitCode).toBe(0);
    expect(acme.created).toEqual(["ada", "bob"]);
    expect(acme.reads()).toBe(1);
  });

  it("is not asked again after a long wait in which nothing changed, but both sides are read again", async () => {
    const acme = await company("ada", "bob");
    const answer = () => {
      acme.wait(3 * 60 * MINUTE);
      return true;
    };
    const { exitCode, carriedOut } = await acme.run([answer]);
    expect({ exitCode, carriedOut }).toEqual({ exitCode: 0, carriedOut: true });
    expect(acme.created).toEqual(["ada", "bob"]);
    expect(acme.reads()).toBe(2);
  });

  it("is asked again, about the new plan, when something changed over a long wait", async () => {
    const acme = await company("ada", "bob");
    const late = () => {
      acme.hire("cid");
      acme.wait(ANSWER_HOLDS_MS + 1);
      return true;
    };
    expect((await acme.run([late, () => true])).exitCode).toBe(0);
    expect(acme.asked).toEqual([
      { plan: ["ada", "bob"], isNew: false },
      { plan: ["ada", "bob", "cid"], isNew: true },
    ]);
    expect(acme.created).toEqual(["ada", "bob", "cid"]);
  });

  it("is asked as often as the answer comes late and the plan is another one", async () => {
    const acme = await company("ada");
    const late = (id: string) => () => {
      acme.hire(id);
      acme.wait(ANSWER_HOLDS_MS + 1);
      return true;
    };
    await acme.run([late("bob"), late("cid"), () => true]);
    expect(acme.asked.map(({ isNew }) => isNew)).toEqual([false, true, true]);
    expect(acme.created).toEqual(["ada", "bob", "cid"]);
  });

  it("writes nothing when the new plan is not wanted", async () => {
    const acme = await company("ada");
    const late = () => {
      acme.hire("bob");
      acme.wait(60 * MINUTE);
      return true;
    };
    const { carriedOut, exitCode } = await acme.run([late, () => false]);
    expect({ carriedOut, exitCode }).toEqual({ carriedOut: false, exitCode: 0 });
    expect(acme.created).toEqual([]);
  });

  it("needs no answer any more when nothing is left to do", async () => {
    const acme = await company("ada");
    const late = () => {
      acme.leave();
      acme.wait(60 * MINUTE);
      return true;
    };
    const { carriedOut, exitCode } = await acme.run([late]);
    expect({ carriedOut, exitCode }).toEqual({ carriedOut: false, exitCode: 0 });
    expect(acme.created).toEqual([]);
  });

  it("holds the new plan to the same checks: the clock, a reviewed plan", async () => {
    const acme = await company("ada");
    const late = () => {
      acme.hire("bob");
      acme.wait(60 * MINUTE);
      return true;
    };
    let checks = 0;
    const checkClock = () => {
      checks += 1;
      if (checks === 2) throw new Error("the clock is wrong by now");
    };
    await expect(acme.run([late], { checkClock })).rejects.toThrow("the clock is wrong by now");
    expect(acme.created).toEqual([]);
  });

  it("takes a clock that was set back for a long wait", async () => {
    const acme = await company("ada");
    const setBack = () => {
      acme.wait(-24 * 60 * MINUTE);
      return true;
    };
    await acme.run([setBack]);
    expect(acme.reads()).toBe(2);
  });
});
