import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LOG_EVENTS } from "../../src/observability/log.js";

describe("events of the log", () => {
  it("are documented as they are", () => {
    const readme = readFileSync("README.md", "utf8");
    for (const [name, text] of Object.entries(LOG_EVENTS)) {
      expect(readme).toContain(`| \`${name}\` | ${text} |`);
    }
  });
});
