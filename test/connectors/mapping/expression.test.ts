import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileExpression, ExpressionLimit } from "../../../src/connectors/mapping/expression.js";

async function evaluate(text: string, record: unknown): Promise<unknown> {
  const compiled = compileExpression(text);
  if ("fault" in compiled) throw new Error(compiled.fault);
  return compiled.expression.evaluate(record);
}

describe("an expression", () => {
  it.each<[string, unknown, unknown]>([
    ["$uppercase(name)", { name: "mira" }, "MIRA"],
    ['emails[type="work"].value', { emails: [{ type: "work", value: "m@acme.test" }] }, "m@acme.test"],
    ["first & ' ' & last", { first: "Mira", last: "Lindqvist" }, "Mira Lindqvist"],
    ['$contains(manager, "@") ? manager', { manager: "00u1" }, undefined],
    ['($parts := $split(name, "-"); $parts[1])', { name: "a-b" }, "b"],
    ["a ~> $trim", { a: " x " }, "x"],
    ["tags", { tags: ["a", "b"] }, ["a", "b"]],
    ["missing.deeper", {}, undefined],
    // A number can't be cut; that is nobody's fault but the record's.
    ["$substring(code, 1)", { code: 5 }, undefined],
  ])("%s of %j is %j", async (text, record, value) => {
    expect(await evaluate(text, record)).toEqual(value);
  });

  it.each([
    ["$eval('1')", "must call none but"],
    ["a ~> $eval", "must not use $eval"],
    ["($sum := $eval; $sum('1'))", "must not give $sum another meaning"],
    ["($f := $eval; 1)", "must not use $eval"],
    ["function($x){$x}", "must not have functions of its own"],
    ["$match(a, /(x+)+$/)", "must"],
    ["a[$contains($, /(x+)+$/)]", "must not have regular expressions"],
    ["$substring(?, 1)", "must not have partial applications"],
    ["$ ~> |a|{'b': 1}|", "must not have transformations"],
    ["{'a': 1}", "must not make objects"],
    ["a{b: c}", "must not make objects"],
    ["$lookup($, 'constructor')", "must call none but"],
    ["$.constructor", "must not name constructor"],
    ['"__proto__"', "must not name __proto__"],
    ["$now()", "must call none but"],
    ["$random()", "must call none but"],
    ["$pad('a', 100000000)", "must call none but"],
    ["$$.x.($other)", "must not use $other"],
    ["(", "is no JSONata expression"],
    ["", "is no JSONata expression"],
  ])("is not %s", (text, fault) => {
    expect(compileExpression(text)).toMatchObject({ fault: expect.stringContaining(fault) });
  });

  it.each([
    ["a list of all numbers", "[1..9999999]", {}],
    ["a text that doubles", `($a := "xxxxxxxxxx"; ${"$a := $a & $a; ".repeat(28)}$a)`, {}],
    ["a product of lists", "a.($$.a.($$.a.($$.a)))", { a: Array.from({ length: 60 }, (_, n) => ({ n })) }],
    ["a replacement that grows", '$replace(a, "x", a)', { a: "x".repeat(9000) }],
    ["a record that is huge", "$string($)", { a: Array.from({ length: 20_000 }, () => "abc") }],
    ["depth", `${"(".repeat(110)}a${")".repeat(110)}`, { a: 1 }],
  ])("is stopped at %s", async (_what, text, record) => {
    await expect(evaluate(text, record)).rejects.toThrow(ExpressionLimit);
  });

  it("ends and harms nothing, whatever it is and is used on", async () => {
    const token = fc.constantFrom(
      ...[
        "a",
        "b",
        ".",
        "[",
        "]",
        "(",
        ")",
        "$",
        "$$",
        "&",
        "+",
        "*",
        "**",
        "%",
        ":=",
        ";",
        "?",
        ":",
        ",",
        "~>",
      ],
      ...[
        "$string",
        "$split",
        "$join",
        "$replace",
        "$eval",
        "function",
        "{",
        "}",
        "|",
        "/",
        "1",
        '"x"',
        "^",
        "@",
        "#",
      ],
      ...["__proto__", "constructor", "prototype", "..", "1e6", "in", "and", "not", "null"],
    );
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.array(token, { maxLength: 14 }).map((all) => all.join("")),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.jsonValue(), async (written, record) => {
        const compiled = compileExpression(written);
        const before = JSON.stringify(record);
        if (!("fault" in compiled)) {
          await compiled.expression.evaluate(record).catch((error: unknown) => {
            if (!(error instanceof ExpressionLimit)) throw error;
          });
        }
        expect(JSON.stringify(record)).toBe(before);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });
});
