import { describe, expect, it } from "vitest";
import { fromPs, fromStat, lookAtProcess } from "../../src/state/process-identity.js";

/** A line of `/proc/<pid>/stat`. */
function stat(name: string, letter: string, start: string): string {
  const between = Array.from({ length: 18 }, (_, index) => String(index));
  return `4711 (${name}) ${letter} ${between.join(" ")} ${start} 1 2 3\n`;
}

describe("what /proc tells of a process", () => {
  it.each([
    ["R", "running"],
    ["S", "running"],
    ["D", "running"],
    ["I", "running"],
    ["T", "stopped"],
    ["t", "stopped"],
    ["Z", "ended"],
    ["X", "ended"],
  ])("is with the letter %s that it is %s", (letter, condition) => {
    expect(fromStat(stat("node", letter, "1893"))).toEqual({ condition, start: "1893" });
  });

  it("is not confused by the name of a program", () => {
    const name = "a) Z 1 (b) T";
    expect(fromStat(stat(name, "S", "1893"))).toEqual({ condition: "running", start: "1893" });
  });

  it.each(["", "4711 (node) S 1 2", "nonsense"])("is nothing in %j", (text) => {
    expect(fromStat(text)).toBeNull();
  });
});

describe("what ps tells of a process", () => {
  const start = "Mon Nov 23 09:05:07 2026";

  it.each([
    ["Ss+  Mon Nov 23 09:05:07 2026    \n", "running"],
    ["R    Mon Nov 23 09:05:07 2026\n", "running"],
    ["U    Mon Nov 23 09:05:07 2026\n", "running"],
    ["T+   Mon Nov 23 09:05:07 2026\n", "stopped"],
    ["Z    Mon Nov 23 09:05:07 2026\n", "ended"],
  ])("is in %j that it is %s", (line, condition) => {
    expect(fromPs(line)).toEqual({ condition, start });
  });

  it("reads the same however the columns are filled up", () => {
    expect(fromPs("S  Sun Nov  1 09:05:07 2026\n")?.start).toBe("Sun Nov 1 09:05:07 2026");
  });

  it.each(["", "\n", "Z\n"])("is nothing in %j", (text) => {
    expect(fromPs(text)).toBeNull();
  });
});

describe("a look at a process", () => {
  it("finds this one at work, and always with the same start", () => {
    const look = lookAtProcess(process.pid);
    expect(look).toEqual({ condition: "running", start: expect.stringMatching(/\S/) });
    expect(lookAtProcess(process.pid)).toEqual(look);
  });
});
