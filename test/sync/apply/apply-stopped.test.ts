import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Problem } from "../../../src/shared/errors.js";
import { breakAllLocks } from "../../support/locks.js";
import { employee, link, member } from "../../support/people.js";
import { type Firm, onPaper, openFirm, type Run } from "./firm.js";

let firm: Firm;

beforeEach(async () => {
  firm = await openFirm({
    "acme-uk": {
      employees: [employee("ada"), employee("bob"), employee("cyd", { status: "inactive" })],
      members: [member("cyd")],
      links: [link("cyd")],
    },
  });
});
afterEach(() => firm.quick.close());

const late = new Problem({
  kind: "temporary",
  code: "time_limit",
  what: "It took too long.",
  why: "-",
  next: "-",
});

/** Lets something happen before the request of this number. */
function atRequest(number: number, happen: () => unknown): Pick<Run, "openWriter"> {
  let requests = 0;
  return {
    openWriter: ({ entity }, beforeWrite) =>
      firm.writer(entity, async () => {
        requests += 1;
        if (requests === number) await happen();
        await beforeWrite();
      }),
  };
}

describe("an apply that is interrupted", () => {
  it.each<[string, unknown, string, number]>([
    ["by Ctrl-C", undefined, "interrupted", 130],
    ["by a time limit", late, "time_limit", 7],
  ])("%s before anything was written ends with that", async (_how, reason, code, exitCode) => {
    const control = new AbortController();
    const checkClock = () => control.abort(reason);
    await expect(firm.apply({ signal: control.signal, checkClock })).rejects.toMatchObject({ code });
    expect(firm.sent()).toEqual([]);
    expect(await firm.state.runs(1)).toMatchObject([{ exitCode, counts: {} }]);
    expect(await firm.state.lockOwners()).toEqual([]);
    expect(await firm.state.entity("acme-uk")).toMatchObject({
      lastAttemptAt: "2026-11-23T09:00:00.000Z",
      lastError: null,
    });
  });

  it("while the question was open writes nothing, and stores nothing of the plan", async () => {
    const control = new AbortController();
    const confirm = async () => {
      control.abort();
      return "person" as const;
    };
    const result = await firm.apply({ signal: control.signal, confirm });
    expect(result.entities).toMatchObject([{ changes: [], problem: { code: "interrupted" } }]);
    expect(result.exitCode).toBe(130);
    expect(firm.sent()).toEqual([]);
    expect(await firm.state.approvals("acme-uk")).toEqual([]);
    expect(firm.log).toContain("acme-uk failed interrupted");
  });

  it("while the question was open hands nothing off", async () => {
    const control = new AbortController();
    const confirm = async () => {
      control.abort();
      return "person" as const;
    };
    const write = () => Promise.reject(new Error("not to be written"));
    const result = await firm.apply({ signal: control.signal, confirm, ...onPaper(["acme-uk"], write) });
    expect(result).toMatchObject({
      exitCode: 130,
      files: [],
      entities: [{ changes: [], problem: { code: "interrupted" } }],
    });
    expect(await firm.state.journal(result.runId)).toEqual([]);
  });

  it("between two requests sends no other; the next run does the rest, which was let through", async () => {
    const control = new AbortController();
    const { openWriter } = atRequest(2, () => control.abort());
    const result = await firm.apply({ signal: control.signal, ...(openWriter && { openWriter }) });
    expect(result.entities[0]?.problem).toMatchObject({
      code: "interrupted",
      message: expect.stringMatching(/^acme-uk: /),
    });
    expect(firm.sent()).toEqual(["acme-uk: create ada"]);
    expect(await firm.journal(result.runId)).toEqual([
      "create ada applied",
      "create bob failed",
      "archive cyd skipped",
    ]);
    expect(await firm.state.entity("acme-uk")).toMatchObject({
      lastError: null,
      lastSuccessAt: null,
      appliedConfig: "confirmed",
    });
    expect((await firm.state.approvals("acme-uk")).map(({ employeeId }) => employeeId)).toEqual([
      "bob",
      "cyd",
    ]);
  });

  it.each([
    [false, 1],
    [true, 0],
  ])("(interrupted: %s) keeps house only when it was not", async (isInterrupted, times) => {
    const control = new AbortController();
    const tidied: string[] = [];
    const { runId } = await firm.apply({
      signal: control.signal,
      tidy: async (id) => {
        expect((await firm.state.lockOwners())[0]?.runId).toBe(id);
        tidied.push(id);
      },
      confirm: async () => {
        if (isInterrupted) control.abort();
        return null;
      },
    });
    expect(tidied).toEqual(Array(times).fill(runId));
  });
});

