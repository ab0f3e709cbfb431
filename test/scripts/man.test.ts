import { describe, expect, it } from "vitest";
import { variables } from "../../scripts/generate/variables.js";
import { manualPage } from "../../scripts/man/page.js";
import { prose } from "../../scripts/man/roff.js";
import { COMMANDS } from "../../src/cli/commands/index.js";

const page = manualPage("1.2.3", await variables());
const lines = page.split("\n");
/** As it reads, without markup. */
const read = page
  .replaceAll(/\\f[BIR]/g, "")
  .replaceAll("\\-", "-")
  .replaceAll("\\e", "\\")
  .replaceAll(/\\\[u([0-9A-F]+)\]/g, (_whole, code) => String.fromCodePoint(Number.parseInt(code, 16)));

describe("the manual page", () => {
  it("has the sections that people look for, in their order", () => {
    const sections = lines.filter((line) => line.startsWith(".SH ")).map((line) => line.slice(4));
    expect(sections.slice(0, 4)).toEqual(["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS"]);
    expect(sections).toContain("EXIT STATUS");
    expect(lines[0]).toBe('.TH SPENDESK\\-HR 1 "" "spendesk\\-hr 1.2.3" "User Commands"');
  });

  it("has every command with its flags and examples, and the global flags", () => {
    for (const { name, options = [], examples } of COMMANDS) {
      expect(read).toContain(`\n.TP\n${name}`);
      for (const { flags } of options) expect(read).toContain(`\n${flags}\n`);
      for (const example of examples) expect(read).toContain(`\n${example}\n`);
    }
    expect(read).toContain("\n-o, --output <format>\n");
    expect(read).toContain("table, json, yaml, csv");
  });

  it("has no sign that needs a locale, no blank line and no macro but its own", () => {
    expect(page).toMatch(/^[\n\x20-\x7e]+$/);
    expect(lines.slice(0, -1).filter((line) => line === "")).toEqual([]);
    const macros = new Set(lines.filter((line) => /^[.']/.test(line)).map((line) => line.split(" ")[0]));
    expect([...macros].sort()).toEqual([".PP", ".RE", ".RS", ".SH", ".SS", ".TH", ".TP", ".fi", ".nf"]);
  });

  it("takes nothing of a sentence for markup", () => {
    expect(prose(".it's a \\n – `--flag` and one `left")).toBe(
      "\\&.it's a \\en \\[u2013] \\fB\\-\\-flag\\fR and one left",
    );
  });
});
