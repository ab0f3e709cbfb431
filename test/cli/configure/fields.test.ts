import { describe, expect, it } from "vitest";
import { fieldChoices, fieldLabel } from "../../../src/cli/configure/fields.js";
import type { Employee } from "../../../src/sync/model/index.js";
import { employee } from "../../support/people.js";

const TOOL = {
  title: "Tidepool",
  dataRead: [
    { field: "workLocation", label: "Site", permission: "People", purpose: "rules", required: false },
    { field: "department", label: "Department", permission: "People", purpose: "rules", required: false },
  ],
} as const;

function texts(...people: readonly Employee[]): readonly string[] {
  return fieldChoices(people, TOOL)
    .filter(({ field }) => field !== "Work Email")
    .map(({ text }) => text);
}

describe("fieldChoices", () => {
  it("has the HR tool's own words and the number of values", () => {
    const ada = employee("ada", { workLocation: "London", department: "Sales", custom: { Card: "yes" } });
    const bea = employee("bea", { workLocation: "Paris", department: "Sales", custom: { Card: "no" } });
    expect(texts(ada, bea)).toEqual([
      "Work Location (in Tidepool: Site): 2 values",
      "Department: 1 value",
      "Card: 2 values",
    ]);
  });

  it("lists an attribute once that has several names, by the one for people", () => {
    const own = (value: string) => ({ dynamic_81003: value, card_group: value, "Card group": value });
    const people = [employee("ada", { custom: own("A") }), employee("bea", { custom: own("B") })];
    expect(texts(...people)).toEqual(["Card group (also called card_group, dynamic_81003): 2 values"]);
    expect(fieldChoices(people, TOOL).find(({ label }) => label === "Card group")?.field).toBe(
      "custom.Card group",
    );
  });

  it("leaves out an attribute that is one of the standard fields, and tells one apart that only has its name", () => {
    const same = employee("ada", {
      workLocation: "London",
      custom: { Site: "London", "work-location": "London" },
    });
    expect(texts(same)).toEqual(["Work Location (in Tidepool: Site): 1 value"]);
    const other = employee("ada", { workLocation: "London", custom: { Site: "Floor 4" } });
    expect(texts(other)).toEqual([
      "Work Location (in Tidepool: Site): 1 value",
      "Site (further attribute): 1 value",
    ]);
  });

  it("keeps attributes with names of their own, although they agree today", () => {
    const own = { Card: "yes", Phone: "yes" };
    expect(texts(employee("ada", { custom: own }))).toEqual(["Card: 1 value", "Phone: 1 value"]);
  });

  it("calls a field by its name of which nobody has a value", () => {
    expect(fieldLabel("Team", [])).toBe("Team");
    expect(fieldLabel("custom.Card", [])).toBe("Card");
  });
});
