import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newEntityRecord } from "../../../src/sync/model/state-words.js";
import { confirmed } from "../../../src/sync/run/confirmation.js";
import { employee, link, member, NO_LIMITS, readOf } from "../../support/people.js";
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

describe("what an apply remembers", () => {
  it("is how it went, what was read and whom it saw", async () => {
    const employees = [employee("ada"), employee("eve", { status: "unknown", statusDetail: "Odd" })];
    firm.sites["acme-uk"] = { employees, members: [member("eve")] };
    await firm.state.applyLinkChanges("acme-uk", { upsert: [link("eve")], remove: [link("cyd")] });
    const before = newEntityRecord("acme-uk", "personio");
    await firm.state.saveEntity({
      ...before,
      ...confirmed({ configFingerprint: "confirmed", safety: NO_LIMITS }, before, readOf()),
      connectedOn: null,
      connectionStatus: "error",
      appliedConfig: null,
    });
    await firm.apply();
    expect(await firm.state.entity("acme-uk")).toMatchObject({
      connectionStatus: "connected",
      appliedConfig: "confirmed",
      connectedOn: "2026-11-23",
      lastSuccessAt: "2026-11-23T09:00:00.000Z",
      fieldCounts: { people: 2 },
    });
    expect(await firm.state.readCounts("acme-uk", new Date(0))).toMatchObject([{ employees: 2, members: 1 }]);
    expect((await firm.state.findings("acme-uk")).map(({ key }) => key)).toEqual(["unknown_status eve"]);
  });

  it("keeps the day of the first plan, and no success of a run of which some failed", async () => {
    const refuse: Run["openWriter"] = (task, beforeWrite) => ({
      ...firm.writer(task.entity, beforeWrite),
      archiveMember: async () => ({ ok: false, code: "NO", detail: "It is the last owner." }),
    });
    const result = await firm.apply({ openWriter: refuse });
    expect(result).toMatchObject({
      exitCode: 3,
      entities: [{ problem: { code: "some_changes_failed", why: "It is the last owner." } }],
    });
    expect(await firm.state.entity("acme-uk")).toMatchObject({
      connectedOn: "2026-01-01",
      lastSuccessAt: null,
      lastError: null,
    });
  });

  it("keeps the approval of archives that this run leaves out", async () => {
    const approved = { employeeId: "cyd", kinds: ["archive" as const], isCounted: true };
    await firm.state.replaceApprovals(
      "acme-uk",
      [approved, { ...approved, employeeId: "zoe" }],
      firm.clock.now(),
    );
    await firm.apply({ noArchive: true });
    expect(firm.sent()).toEqual(["acme-uk: create ada", "acme-uk: create bob"]);
    expect(await firm.state.approvals("acme-uk")).toEqual([approved]);
  });

  it("does not count what a person confirmed", async () => {
    const unattended = await firm.apply();
    expect(await firm.journal(unattended.runId)).toEqual([
      "create ada applied",
      "create bob applied",
      "archive cyd applied",
    ]);
    const { runId } = await firm.apply({ confirm: async () => "person" });
    expect(await firm.journal(runId)).toEqual([
      "create ada applied uncounted",
      "create bob applied uncounted",
      "archive cyd applied uncounted",
    ]);
  });

  it("keeps no other approval: what is not planned any more was done or is over", async () => {
    firm.sites["acme-uk"] = { employees: [employee("eve", { workEmail: null })], members: [member("cyd")] };
    const approved = { employeeId: "eve", kinds: ["creation" as const], isCounted: true };
    await firm.state.replaceApprovals("acme-uk", [approved], firm.clock.now());
    await firm.apply();
    expect(await firm.state.approvals("acme-uk")).toEqual([]);
  });

  it("counts a release once, unless a person saw it coming", async () => {
    firm.sites["acme-uk"] = { employees: [employee("ada")], members: [member("cyd")] };
    const releases = async () =>
      (await firm.state.findings("acme-uk")).map(({ key, isCounted }) => `${key} ${isCounted}`);
    await firm.apply({ confirm: async () => "person" });
    expect(await releases()).toEqual(["released m-cyd false"]);
    await firm.state.replaceFindings("acme-uk", []);
    await firm.state.applyLinkChanges("acme-uk", { upsert: [link("cyd")], remove: [] });
    await firm.apply();
    expect(await releases()).toEqual(["released m-cyd true"]);
    await firm.apply({ confirm: async () => "person" });
    expect(await releases()).toEqual(["released m-cyd true"]);
  });

  it("is what is right where Spendesk shows nothing, as long as it is kept in step", async () => {
    firm.sites["acme-uk"] = {
      employees: [employee("ada")],
      members: [member("cyd")],
      policy: { update: ["email", "bank"] },
    };
    const inForce = async () =>
      (await firm.state.unshownAnswers("acme-uk"))
        .filter(({ endedAt }) => endedAt === null)
        .map(({ field, answer, who }) => `${field} ${answer} ${who}`)
        .sort();
    expect(await inForce()).toEqual(["bank differs carol", "manager differs carol"]);
    await firm.apply();
    expect(await inForce()).toEqual(["bank differs carol"]);
    firm.sites["acme-uk"] = { employees: [employee("ada")], members: [member("ada")] };
    await firm.apply();
    expect(await inForce()).toEqual(["bank differs carol", "manager right null"]);
  });

  it("is what was taken to be right with the plan", async () => {
    firm.sites["acme-uk"] = { employees: [employee("ada", { manager: null })], members: [member("ada")] };
    const answers = [{ field: "manager" as const, answer: null, who: null }];
    await firm.state.storeUnshown("acme-uk", { answers, baselines: [] }, firm.clock.now());
    await firm.apply();
    expect(await firm.state.baselines("acme-uk")).toEqual([
      { memberId: "m-ada", field: "manager", value: null },
    ]);
  });

  it("is what a colleague carried out, which is over then", async () => {
    const { runId } = await firm.apply({ noArchive: true, ...onPaper(["acme-uk"], async () => []) });
    expect(await firm.journal(runId)).toEqual(["create ada handed_off", "create bob handed_off"]);
    firm.sites["acme-uk"] = {
      employees: [employee("ada"), employee("bob")],
      members: [member("ada"), member("bob")],
    };
    await firm.preview();
    expect((await firm.state.journal(runId)).map(({ handOff }) => handOff?.status)).toEqual(["done", "done"]);
    expect(await firm.state.handOffs("acme-uk", false)).toHaveLength(2);
    await firm.apply();
    expect(await firm.state.handOffs("acme-uk", false)).toEqual([]);
    expect((await firm.state.links("acme-uk")).map(({ employeeId }) => employeeId).sort()).toEqual([
      "ada",
      "bob",
    ]);
  });

  it("does not count either what a person handed off, of whom others are linked on the way", async () => {
    firm.sites["acme-uk"] = { employees: [employee("ada"), employee("bob")], members: [member("bob")] };
    const { runId } = await firm.apply({
      confirm: async () => "person",
      ...onPaper(["acme-uk"], async () => []),
    });
    expect(await firm.journal(runId)).toEqual(["create ada handed_off uncounted"]);
    expect((await firm.state.links("acme-uk")).map(({ employeeId }) => employeeId)).toContain("bob");
  });

  it("leaves a hand-off open that the API was refused", async () => {
    const first = await firm.apply({ noArchive: true, ...onPaper(["acme-uk"], async () => []) });
    const refuse: Run["openWriter"] = (task, beforeWrite) => ({
      ...firm.writer(task.entity, beforeWrite),
      createMembers: async (people) => people.map(() => ({ ok: false, code: "NO", detail: "No." })),
    });
    await firm.apply({ again: true, openWriter: refuse });
    expect((await firm.state.journal(first.runId)).map(({ handOff }) => handOff?.status)).toEqual([
      "open",
      "open",
    ]);
  });
});
