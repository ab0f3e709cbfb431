import { describe, expect, it } from "vitest";
import { type FieldChoice, fieldChoices } from "../../../src/cli/configure/fields.js";
import { ruleText } from "../../../src/cli/configure/rule.js";
import { valueLabels } from "../../../src/cli/configure/value-labels.js";
import { parseFilter } from "../../../src/sync/filter/index.js";
import { employee } from "../../support/people.js";

const ada = employee("4711", { firstName: "Ada", lastName: "Lovelace", workEmail: "Ada@acme.test" });
const bea = employee("4712", {
  firstName: "Bea",
  lastName: "Bernoulli",
  country: "FR",
  department: "FR",
  manager: { id: "4711", email: "ada@acme.test" },
  custom: { "Line manager": "4711", Floor: "4711", Level: "12" },
});
const cleo = employee("12", { custom: { Floor: "3" } });
const everybody = [ada, bea, cleo];
const fields: readonly FieldChoice[] = fieldChoices(everybody, { title: "Tidepool", dataRead: [] });
const label = valueLabels(everybody, fields);

describe("valueLabels", () => {
  it.each([
    ["Manager Email", "ada@acme.test", "Ada Lovelace <Ada@acme.test>"],
    ["Manager Email", "gone@acme.test", "gone@acme.test"],
    ["custom.Line manager", "4711", "Ada Lovelace <Ada@acme.test>"],
    // Some of its values are nobody's id, so the others are none either.
    ["custom.Floor", "4711", "4711"],
    // An id, but as short as a rank.
    ["custom.Level", "12", "12"],
    ["Country", "FR", "France (FR)"],
    ["Country", "Kosovo", "Kosovo"],
    ["Department", "FR", "FR"],
  ])("calls the value of %s %j %j", (field, value, expected) => {
    expect(label(field, value)).toBe(expected);
  });
});

describe("ruleText", () => {
  const text = (...rules: Parameters<typeof parseFilter>[0]) =>
    ruleText(parseFilter(rules), { fields, label });

  it("says a rule in the words of people", () => {
    expect(text("'Country' is one of: FR,DE")).toBe("Country is one of: France (FR), Germany (DE)");
    expect(text("'custom.Line manager' is: 4711")).toBe("Line manager is: Ada Lovelace <Ada@acme.test>");
    expect(text("'Team' is empty")).toBe("Team is empty");
  });

  it("names a few of many values", () => {
    expect(text("'Team' is one of: A,B,C,D,E,F,G,H")).toBe("Team is one of: A, B, C, D, E, F, 2 more");
  });

  it("says groups", () => {
    expect(text({ any: ["'Team' is: A", "'Team' is empty"] })).toBe(
      "any of these: Team is: A; or Team is empty",
    );
  });
});
