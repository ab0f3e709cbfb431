import { describe, expect, it } from "vitest";
import {
  compileValueRule,
  parseValueRule,
  type ValueRuleInput,
} from "../../../src/sync/filter/value-rules.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import { employee, problemOf } from "./support.js";

const ruleOf = (input: ValueRuleInput) => compileValueRule(parseValueRule(input));

describe("a rule that gives a value", () => {
  it("is for everybody without a condition", () => {
    const rule = ruleOf({ value: "EMEA" });
    expect(parseValueRule({ value: "EMEA" }).filter).toBeNull();
    expect(rule.applies(employee())).toBe(true);
    expect(rule.value(employee())).toBe("EMEA");
  });

  it.each<[string, ValueRuleInput["if"], Partial<Employee>, boolean]>([
    ["one rule", "'Country' is: FR", { country: "FR" }, true],
    ["one rule", "'Country' is: FR", { country: "DE" }, false],
    ["one rule in parts", { field: "Country", operator: "is", values: "FR" }, { country: "FR" }, true],
    ["a list", ["'Country' is: FR", "'Team' is: A"], { country: "FR", team: "A" }, true],
    ["a list", ["'Country' is: FR", "'Team' is: A"], { country: "FR", team: "B" }, false],
  ])("applies by %s: %j to %j: %j", (_what, condition, values, applies) => {
    expect(ruleOf({ if: condition, value: "EMEA" }).applies(employee(values))).toBe(applies);
  });

  it.each<[Partial<Employee>, string | null]>([
    [{ workLocation: " Paris " }, "Paris"],
    [{ workLocation: ["Paris", "London"] }, "Paris, London"],
    [{ workLocation: "  " }, null],
    [{ workLocation: null }, null],
    [{}, null],
  ])("takes what a field holds, of %j: %j", (values, expected) => {
    const parsed = parseValueRule({ field: "work location" });
    expect(parsed.gives).toEqual({ field: "Work Location" });
    expect(compileValueRule(parsed).value(employee(values))).toBe(expected);
  });

  it("is refused when it names no field there is, or an empty condition", async () => {
    const unknown = await problemOf(() => parseValueRule({ field: "Shoe Size" }));
    expect(unknown.message).toBe('The rule names a field that does not exist: "Shoe Size".');
    expect((await problemOf(() => parseValueRule({ if: [], value: "EMEA" }))).code).toBe("filter_syntax");
  });
});
