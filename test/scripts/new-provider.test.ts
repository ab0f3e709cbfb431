import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newProvider } from "../../scripts/new-provider/new-provider.js";

const ROOT = resolve(import.meta.dirname, "../..");
const NEEDED = [
  "src/providers/_template",
  "src/providers/registry.ts",
  "test/providers/template",
  "fixtures/providers/_template",
  "docs/vendors",
];

/** In two parts: no such page is in the repository. */
const PAGE = ["docs/vendors", "newhr.md"].join("/");

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "spendesk-hr-new-provider-"));
  for (const path of NEEDED) cpSync(join(ROOT, path), join(root, path), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Names and texts of all files below a folder. */
function contentsOf(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${name}\n${readFileSync(join(parentPath, name), "utf8")}`)
    .join("\n");
}

describe("a new provider", () => {
  it("is the template with its own names everywhere", () => {
    newProvider(root, "newhr", "New HR");
    for (const folder of ["src/providers/newhr", "test/providers/newhr", "fixtures/providers/newhr"]) {
      expect(contentsOf(folder)).not.toMatch(/example ?hr|_template/i);
    }
    expect(contentsOf("src/providers/newhr")).toContain('title: "New HR"');
    expect(contentsOf("test/providers/newhr")).toContain("src/providers/newhr/index.js");
  });

  it("is offered, and has a page for its facts with the sections of the others", () => {
    const { written, left } = newProvider(root, "newhr", "New HR");
    expect(written).toContain(PAGE);
    expect(left.join("\n")).toContain("src/sandbox/vendors/newhr/");
    expect(readFileSync(join(root, "src/providers/registry.ts"), "utf8")).toMatch(
      /title: "New HR",\n {4}load: async \(\) => \(await import\("\.\/newhr\/index\.js"\)\)\.newhr,\n {2}},\n];/,
    );
    const headings = (page: string) =>
      readFileSync(join(root, `docs/vendors/${page}.md`), "utf8").match(/^## .*$/gm);
    expect(headings("newhr")).toEqual(headings("deel"));
  });

  it.each([
    ["New-HR", "New HR", '"New-HR" is no id'],
    ["../newhr", "New HR", '"../newhr" is no id'],
    ["newhr", "", '"" is no title'],
    ["newhr", 'New "HR"', "is no title"],
    ["_template", "New HR", "is no id"],
  ])("is refused as %s, %s, and nothing is written", (id, title, message) => {
    expect(() => newProvider(root, id, title)).toThrow(message);
    expect(existsSync(join(root, PAGE))).toBe(false);
  });

  it("never replaces one that is there", () => {
    newProvider(root, "newhr", "New HR");
    expect(() => newProvider(root, "newhr", "New HR")).toThrow("src/providers/newhr is there already.");
  });
});
