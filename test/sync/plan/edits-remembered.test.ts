import { describe, expect, it } from "vitest";
import type { WrittenValue } from "../../../src/sync/model/member.js";
import { employee, link, member, planOf, rowText } from "../../support/people.js";

describe("what the links remember of values that somebody changed in Spendesk", () => {
  const written = { value: "Test", before: "Old", times: 1, wasSeen: false, reportedEdit: null };

  function storedWith(value: Partial<WrittenValue>, shown: string | null) {
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada", { lastName: shown })],
      links: [link("ada", { written: { lastName: { ...written, ...value } } })],
    });
    return { row: rowText(plan, "ada"), stored: plan.links.upsert.map((one) => one.written.lastName) };
  }

  it.each<[string, Partial<WrittenValue>, string | null, string, Partial<WrittenValue>[]]>([
    ["that it was kept", {}, "Test", "unchanged in_step", [{ wasSeen: true }]],
    ["nothing more once it was seen", { wasSeen: true }, "Test", "unchanged in_step", []],
    [
      "that an edit was taken back",
      { wasSeen: true, reportedEdit: "Byhand" },
      "Test",
      "unchanged in_step",
      [{ wasSeen: true }],
    ],
    ["nothing of a value that is sent once more", {}, "Old", "update fields_changed", []],
    ["nothing of a value that rests", { times: 2 }, "Old", "unchanged in_step", []],
    [
      "nothing of one that rests in another Unicode form",
      { times: 2, before: "Zoë" },
      "Zoe\u0308",
      "unchanged in_step",
      [],
    ],
    [
      "what somebody typed",
      { wasSeen: true },
      "Byhand",
      "unchanged in_step",
      [{ wasSeen: true, reportedEdit: "Byhand" }],
    ],
    [
      "that somebody emptied it",
      { wasSeen: true },
      null,
      "unchanged in_step",
      [{ wasSeen: true, reportedEdit: "" }],
    ],
    [
      "nothing of an edit that was reported",
      { wasSeen: true, reportedEdit: "Byhand" },
      "Byhand",
      "update fields_changed",
      [],
    ],
  ])("is %s", (_what, value, shown, row, stored) => {
    expect(storedWith(value, shown)).toEqual({ row, stored: stored.map((one) => ({ ...written, ...one })) });
  });

  it("is another value than one that differs in its case only, which is written", () => {
    const plan = planOf({
      employees: [employee("ada", { lastName: "McDonald" })],
      members: [member("ada", { lastName: "Mcdonald" })],
      links: [link("ada", { written: { lastName: { ...written, value: "Mcdonald", wasSeen: true } } })],
    });
    expect(plan.changes[0]).toMatchObject({ desired: { lastName: "McDonald" }, warnings: [] });
  });
});
