import { describe, expect, it } from "vitest";
import { BankDetails } from "../../../src/sync/model/bank.js";
import type { Change } from "../../../src/sync/model/plan.js";
import { link } from "../../support/people.js";
import { changeOf } from "../hand-off/papers.js";
import { Ledger, ok, outcomesOf, refused } from "./ledger.js";

const values = (id: string) => ({ email: `${id}@acme.test`, firstName: id, lastName: "Test" });
const create = (id: string, more: Partial<Change> = {}) => changeOf(id, { desired: values(id), ...more });
const update = (id: string, more: Partial<Change> = {}) =>
  changeOf(id, { action: "update", desired: { lastName: "King" }, ...more });
const archive = (id: string) => changeOf(id, { action: "archive" });
const restore = (id: string, more: Partial<Change> = {}) => changeOf(id, { action: "restore", ...more });
const under = (employeeId: string, memberId: string | null) => ({ manager: { employeeId, memberId } });
const sent = ({ log }: Ledger) => log.filter((text) => text.startsWith("send ")).map((text) => text.slice(5));

describe("a plan that is carried out", () => {
  it("restores, creates and updates level by level, sets managers then, and archives last", async () => {
    const ledger = new Ledger();
    const { results, stopped } = await ledger.carryOut([
      restore("rex", { desired: { lastName: "King" } }),
      create("cyd", { level: 1, desired: { ...values("cyd"), ...under("bob", "m-bob") } }),
      create("bob", { desired: values("bob") }),
      update("ada", { level: 1, desired: { lastName: "King", ...under("cyd", null) } }),
      archive("zoe"),
      update("eve", { desired: under("ada", "m-ada") }),
    ]);
    expect(sent(ledger)).toEqual([
      "restore m-rex",
      "create bob",
      "update m-rex",
      "create cyd",
      "update m-ada",
      "update new-cyd m-ada m-eve",
      "archive m-zoe",
    ]);
    expect(stopped).toBeNull();
    expect(results.map(({ change, outcome }) => `${change.employeeId} ${outcome}`)).toEqual([
      "rex applied",
      "cyd applied",
      "bob applied",
      "ada applied",
      "zoe applied",
      "eve applied",
    ]);
  });

  it("takes levels by their numbers, not by their order in the plan", async () => {
    const ledger = new Ledger();
    await ledger.carryOut([update("ten", { level: 10 }), update("two", { level: 2 }), update("zero")]);
    expect(sent(ledger)).toEqual(["update m-zero", "update m-two", "update m-ten"]);
  });

  it("journals each intent before its call and the outcome after it", async () => {
    const ledger = new Ledger();
    await ledger.carryOut([
      create("ada", { desired: { ...values("ada"), ...under("bob", "m-bob") } }),
      archive("zoe"),
    ]);
    expect(ledger.log).toEqual([
      "intend ada",
      "send create ada",
      "intended ada",
      "intend ada",
      "send update new-ada",
      "applied ada",
      "intend zoe",
      "send archive m-zoe",
      "applied zoe",
    ]);
    expect(ledger.keys).toEqual([ledger.intents[0]?.callId]);
    expect(ledger.intents.map(({ memberId }) => memberId)).toEqual([null, "new-ada", "m-zoe"]);
    expect(ledger.outcomes.map(({ memberId, link: after }) => [memberId, after?.memberId])).toEqual([
      ["new-ada", "new-ada"],
      ["new-ada", "new-ada"],
      ["m-zoe", "m-zoe"],
    ]);
  });

  it("sends what a change wants and nothing else", async () => {
    const details = new BankDetails("DE89370400440532013000", "COBADEFFXXX");
    const bank = { details, fingerprint: "f" };
    const ledger = new Ledger();
    await ledger.carryOut([
      create("ada", { desired: { ...values("ada"), bank } }),
      create("bob", { desired: values("bob") }),
      update("cyd", { desired: { email: "cyd.new@acme.test" } }),
      update("dan", { desired: { firstName: "Dan", lastName: "King" } }),
      update("eve", { desired: { bank, ...under("ada", null) } }),
    ]);
    expect(ledger.created).toEqual([
      { employeeId: "ada", ...values("ada"), bank: details },
      { employeeId: "bob", ...values("bob"), bank: null },
    ]);
    expect(ledger.updates).toEqual([
      { memberId: "m-cyd", email: "cyd.new@acme.test" },
      { memberId: "m-dan", firstName: "Dan", lastName: "King" },
      { memberId: "m-eve", bank: details },
      { memberId: "m-eve", managerMemberId: "new-ada" },
    ]);
  });

  it.each([
    [1, ["update m-ada", "update m-bob", "update m-cyd"]],
    [2, ["update m-ada m-bob", "update m-cyd"]],
    [3, ["update m-ada m-bob m-cyd"]],
    [4, ["update m-ada m-bob m-cyd"]],
  ])("sends batches of %i", async (batchSize, calls) => {
    const ledger = new Ledger({ batchSize });
    await ledger.carryOut(["ada", "bob", "cyd"].map((id) => update(id)));
    expect(sent(ledger)).toEqual(calls);
  });

  it("asks for the size of creations and updates by their names, and anew before each call", async () => {
    const asked: string[] = [];
    const ledger = new Ledger({
      batchSize: (kind) => {
        asked.push(kind);
        return asked.length === 1 ? 2 : 1;
      },
    });
    await ledger.carryOut([
      create("ada"),
      create("bob"),
      create("cyd"),
      update("dan"),
      update("eve", { desired: under("ada", null) }),
    ]);
    expect(sent(ledger)).toEqual(["create ada bob", "create cyd", "update m-dan", "update m-eve"]);
    expect(asked).toEqual(["create", "create", "update", "update"]);
  });

  it("remembers of the manager's call only who was written", async () => {
    const ledger = new Ledger();
    await ledger.carryOut([
      update("ada", { desired: under("bob", "m-bob") }),
      update("cyd", { desired: under("dan", "m-dan") }),
    ]);
    expect(ledger.outcomes.map((one) => one.link?.managerMemberId)).toEqual(["m-bob", "m-dan"]);
  });

  it("keeps for the limits which changes count", async () => {
    const ledger = new Ledger({ isCounted: ({ employeeId }) => employeeId === "ada" });
    await ledger.carryOut([update("ada"), update("bob")]);
    expect(ledger.intents.map(({ isCounted }) => isCounted)).toEqual([true, false]);
  });

  it("does not send a creation without a name", async () => {
    const ledger = new Ledger();
    for (const name of ["email", "firstName", "lastName"] as const) {
      const { [name]: _missing, ...desired } = values("ada");
      const { stopped } = await ledger.carryOut([create("ada", { desired })]);
      expect(stopped?.why).toContain("the creation of employee ada lacks an e-mail or a name");
    }
    expect(sent(ledger)).toEqual([]);
  });
});

