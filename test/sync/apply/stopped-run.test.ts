import { describe, expect, it } from "vitest";
import { Problem } from "../../../src/shared/errors.js";
import type { Change } from "../../../src/sync/model/plan.js";
import { changeOf } from "../hand-off/papers.js";
import { INTERRUPTED, Ledger, ok, outcomesOf, refused } from "./ledger.js";

const values = (id: string) => ({ email: `${id}@acme.test`, firstName: id, lastName: "Test" });
const create = (id: string, more: Partial<Change> = {}) => changeOf(id, { desired: values(id), ...more });
const update = (id: string, more: Partial<Change> = {}) =>
  changeOf(id, { action: "update", desired: { lastName: "King" }, ...more });
const archive = (id: string) => changeOf(id, { action: "archive" });
const restore = (id: string, more: Partial<Change> = {}) => changeOf(id, { action: "restore", ...more });
const under = (employeeId: string, memberId: string | null) => ({ manager: { employeeId, memberId } });
const sent = ({ log }: Ledger) => log.filter((text) => text.startsWith("send ")).map((text) => text.slice(5));

const DOWN = new Problem({
  kind: "temporary",
  code: "server_down",
  what: "It is down.",
  why: "-",
  next: "-",
});

describe("archives after changes that failed", () => {
  it.each([
    ["two of three", 2, 1, true],
    ["three of three", 3, 0, false],
    ["three of fourteen", 3, 11, false],
    ["three of fifteen, a fifth", 3, 12, true],
    ["four of nineteen", 4, 15, false],
    ["four of twenty, a fifth", 4, 16, true],
  ])("%s", async (_what, failed, fine, isArchived) => {
    const ids = Array.from({ length: failed + fine }, (_, index) => `p${index}`);
    const ledger = new Ledger({
      writer: {
        updateMembers: async (all) =>
          all.map(({ memberId }, index) => (index < failed ? refused() : ok(memberId))),
      },
    });
    const done = await ledger.carryOut([...ids.map((id) => update(id)), archive("zoe")]);
    expect(outcomesOf(done).at(-1)).toBe(
      isArchived
        ? "zoe applied"
        : `zoe skipped: archives_held_back ${failed} of ${failed + fine} changes before the archives failed.`,
    );
    expect(sent(ledger).includes("archive m-zoe")).toBe(isArchived);
  });

  it("are not held back by archives that failed", async () => {
    const ledger = new Ledger({ writer: { archiveMember: async () => refused() } });
    await ledger.carryOut(["ada", "bob", "cyd", "dan"].map(archive));
    expect(sent(ledger)).toHaveLength(4);
  });
});

describe("a run that has to stop", () => {
  const everything = [
    restore("rex"),
    create("ada", { desired: { ...values("ada"), ...under("bob", "m-bob") } }),
    update("bob"),
    archive("yan"),
    archive("zoe"),
  ];
  const text = "interrupted The run was interrupted.";

  it.each<[number, string[], string[]]>([
    [0, [], ["skipped", "skipped", "skipped", "skipped", "skipped"]],
    [1, ["restore m-rex"], ["applied", "skipped", "skipped", "skipped", "skipped"]],
    [2, ["restore m-rex", "create ada"], ["applied", "failed", "skipped", "skipped", "skipped"]],
    [
      3,
      ["restore m-rex", "create ada", "update m-bob"],
      ["applied", "failed", "applied", "skipped", "skipped"],
    ],
    [
      4,
      ["restore m-rex", "create ada", "update m-bob", "update new-ada"],
      ["applied", "applied", "applied", "skipped", "skipped"],
    ],
    [
      5,
      ["restore m-rex", "create ada", "update m-bob", "update new-ada", "archive m-yan"],
      ["applied", "applied", "applied", "applied", "skipped"],
    ],
  ])("after %i calls sends no other, and says what is left", async (stopsAfter, calls, outcomes) => {
    const ledger = new Ledger({ stopsAfter });
    const done = await ledger.carryOut(everything);
    expect(sent(ledger)).toEqual(calls);
    expect(done.stopped).toBe(INTERRUPTED);
    expect(done.results.map(({ outcome }) => outcome)).toEqual(outcomes);
    for (const { outcome, error } of done.results) {
      expect(error && `${error.code} ${error.detail}`).toBe(outcome === "applied" ? null : text);
    }
  });

  it("stops before the second of several batches and restores", async () => {
    const ledger = new Ledger({ stopsAfter: 1, batchSize: 1 });
    await ledger.carryOut([update("ada"), update("bob")]);
    expect(sent(ledger)).toEqual(["update m-ada"]);
    const restores = new Ledger({ stopsAfter: 1 });
    await restores.carryOut([restore("ada"), restore("bob")]);
    expect(sent(restores)).toEqual(["restore m-ada"]);
  });

  it("for a server that is down fails the whole call and skips the rest", async () => {
    const ledger = new Ledger({ batchSize: 2, writer: { updateMembers: () => Promise.reject(DOWN) } });
    const done = await ledger.carryOut([update("ada"), update("bob"), update("cyd"), archive("zoe")]);
    expect(done.stopped).toBe(DOWN);
    expect(outcomesOf(done)).toEqual([
      "ada failed: server_down It is down.",
      "bob failed: server_down It is down.",
      "cyd skipped: server_down It is down.",
      "zoe skipped: server_down It is down.",
    ]);
  });

  it("for trouble that a call met midway keeps what it did", async () => {
    const stop = { ...refused("server_down", "It is down."), stop: DOWN };
    const ledger = new Ledger({ batchSize: 2, writer: { updateMembers: async () => [ok("m-ada"), stop] } });
    const done = await ledger.carryOut([update("ada"), update("bob"), update("cyd")]);
    expect(done.stopped).toBe(DOWN);
    expect(outcomesOf(done)).toEqual([
      "ada applied",
      "bob failed: server_down It is down.",
      "cyd skipped: server_down It is down.",
    ]);
  });

  it("for a fault of the program says that it was not written for this", async () => {
    const ledger = new Ledger({
      writer: { archiveMember: () => Promise.reject(new TypeError("no such thing")) },
    });
    const done = await ledger.carryOut([archive("zoe")]);
    expect(done.stopped).toMatchObject({ kind: "unexpected", why: "TypeError: no such thing" });
    expect(done.results).toMatchObject([{ outcome: "failed", error: { code: "unexpected" } }]);
  });

  it("knows nothing of somebody whom the answer left out", async () => {
    const ledger = new Ledger({ writer: { createMembers: async () => [ok("new-ada")] } });
    const done = await ledger.carryOut([create("ada"), create("bob")]);
    expect(outcomesOf(done)).toEqual([
      "ada applied",
      "bob failed: outcome_unknown Spendesk's answer left this person out.",
    ]);
    expect(done.stopped).toBeNull();
  });
});