describe("the lock of an apply", () => {
  it("held by another run lets nothing be read or written", async () => {
    const other = await firm.state.startRun("apply", ["acme-uk"], firm.clock.now());
    await firm.state.acquireLock(other, ["acme-uk"], firm.clock.now());
    await expect(firm.apply()).rejects.toMatchObject({ kind: "locked", code: "lock_held" });
    expect(firm.log).toEqual([]);
    expect(await firm.state.runs(1)).toMatchObject([{ exitCode: 6 }]);
    expect((await firm.state.lockOwners())[0]?.runId).toBe(other);
  });

  it("lost before the question is the end of it", async () => {
    await expect(firm.apply({ checkWritable: () => takeOver() })).rejects.toMatchObject({
      code: "lock_lost",
    });
    expect(firm.sent()).toEqual([]);
  });

  it("lost between two requests stops the writing, and leaves the entity to the other run", async () => {
    const before = await firm.state.entity("acme-uk");
    const result = await firm.apply(atRequest(2, takeOver));
    expect(firm.sent()).toEqual(["acme-uk: create ada"]);
    expect(result).toMatchObject({ exitCode: 6, entities: [{ problem: { code: "lock_lost" } }] });
    expect(await firm.state.entity("acme-uk")).toMatchObject({
      lastError: null,
      fieldCounts: before?.fieldCounts ?? null,
    });
  });

  it("broken by hand stops the writing as well", async () => {
    const result = await firm.apply(atRequest(2, () => breakAllLocks(firm.state)));
    expect(result).toMatchObject({ exitCode: 6, entities: [{ problem: { code: "lock_lost" } }] });
    expect(firm.sent()).toEqual(["acme-uk: create ada"]);
  });

  async function takeOver(): Promise<void> {
    await breakAllLocks(firm.state);
    await firm.state.acquireLock(
      await firm.state.startRun("apply", [], firm.clock.now()),
      ["acme-uk"],
      firm.clock.now(),
    );
  }
});

describe("an apply of a plan that somebody reviewed", () => {
  async function reviewed() {
    const { entities } = await firm.preview();
    const [result] = entities;
    if (!result?.ok) throw new Error("a preview without a plan");
    const { plan, fingerprint, task } = result.planned;
    return {
      entity: "acme-uk",
      fingerprint,
      configFingerprint: task.configFingerprint,
      changes: plan.changes,
    };
  }

  it("carries it out when it is the same", async () => {
    const result = await firm.apply({ expected: [await reviewed()] });
    expect(result).toMatchObject({ carriedOut: true, exitCode: 0 });
    expect(firm.sent()).toEqual(["acme-uk: create ada", "acme-uk: create bob", "acme-uk: archive m-cyd"]);
  });

  it("writes nothing when it is another one by now", async () => {
    const expected = [await reviewed()];
    firm.sites["acme-uk"] = { employees: [employee("ada")], members: [member("cyd")], links: [link("cyd")] };
    await expect(firm.apply({ expected })).rejects.toMatchObject({
      kind: "stale_plan",
      code: "plan_changed",
    });
    expect(firm.sent()).toEqual([]);
    expect(await firm.state.runs(1)).toMatchObject([{ exitCode: 8 }]);
  });

  it("is refused for another configuration", async () => {
    const expected = [{ ...(await reviewed()), configFingerprint: "other" }];
    await expect(firm.apply({ expected })).rejects.toMatchObject({
      why: expect.stringContaining("the configuration is another one"),
    });
  });

  it("looks only at the plan of that entity", async () => {
    const expected = [{ ...(await reviewed()), entity: "acme-fr", fingerprint: "other" }];
    expect(await firm.apply({ expected })).toMatchObject({ exitCode: 0 });
  });
});
