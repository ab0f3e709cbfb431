import { describe, expect, it } from "vitest";
import type { PersonDecision, StateStore } from "../../src/sync/model/state-store.js";
import { decision } from "./fixtures.js";
import { contents, later, NOW, open, problemOf, tempDir } from "./helpers.js";

type Draft = Omit<PersonDecision, "endedAt">;

const ACCOUNT = { source: "personio", account: "personio.acme.test" };
const ADA = { ...ACCOUNT, id: "e1" };
const BEA = { ...ACCOUNT, id: "e2" };

const link = (employee: typeof ADA, memberId: string) => decision("link", { employee, memberId });
const unlink = (employee: typeof ADA, memberId: string) => decision("unlink", { employee, memberId });
const ignoreEmployee = (employee: PersonDecision["employee"]) => decision("ignore", { employee });
const ignoreMember = (memberId: string) => decision("ignore", { memberId });

/** Ids of those in force after these decisions, each a second after the one before. */
async function inForce(store: StateStore, decisions: readonly Draft[]): Promise<Set<string>> {
  for (const [index, one] of decisions.entries()) await store.addPersonDecision(one, later(index));
  const left = (await store.personDecisions("acme-uk")).filter(({ endedAt }) => endedAt === null);
  return new Set(left.map(({ id }) => id));
}

describe("decisions about people", () => {
  it("keep every value, newest first, also those that ended", async () => {
    const store = await open(tempDir());
    const first = decision("ignore", { employee: ADA, until: "2027-01-31" });
    const second = decision("ignore", { employee: ADA, memberId: "m1", at: later(60).toISOString() });
    await store.addPersonDecision(first, NOW);
    await store.addPersonDecision(second, later(60));
    await store.addPersonDecision({ ...ignoreMember("m1"), entity: "acme-fr" }, NOW);
    expect(await store.personDecisions("acme-uk")).toEqual([
      { ...second, endedAt: null },
      { ...first, endedAt: later(60).toISOString() },
    ]);
    expect(await store.personDecisions("acme-fr")).toHaveLength(1);
    expect(await store.personDecisions("acme-de")).toEqual([]);
  });

  it("end once, when a person takes them back", async () => {
    const store = await open(tempDir());
    const one = ignoreMember("m1");
    await store.addPersonDecision(one, NOW);
    await store.endPersonDecision(one.id, later(5));
    expect(await store.personDecisions("acme-uk")).toEqual([{ ...one, endedAt: later(5).toISOString() }]);
    await expect(store.endPersonDecision(one.id, later(9))).rejects.toThrow("no decision");
    await expect(store.endPersonDecision("nope", later(9))).rejects.toThrow("no decision");
  });

  it("are stored together with the ends of others, or not at all", async () => {
    const store = await open(tempDir());
    const one = ignoreMember("m1");
    await store.addPersonDecision(one, NOW);
    const same = { ...ignoreMember("m1"), id: one.id };
    expect((await problemOf(() => store.addPersonDecision(same, later(1)))).code).toBe("state_failed");
    expect(await store.personDecisions("acme-uk")).toEqual([{ ...one, endedAt: null }]);
  });

  it.each<[string, Draft]>([
    ["about nobody", decision("ignore")],
    ["to link without a member", decision("link", { employee: ADA })],
    ["to keep apart without an employee", decision("unlink", { memberId: "m1" })],
    ["to link until a day", decision("link", { employee: ADA, memberId: "m1", until: "2027-01-31" })],
  ])("are refused when they are %s", async (_name, one) => {
    const store = await open(tempDir());
    expect((await problemOf(() => store.addPersonDecision(one, NOW))).code).toBe("state_failed");
  });

  it("never hold a bank account", async () => {
    const dir = tempDir();
    const store = await open(dir);
    const why = "Wrong person, see GB33BUKB20201555555555.";
    await store.addPersonDecision({ ...ignoreMember("m1"), why }, NOW);
    expect((await store.personDecisions("acme-uk"))[0]?.why).toBe("Wrong person, see •••• 5555.");
    for (const content of contents(dir).values()) {
      expect(Buffer.from(content, "base64").includes("BUKB2020")).toBe(false);
    }
  });
});

describe("a later decision", () => {
  it("to link takes the place of what was decided about the employee or the member", async () => {
    const [other, member, employee] = [link(BEA, "m1"), ignoreMember("m1"), ignoreEmployee(ADA)];
    const [unrelated, now] = [link(BEA, "m2"), link(ADA, "m1")];
    expect(await inForce(await open(tempDir()), [other, member, employee, unrelated, now])).toEqual(
      new Set([unrelated.id, now.id]),
    );
  });

  it("to link ends keeping this pair apart, and no other pair", async () => {
    const [pair, employee, member] = [unlink(ADA, "m1"), unlink(ADA, "m2"), unlink(BEA, "m1")];
    const now = link(ADA, "m1");
    expect(await inForce(await open(tempDir()), [pair, employee, member, now])).toEqual(
      new Set([employee.id, member.id, now.id]),
    );
  });

  it("to keep a pair apart ends their link, and leaves the rest", async () => {
    const [linked, ignored, once] = [link(ADA, "m1"), ignoreEmployee(ADA), unlink(ADA, "m1")];
    const [otherPair, again] = [unlink(ADA, "m2"), unlink(ADA, "m1")];
    expect(await inForce(await open(tempDir()), [linked, ignored, once, otherPair, again])).toEqual(
      new Set([ignored.id, otherPair.id, again.id]),
    );
  });

  it("to ignore somebody for a while leaves what holds afterwards", async () => {
    const [linked, apart, before] = [link(ADA, "m1"), unlink(ADA, "m2"), ignoreEmployee(ADA)];
    const [member, now] = [ignoreMember("m1"), ignoreEmployee(ADA)];
    expect(await inForce(await open(tempDir()), [linked, apart, before, member, now])).toEqual(
      new Set([linked.id, apart.id, member.id, now.id]),
    );
  });

  it("about an id of another account or entity is about somebody else", async () => {
    const store = await open(tempDir());
    const [first, account, source, unknown] = [
      ignoreEmployee(ADA),
      ignoreEmployee({ ...ADA, account: "other.test" }),
      ignoreEmployee({ ...ADA, source: "bamboohr" }),
      ignoreEmployee({ ...ADA, account: null }),
    ];
    const elsewhere = { ...ignoreEmployee(ADA), entity: "acme-fr" };
    expect(await inForce(store, [first, account, source, unknown, elsewhere])).toEqual(
      new Set([first.id, account.id, source.id, unknown.id]),
    );
  });
});
