import { describe, expect, it } from "vitest";
import { checkFilter } from "../../../src/sync/filter/check.js";
import { type FilterInput, parseFilter } from "../../../src/sync/filter/parse.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import { employee, locatedAt, problemOf } from "./support.js";

const check = (inputs: FilterInput[], employees: readonly Employee[]) =>
  checkFilter(parseFilter(inputs), employees);

describe("checkFilter", () => {
  it("counts the selected employees", () => {
    const people = locatedAt("Paris", "paris", "London", null);
    expect(check(["'Work Location' is: Paris"], people)).toEqual({ warnings: [], selected: 2 });
    expect(check(["'Work Location' is not: Paris"], people)).toEqual({ warnings: [], selected: 2 });
  });

  it("has nothing to say when there are no employees", () => {
    expect(check(["'Team' is: A"], [])).toEqual({ warnings: [], selected: 0 });
  });

  describe("a value nobody has", () => {
    it("is a warning with the nearest and all known values", () => {
      const people = locatedAt("Remote", "Paris", "London", "london", null);
      expect(check(["'Work Location' is one of: Pairs,Remote"], people)).toMatchObject({
        selected: 1,
        warnings: [
          {
            code: "filter_value_unknown",
            text: `Nobody has "Pairs" as Work Location, which a filter rule names: 'Work Location' is one of: Pairs,Remote. Did you mean "Paris"? Known values: London, Paris, Remote.`,
          },
        ],
      });
    });

    it("is the same warning when other values come and go", () => {
      const aboutOf = (...places: string[]) =>
        check(["'Work Location' is one of: Pairs,Remote"], locatedAt(...places)).warnings[0]?.about;
      expect(aboutOf("Remote", "Paris")).toEqual(aboutOf("Remote", "Oslo"));
      expect(aboutOf("Remote")).toMatchObject([{ name: 'Work Location "Pairs"' }]);
      const keysOf = (values: string) =>
        check([`'Work Location' is one of: Remote,${values}`], locatedAt("Remote")).warnings.map(
          ({ about }) => about?.[0]?.key,
        );
      expect(keysOf("Pairs")).toEqual(keysOf("PAIRS"));
      expect(new Set(keysOf("Pairs,Oslo")).size).toBe(2);
    });

    it("is answered with single values, not with their combinations", () => {
      const people = [
        employee({ custom: { Languages: ["English", "German"] } }),
        employee({ custom: { Languages: ["German", "French"] } }),
      ];
      const { warnings } = check(["'custom.Languages' is one of: Greek,German"], people);
      expect(warnings[0]?.text).toContain("Known values: English, French, German.");
    });

    it("is a warning when it is excluded, too", () => {
      const { warnings } = check(
        ["'Work Location' is not one of: Londn,Tokyo"],
        locatedAt("London", "Paris"),
      );
      expect(warnings.map(({ text }) => text)).toEqual([
        expect.stringContaining('Nobody has "Londn" as Work Location'),
        expect.stringContaining('Nobody has "Tokyo" as Work Location'),
      ]);
      expect(warnings[0]?.text).toContain('Did you mean "London"?');
      expect(warnings[1]?.text).toBe(
        `Nobody has "Tokyo" as Work Location, which a filter rule names: 'Work Location' is not one of: Londn,Tokyo. Known values: London, Paris.`,
      );
    });

    it("is not expected of operators that look inside values", () => {
      expect(check(["'Work Location' contains: aris"], locatedAt("Paris")).warnings).toEqual([]);
      expect(check(["'Work Location' does not contain: x"], locatedAt("Paris")).warnings).toEqual([]);
    });

    it("lists at most twenty known values, sorted", () => {
      const sites = Array.from({ length: 51 }, (_, index) => `Site ${String(index).padStart(2, "0")}`);
      const { warnings } = check(
        ["'Work Location' is one of: Site 50,Elsewhere"],
        locatedAt(...sites.toReversed()),
      );
      expect(warnings).toHaveLength(1);
      expect(warnings[0]?.text).toContain(`Known values: ${sites.slice(0, 20).join(", ")}, and 31 more.`);
    });

    it.each([
      [20, "Site 19."],
      [21, "Site 19, and 1 more."],
    ])("lists all of %i known values, or says how many more there are: %s", (count, end) => {
      const sites = Array.from({ length: count }, (_, index) => `Site ${String(index).padStart(2, "0")}`);
      const { warnings } = check(["'Work Location' is one of: Site 00,Elsewhere"], locatedAt(...sites));
      expect(warnings[0]?.text.endsWith(end)).toBe(true);
    });

    it("is said plainly when the field is empty for everybody", () => {
      const { warnings } = check(["'Work Location' is not: Paris"], locatedAt(null, null));
      expect(warnings[0]?.text).toContain("Nobody has a value in Work Location.");
    });
  });

  describe("a field no record carries", () => {
    it("stops the run and asks for the permission", async () => {
      const problem = await problemOf(() =>
        check([{ any: ["'Team' is empty", "'Country' is: FR"] }], [employee({ country: "FR" })]),
      );
      expect(problem).toMatchObject({ kind: "configuration", code: "filter_field_not_readable" });
      expect(problem.message).toBe(
        "The filter needs Team, but no employee's record holds it: 'Team' is empty",
      );
      expect(problem.why).toBe("The credential may not read it, or the HR tool has no such attribute.");
      expect(problem.next).toContain("`spendesk-hr connect`");
    });

    it("names the nearest and all further attributes", async () => {
      const people = [employee({ custom: { "Badge Color": "blue" } }), employee({ custom: { Zone: null } })];
      expect((await problemOf(() => check(["'custom.badge colour' is: blue"], people))).why).toBe(
        'The credential may not read it, or the HR tool has no such attribute. Did you mean "custom.Badge Color"? Further attributes: custom.Badge Color, custom.Zone.',
      );
      expect((await problemOf(() => check(["'custom.badge' is: blue"], [employee()]))).why).toContain(
        "The records hold no further attributes at all.",
      );
    });

    it("is no problem when some records carry it, even empty", () => {
      const people = [employee(), employee({ team: null })];
      expect(check(["'Team' is empty"], people)).toEqual({ warnings: [], selected: 1 });
    });
  });

  describe("a filter that selects nobody", () => {
    it("stops the run with the values that exist", async () => {
      const problem = await problemOf(() =>
        check(["'Work Location' is: Pariss"], locatedAt("Paris", "London")),
      );
      expect(problem).toMatchObject({ kind: "configuration", code: "filter_selects_nobody" });
      expect(problem.message).toBe("A filter rule holds for none of 2 employees: 'Work Location' is: Pariss");
      expect(problem.why).toBe(
        'Did you mean "Paris"? Values of Work Location: London, Paris. Nothing was changed: an empty selection never means "archive everybody".',
      );
      expect(problem.next).toContain("`spendesk-hr configure`");
    });

    it("stops the run for a single rule among alternatives", async () => {
      const filter = [{ any: ["'Work Location' is: Paris", "'Work Location' is: Oslo"] }];
      const problem = await problemOf(() => check(filter, locatedAt("Paris")));
      expect(problem.code).toBe("filter_selects_nobody");
      expect(problem.message).toBe("A filter rule holds for none of 1 employees: 'Work Location' is: Oslo");
    });

    it("names all rules that hold for nobody at once", async () => {
      const people = [employee({ team: "A", country: null })];
      const problem = await problemOf(() =>
        check(["'Team' is: B", "'Team' is: C", "'Country' is not empty"], people),
      );
      expect(problem.message).toBe(
        "3 filter rules hold for none of 1 employees: 'Team' is: B; 'Team' is: C; 'Country' is not empty",
      );
      expect(problem.why).toContain("Values of Team: A.");
      expect(problem.why).toContain("Nobody has a value in Country.");
    });

    it("shows head-counts when rules only exclude each other", async () => {
      const people = [employee({ team: "A", country: "FR" }), employee({ team: "B", country: "DE" })];
      const problem = await problemOf(() => check(["'Team' is: A", "'Country' is: DE"], people));
      expect(problem.code).toBe("filter_selects_nobody");
      expect(problem.message).toBe(
        "The filter selects none of 2 employees, though each of its rules holds for some: 'Team' is: A (1); 'Country' is: DE (1)",
      );
      expect(problem.why).toContain("Values of Team: A, B. Values of Country: DE, FR.");
    });
  });
});