describe("a run whose state fails", () => {
  const AWAY = new Problem({
    kind: "temporary",
    code: "state_unreachable",
    what: "It is away.",
    why: "-",
    next: "-",
  });
  const fail = () => {
    throw AWAY;
  };
  const joiners = [
    create("ada"),
    create("bob", { desired: { ...values("bob"), ...under("cyd", "m-cyd") } }),
    update("dan"),
  ];

  it("after a call calls nothing a failure that was answered well", async () => {
    const ledger = new Ledger({ takes: fail });
    const run = ledger.runOf(joiners);
    const create = () => run.call("create", joiners.slice(0, 2), async () => [ok("new-ada"), ok("new-bob")]);
    await expect(create()).rejects.toBe(AWAY);
    const { results, lost } = await run.finish(AWAY);
    expect(lost).toBe(AWAY);
    expect(outcomesOf({ results })).toEqual(["ada applied"]);
    expect(run.tally()).toEqual({ total: 3, done: 1, inPart: 1, failed: 0, unknown: 0, unsent: 1 });
    expect(ledger.outcomes).toEqual([]);
  });

  it("for a while gets what is true once it is back", async () => {
    const ledger = new Ledger({ takes: (times) => (times === 0 ? fail() : undefined) });
    const { stopped, lost } = await ledger.carryOut(joiners);
    expect([stopped, lost]).toEqual([AWAY, AWAY]);
    expect(ledger.log).toEqual([
      "intend ada bob",
      "send create ada bob",
      ...["applied ada", "intended bob"],
      ...["intend dan", "skipped dan"],
    ]);
  });

  it("where it is asked whether to go on has refused nobody", async () => {
    const stop = { ok: false as const, code: AWAY.code, detail: AWAY.message, stop: AWAY };
    const ledger = new Ledger();
    const changes = [update("ada"), update("bob"), archive("zoe")];
    const run = ledger.runOf(changes);
    const send = run.call("update", changes.slice(0, 2), async () => [ok("m-ada"), stop]);
    await expect(send).rejects.toBe(AWAY);
    await expect(run.call("archive", changes.slice(2), () => Promise.reject(AWAY))).rejects.toBe(AWAY);
    expect(await run.finish(AWAY)).toMatchObject({ lost: AWAY });
    expect(run.tally()).toEqual({ total: 3, done: 1, inPart: 0, failed: 0, unknown: 2, unsent: 0 });
    expect(ledger.outcomes.map(({ outcome }) => outcome)).toEqual(["applied"]);
  });

  it("only at its end is told of, and what was not reached is no failure", async () => {
    const ledger = new Ledger({ stopsAfter: 1, takes: (times) => (times > 0 ? fail() : undefined) });
    const run = await ledger.carryOut(joiners);
    expect(run).toMatchObject({ stopped: INTERRUPTED, lost: AWAY });
    expect(outcomesOf(run)).toEqual(["ada applied"]);
  });
});

describe("the books of a run", () => {
  it("say of what was never reached that the run ended before it", async () => {
    const changes = [update("ada"), archive("zoe")];
    const ledger = new Ledger();
    const { results } = await ledger.runOf(changes).finish(null);
    expect(outcomesOf({ results })).toEqual([
      "ada skipped: not_reached The run ended before this change.",
      "zoe skipped: not_reached The run ended before this change.",
    ]);
    expect(ledger.intents.map(({ callId }) => callId)).toEqual([null, null]);
    expect(ledger.log).toEqual(["intend ada zoe", "skipped ada", "skipped zoe"]);
  });

  it("are closed without a word when all is done", async () => {
    const ledger = new Ledger();
    await ledger.carryOut([]);
    expect(ledger.log).toEqual([]);
  });

  it("know no change of another run, and no member before there is one", () => {
    const run = new Ledger().runOf([create("ada")]);
    expect(() => run.isNext(update("bob"), "update")).toThrow("another run");
    const change = create("ada");
    expect(() => new Ledger().runOf([change]).memberId(change)).toThrow("no member id yet for employee ada");
    expect(run.createdMemberId("ada")).toBeNull();
  });
});
