import { describe, expect, it } from "vitest";
import { decisionFor } from "../../../src/sync/run/explain.js";
import { employee, link, member, planOf, rowText, type World } from "../../support/people.js";

const ARCHIVED = { status: "archived" } as const;

/** Somebody who works here and whose member nobody looked after until now. */
function planReturn(world: World & { readonly startDate?: string | null } = {}) {
  const { startDate = null, ...rest } = world;
  return planOf({
    employees: [employee("ada", { startDate })],
    members: [member("ada", ARCHIVED)],
    ...rest,
  });
}

describe("members that were archived before the first run", () => {
  it("are proposed for a restore while a person looks, with a word about it", () => {
    const plan = planReturn({ connectedOn: null, archivedBefore: "propose" });
    expect(rowText(plan, "ada")).toBe("restore rehire");
    expect(plan.changes[0]?.warnings).toEqual([
      {
        code: "archived_before",
        text: "The member was archived before it was managed: it is restored only if you confirm that in `configure`.",
      },
    ]);
  });

  it("are restored without that word once they were confirmed", () => {
    const plan = planReturn({ archivedBefore: { confirmed: new Set(["ada"]) } });
    expect(rowText(plan, "ada")).toBe("restore rehire");
    expect(plan.changes[0]?.warnings).toEqual([]);
  });

  it("stay archived when somebody else was confirmed", () => {
    const plan = planReturn({ archivedBefore: { confirmed: new Set(["bob"]) } });
    expect(rowText(plan, "ada")).toBe("blocked archived_before");
  });

  it.each([
    ["the day before the first run", "2026-10-01", "2026-09-30", "blocked archived_before"],
    ["the day of the first run", "2026-10-01", "2026-10-01", "blocked archived_before"],
    ["the day after the first run", "2026-10-01", "2026-10-02", "restore rehire"],
    ["no known day", "2026-10-01", null, "blocked archived_before"],
    ["some day, before anything was carried out", null, "2026-10-02", "blocked archived_before"],
  ])("whose person starts on %s", (_when, connectedOn, startDate, row) => {
    expect(rowText(planReturn({ connectedOn, startDate }), "ada")).toBe(row);
  });

  it.each<[string, World, string]>([
    ["proposed, of somebody who is linked", { links: [link("ada")] }, "restore archived_by_hand"],
    ["proposed, active and not linked", { members: [member("ada")] }, "unchanged newly_linked"],
    [
      "proposed, active with another name",
      { members: [member("ada", { lastName: "Teste" })], links: [link("ada")] },
      "update fields_changed",
    ],
  ])("have no word about that when they are %s", (_what, world, row) => {
    const plan = planReturn({ archivedBefore: "propose", ...world });
    expect(rowText(plan, "ada")).toBe(row);
    const found = decisionFor(plan, { employeeId: "ada" });
    expect(found?.kind === "note" ? [] : found?.row.warnings).toEqual([]);
  });
});

describe("members of people who work here again", () => {
  const hand = { links: [link("ada")] };
  const tool = { links: [link("ada", { archived: true })] };

  it.each<[string, World, World["policy"], string]>([
    ["archived by hand", hand, {}, "restore archived_by_hand"],
    [
      "archived by hand, which is only reported",
      hand,
      { archivedByHand: "report" },
      "blocked archived_by_hand",
    ],
    ["archived by hand, while rehires are reported", hand, { rehires: "report" }, "restore archived_by_hand"],
    ["archived by this tool", tool, {}, "restore rehire"],
    ["archived by this tool, which is only reported", tool, { rehires: "report" }, "blocked rehire_reported"],
    ["archived by this tool, while hands are reported", tool, { archivedByHand: "report" }, "restore rehire"],
  ])("%s", (_what, world, policy = {}, row) => {
    expect(rowText(planReturn({ ...world, policy }), "ada")).toBe(row);
  });

  it.each<[World, string]>([
    [hand, "The member was archived in Spendesk, but the person is active in the HR tool."],
    [tool, "Works here again while the member is archived."],
  ])("say who archived them", (world, reason) => {
    expect(planReturn(world).changes[0]?.reason).toBe(reason);
  });

  it("are not created anew when Spendesk hides the member that somebody archived", () => {
    const links = [link("ada", { hidden: true })];
    const reported = planReturn({ links, members: [], policy: { archivedByHand: "report" } });
    expect(rowText(reported, "ada")).toBe("blocked archived_by_hand");
    // Another archived member is listed, so that this one is not taken to be left out for being archived.
    const gone = planReturn({ links, members: [member("zoe", ARCHIVED)] });
    expect(rowText(gone, "ada")).toBe("blocked archived_by_hand");
    expect([...reported.changes, ...gone.changes]).toEqual([]);
  });
});
