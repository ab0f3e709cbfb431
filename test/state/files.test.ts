import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publish } from "../../src/state/files.js";
import { tempDir } from "./helpers.js";

describe("publish", () => {
  it("never replaces a file that another process published first", () => {
    const dir = tempDir();
    const [mine, theirs, final] = [join(dir, "mine"), join(dir, "theirs"), join(dir, "final")];
    writeFileSync(theirs, "theirs");
    writeFileSync(mine, "mine");
    expect(publish(theirs, final, dir)).toBe(true);
    expect(publish(mine, final, dir)).toBe(false);
    expect(readFileSync(final, "utf8")).toBe("theirs");
  });

  it("reports other trouble than being late", () => {
    const dir = tempDir();
    expect(() => publish(join(dir, "missing"), join(dir, "final"), dir)).toThrow("ENOENT");
    expect(readdirSync(dir)).toEqual([]);
  });
});
