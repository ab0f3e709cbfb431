import { describe, expect, it } from "vitest";
import type { PersonRow } from "../../../src/cli/report/person-row.js";
import { shownGroups, WHOLE } from "../../../src/cli/report/select.js";

function person(name: string, more: Partial<PersonRow> = {}): PersonRow {
  const rest = { email: "", office: "London", changes: "", reason: name, warnings: [] };
  return { group: "create", entity: "acme-uk", name, ...rest, ...more };
}

function namesFor(people: readonly PersonRow[], selection: Partial<typeof WHOLE>): readonly string[] {
  return shownGroups(people, { ...WHOLE, ...selection }).flatMap(({ rows }) => rows.map(({ name }) => name));
}

const PEOPLE = [
  person("Jörg Žák", { office: "Paris" }),
  person("Ada Test", { warnings: ["Shares an account"] }),
  person("Zoë Test", { group: "archive", office: "" }),
];

describe("what is shown of people", () => {
  it("has the dangerous groups first, and none that is empty", () => {
    expect(shownGroups(PEOPLE, WHOLE).map(({ id, found }) => [id, found])).toEqual([
      ["archive", 1],
      ["create", 2],
    ]);
  });

  it("is found by all words, in any field, without case and accents", () => {
    expect(namesFor(PEOPLE, { query: "JORG zak" })).toEqual(["Jörg Žák"]);
    expect(namesFor(PEOPLE, { query: "account test" })).toEqual(["Ada Test"]);
    expect(namesFor(PEOPLE, { query: "jorg test" })).toEqual([]);
    expect(namesFor(PEOPLE, { query: "  " })).toHaveLength(3);
  });

  it("is filtered by kind and office, also by having none", () => {
    expect(namesFor(PEOPLE, { office: "" })).toEqual(["Zoë Test"]);
    expect(namesFor(PEOPLE, { office: "Paris", group: "archive" })).toEqual([]);
  });

  it("is sorted as people count, within each group", () => {
    const numbered = ["Office 10", "office 9", "Office 1"].map((office) => person(office, { office }));
    const sort = { column: "office", descending: false } as const;
    expect(namesFor(numbered, { sort })).toEqual(["Office 1", "office 9", "Office 10"]);
    expect(namesFor(numbered, { sort: { ...sort, descending: true } })[0]).toBe("Office 10");
  });

  it("is cut to the limit of its group after it was found and sorted", () => {
    const many = Array.from({ length: 250 }, (_, index) => person(`Person ${250 - index}`));
    const sort = { column: "name", descending: false } as const;
    const [group] = shownGroups(many, { ...WHOLE, sort });
    expect([group?.found, group?.rows.length, group?.rows[0]?.name]).toEqual([250, 100, "Person 1"]);
    expect(namesFor(many, { limits: { create: 200 } })).toHaveLength(200);
  });

  it("says a reason once that all of a group share, unless somebody has a warning", () => {
    const alike = ["a", "b", "c"].map((name) => person(name, { reason: "Active in the HR tool." }));
    expect(shownGroups(alike, WHOLE)[0]?.reason).toBe("Active in the HR tool.");
    expect(shownGroups(alike.slice(0, 2), WHOLE)[0]?.reason).toBeNull();
    expect(shownGroups([...alike, person("d")], WHOLE)[0]?.reason).toBeNull();
    const warned = person("d", { reason: "Active in the HR tool.", warnings: ["Shares an account"] });
    expect(shownGroups([...alike, warned], WHOLE)[0]?.reason).toBeNull();
  });
});
