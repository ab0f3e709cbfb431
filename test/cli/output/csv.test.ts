import { describe, expect, it } from "vitest";
import { toCsv } from "../../../src/cli/output/serialize.js";

describe("toCsv", () => {
  it("writes the header alone when there are no rows", () => {
    expect(toCsv([], ["name", "email"])).toBe("name,email\r\n");
  });

  it("takes the columns from the rows when there are some", () => {
    expect(toCsv([{ name: "Ada" }], ["name"])).toBe("name\r\nAda\r\n");
  });

  it("puts a cell in quotes only for what would end it", () => {
    const cells = { a: 'say "x"', b: "one,two", c: " blanks ", d: "", e: 7, f: null, g: "semi;colon#" };
    expect(toCsv([cells])).toBe('a,b,c,d,e,f,g\r\n"say ""x""","one,two", blanks ,,7,,semi;colon#\r\n');
  });

  it("writes nothing when not even the columns are known", () => {
    expect(toCsv([])).toBe("");
  });
});
