import { describe, expect, it } from "vitest";
import { cleanName, memberNames, noNameReason } from "../../../src/sync/model/member-names.js";
import { employee } from "../../support/people.js";

describe("the names of a new member", () => {
  const BOTH = { firstName: "Ada", lastName: "Test" };

  it.each([
    ["skip", { lastName: null }, { firstName: "Ada", lastName: null }],
    ["skip", {}, BOTH],
    ["repeat", {}, BOTH],
    ["repeat", { lastName: null }, { firstName: "Ada", lastName: "Ada" }],
    ["repeat", { firstName: null }, { firstName: "Test", lastName: "Test" }],
    ["repeat", { firstName: null, lastName: null }, { firstName: null, lastName: null }],
    ["repeat", { lastName: undefined }, { firstName: "Ada", lastName: null }],
    ["repeat", { firstName: undefined }, { firstName: null, lastName: "Test" }],
  ] as const)("with `sync.singleName: %s` and %j are %j", (rule, values, names) => {
    const { firstName, lastName } = { ...BOTH, ...values };
    const { firstName: _first, lastName: _last, ...rest } = employee("ada");
    const person = {
      ...rest,
      ...(firstName !== undefined && { firstName }),
      ...(lastName !== undefined && { lastName }),
    };
    expect(memberNames(person, rule)).toEqual(names);
  });

  it.each([
    [{ firstName: null, lastName: " " }, "no name for this person"],
    [{ firstName: null }, "no first name for this person"],
    [{ lastName: null }, "no last name for this person"],
  ])("are missed by name: %j", (values, words) => {
    expect(noNameReason(employee("ada", values))).toContain(`The HR tool has ${words}`);
  });

  it.each([
    [" Ada\u200b ", "Ada"],
    ["Te\u0301st", "T\u00e9st"],
    [" ", null],
    ["", null],
    [null, null],
    [undefined, null],
  ])("are cleaned: %j is %j", (name, cleaned) => {
    expect(cleanName(name)).toBe(cleaned);
  });
});
