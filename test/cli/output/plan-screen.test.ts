import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { planText } from "../../../src/cli/output/plan-text.js";
import { viewFrom } from "../../../src/cli/output/plan-view.js";
import { renderTable } from "../../../src/cli/output/table.js";
import { wrapWords } from "../../../src/cli/output/wrap.js";
import type { PlannedEntity } from "../../../src/sync/run/plan-task.js";
import { employee, link, member, planOf } from "../../support/people.js";

const LEFT = { status: "inactive", terminationDate: "2026-11-20" } as const;

/** A plan of everything, of people whose names and addresses are hard to lay out. */
function plannedEntity(): PlannedEntity {
  const long = "maximiliane-alexandra.von-hohenstein-wittgenstein@subsidiary.acme.test";
  const employees = [
    employee("ada", { lastName: "Newname" }),
    employee("bea", { workEmail: "bea.new@acme.test" }),
    employee("leo", LEFT),
    employee("lia", LEFT),
    employee("kim", { firstName: "민준", lastName: "박" }),
    employee("max", { firstName: "Maximiliane", lastName: "von Hohenstein-Wittgenstein", workEmail: long }),
    employee("noa", { firstName: "נועה", lastName: "כהן" }),
    employee("pia", { firstName: "Pia 👩‍🚀", lastName: "Muster" }),
    employee("dup", { workEmail: "same@acme.test" }),
    employee("dup2", { workEmail: "same@acme.test" }),
    employee("sam", { workEmail: null }),
    ...["out1", "out2", "out3"].map((id) => employee(id, { workLocation: "Elsewhere" })),
  ];
  const ids = ["ada", "bea", "leo", "lia"];
  const members = ids.map((id) => member(id));
  const plan = planOf({
    employees,
    members,
    links: ids.map((id) => link(id)),
    inFilter: ({ workLocation }) => workLocation !== "Elsewhere",
  });
  const warning = {
    code: "shared_iban",
    text: "Two people have one bank account in the HR tool: Kim and Max. Whoever is reimbursed there is paid for both.",
  };
  const violation = {
    code: "too_many_archives",
    actual: 2,
    limit: 1,
    override: "--allow-archives 2",
    text: "The plan has 2 archives, more than the limit of 1 for 4 managed members.",
  } as const;
  return {
    task: { entity: "acme-uk", providerId: "personio" },
    sources: { reads: [{ of: { name: "personio" }, employees }], unread: [] },
    employees,
    membersRead: { count: members.length, withoutEmail: 0, changed: new Set() },
    plan,
    handOffs: { open: [], settled: [], known: [] },
    warnings: [warning],
    safety: { ok: false, violations: [violation] },
  } as unknown as PlannedEntity;
}

const WIDTHS = [40, 80, 100, 160];

describe("a plan on the screen", () => {
  it.each(WIDTHS)("of %i columns looks like this", async (width) => {
    const screen = planText(plannedEntity(), { color: false, width });
    await expect(`${screen}\n`).toMatchFileSnapshot(`screens/plan-${width}.txt`);
  });

  it.each(WIDTHS)("never passes %i columns", (width) => {
    const lines = planText(plannedEntity(), { color: false, width }).split("\n");
    expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
  });

  it("shows only what was asked for, with the counts of the whole", () => {
    const none = { only: [], person: undefined, show: undefined, summary: undefined };
    const style = { color: false, width: 100 };
    const shown = (flags: Partial<Parameters<typeof viewFrom>[0]>) =>
      planText(plannedEntity(), style, viewFrom({ ...none, ...flags }));
    expect(shown({ only: ["archive,conflict"] })).toContain("leo@acme.test");
    expect(shown({ only: ["archive"] })).not.toContain("ada@acme.test");
    expect(shown({ person: "MUSTER" })).toContain("pia@acme.test");
    expect(shown({ person: "MUSTER" })).not.toContain("leo@acme.test");
    expect(shown({ person: "MUSTER" })).not.toContain("spendesk-hr explain");
    expect(shown({ person: "nobody" })).toContain("This plan says nothing of anybody who was asked for.");
    expect(shown({})).not.toContain("This plan says nothing");
    expect(shown({ show: "skipped" })).toContain("out2@acme.test");
    expect(shown({ summary: true }).split("\n").length).toBeLessThan(8);
    for (const flags of [{ only: ["archive"] }, { summary: true }]) {
      expect(shown(flags)).toContain("Plan: 2 archives, 2 updates, 4 creates.");
    }
  });

  it("refuses a kind of rows that there is not, and names them all", () => {
    expect(() =>
      viewFrom({ only: ["archives"], person: undefined, show: undefined, summary: undefined }),
    ).toThrow(/does not know "archives"/);
  });
});

describe("tables and texts of anything", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.constantFrom(
      "ada@acme.test",
      "✔ managed",
      "ひらがなカタカナ漢字",
      "👩‍🚀👩‍🚀",
      "a".repeat(90),
      "word word word",
    ),
  );

  it("never pass the width", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 4, maxLength: 4 }), { maxLength: 6 }),
        fc.integer({ min: 40, max: 200 }),
        (rows, width) => {
          const table = renderTable(["Action", "Name", "E-mail", "What changes"], rows, {
            color: false,
            width,
          });
          expect(table.split("\n").filter((line) => stringWidth(line) > width)).toEqual([]);
        },
      ),
    );
  });

  it("lose no letter when they are broken", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 16, max: 60 }), (words, width) => {
        expect(wrapWords(words, width).join("").replace(/\s/g, "")).toBe(words.replace(/\s/g, ""));
      }),
    );
  });
});