describe("a change that Spendesk refuses", () => {
  it("is that person's result; the others go on", async () => {
    const ledger = new Ledger({
      writer: { updateMembers: async () => [ok("m-ada"), refused(), ok("m-cyd")] },
    });
    const done = await ledger.carryOut([update("ada"), update("bob"), update("cyd")]);
    expect(outcomesOf(done)).toEqual([
      "ada applied",
      "bob failed: INVALID_VALUE Spendesk did not take it.",
      "cyd applied",
    ]);
    expect(done.stopped).toBeNull();
    expect(ledger.outcomes.map((one) => one.link === null)).toEqual([false, true, false]);
  });

  it("gets none of its later calls", async () => {
    const ledger = new Ledger({ writer: { restoreMember: async () => refused() } });
    const desired = { lastName: "King", ...under("bob", "m-bob") };
    const done = await ledger.carryOut([restore("ada", { desired })]);
    expect(sent(ledger)).toEqual(["restore m-ada"]);
    expect(outcomesOf(done)).toEqual(["ada failed: INVALID_VALUE Spendesk did not take it."]);
  });

  it.each([
    ["create", "member_gone", "USER_ALREADY_EXISTS", true],
    ["create", "joiner", "USER_ALREADY_EXISTS", null],
    ["create", "member_gone", "INVALID_VALUE", null],
    ["update", "member_gone", "USER_ALREADY_EXISTS", null],
  ] as const)("is known to be hidden when it is a %s (%s, %s)", async (action, code, refusal, hidden) => {
    const answer = async () => [refused(refusal)];
    const ledger = new Ledger({ writer: { createMembers: answer, updateMembers: answer } });
    await ledger.carryOut([action === "create" ? create("ada", { code }) : update("ada", { code })]);
    expect(ledger.outcomes.map((one) => one.link)).toEqual([hidden && link("ada", { hidden })]);
  });

  it("leaves out whoever was to report to somebody who could not be created", async () => {
    const ledger = new Ledger({ writer: { createMembers: async () => [refused()] } });
    const done = await ledger.carryOut([
      create("ada"),
      update("bob", { desired: under("ada", null) }),
      update("cyd", { desired: { lastName: "King", ...under("ada", null) } }),
      update("dan", { desired: under("cyd", "m-cyd") }),
    ]);
    const text = "manager_not_created The line manager could not be created, so the manager is not set.";
    expect(outcomesOf(done)).toEqual([
      "ada failed: INVALID_VALUE Spendesk did not take it.",
      `bob skipped: ${text}`,
      `cyd failed: ${text}`,
      "dan applied",
    ]);
  });
});
