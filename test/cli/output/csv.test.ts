import { describe, expect, it } from "vitest";
import { toCsv } from "../../../src/cli/output/serialize.js";

describe("toCsv", () => {
  it("writes the header alone when there are no rows", () => {
    expect(toCsv([], ["name", "email"])).toBe("name,email\r\n");
  });

  it("takes the columns from the rows when there are some", () => {
    expect(toCsv([{ name: "Ada" }], ["name"])).toBe("name\r\nAda\r\n");
  });

  it("writes nothing when not even the columns are known", () => {
    expect(toCsv([])).toBe("");
  });
});
