import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePath, valueAt } from "../../../src/connectors/mapping/paths.js";
import { referencesOf, renderText, renderValue } from "../../../src/connectors/mapping/templates.js";

const RECORD = {
  id: 7,
  name: { first: "Mira", last: null },
  emails: [
    { type: "home", value: "m@home.test" },
    { type: "work", value: "m@acme.test", primary: true },
  ],
  empty: [],
  byKey: { a: { n: 1 }, b: { n: 2 } },
  "urn:ietf:2.0:User": { manager: { value: "9" } },
};

describe("a path", () => {
  it.each([
    ["id", 7],
    ["$", RECORD],
    ["name.first", "Mira"],
    ["name.last", null],
    ["name.last.deeper", null],
    ["name.middle", undefined],
    ["nothing.at.all", undefined],
    ["emails[0].value", "m@home.test"],
    ["emails[5].value", null],
    ["emails[type=work].value", "m@acme.test"],
    ["emails[primary=true].value", "m@acme.test"],
    ["emails[type=other].value", null],
    ["emails[*].type", ["home", "work"]],
    ["empty[*].type", null],
    ["empty[type=work].value", null],
    ["byKey[*].n", [1, 2]],
    ['["urn:ietf:2.0:User"].manager.value', "9"],
    ["name[0]", undefined],
    ["id.deeper", undefined],
    ["toString", undefined],
    ["emails.length", undefined],
  ])("%s leads to %j", (path, value) => {
    expect(valueAt(RECORD, path)).toEqual(value);
  });

  it.each(["", ".", "a.", ".a", "a..b", "a[", "a[]", "a]", "a b", "a[=1]", "a[-1]", "$.a", "a['b"])(
    "is not %s",
    (text) => {
      expect(parsePath(text)).toHaveProperty("fault");
    },
  );

  it("never leads out of the data", () => {
    for (const name of ["__proto__", "constructor", "prototype"]) {
      for (const text of [name, `a.${name}.b`, `["${name}"]`, `a[${name}=1]`]) {
        expect(parsePath(text)).toMatchObject({ fault: expect.stringContaining(name) });
      }
    }
  });

  it("is read or refused without harm, whatever it is", () => {
    const part = fc.constantFrom(
      "a",
      "b",
      ".",
      "[",
      "]",
      "*",
      "0",
      "=",
      "__proto__",
      '"',
      "$",
      "constructor",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, fc.jsonValue(), (path, record) => {
        if ("fault" in parsePath(path)) return;
        valueAt(record, path);
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      }),
    );
  });
});

describe("a template", () => {
  const scope = { settings: { region: "eu" }, credentials: { key: "abc" }, ids: ["1", "2"] };

  it("is filled from what it may speak of", () => {
    expect(referencesOf("${settings.region}-${ credentials.key }")).toEqual([
      "settings.region",
      "credentials.key",
    ]);
    expect(renderText("${settings.region}-${credentials.key}!", scope)).toBe("eu-abc!");
    expect(renderText("${settings.toString}${constructor.name}${x}", scope)).toBe("");
    expect(renderText("/${credentials.key}", { credentials: { key: "a/b" } }, encodeURIComponent)).toBe(
      "/a%2Fb",
    );
  });

  it("keeps lists and numbers where it is one reference alone", () => {
    expect(renderValue({ a: ["${ids}", "x ${settings.region}"], n: 3, b: true }, scope)).toEqual({
      ...{ a: [["1", "2"], "x eu"], n: 3, b: true },
    });
  });
});
