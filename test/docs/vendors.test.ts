import { describe, expect, it } from "vitest";
import { everySettingField } from "../../src/providers/provider.js";
import { findProvider, PROVIDERS } from "../../src/providers/registry.js";
import { FILTER_FIELDS } from "../../src/sync/filter/fields.js";
import { OPERATOR_NAMES } from "../../src/sync/filter/operators.js";
import { docPages, textOf } from "./pages.js";

const HEADINGS = [
  "1. Set-up and rights",
  "2. Hosts and authentication",
  "3. Endpoints and paging",
  "4. Records and dates",
  "5. Status and employment",
  "6. Bank details",
  "7. Limits and waiting",
  "8. Refusals",
  "9. Deprecations",
  "10. Not verified",
  "11. Sources",
];

const VENDORS = PROVIDERS.filter(({ guide }) => !guide).map(({ id }) => id);
const PAGES = ["spendesk", ...VENDORS];

function page(vendor: string): string {
  return textOf(`docs/vendors/${vendor}.md`);
}

/** The cells of every row of facts. */
function factsOf(vendor: string): readonly (readonly string[])[] {
  return page(vendor)
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| Relied on"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

it("every source without a vendor has a page of its own", () => {
  const guides = PROVIDERS.flatMap(({ guide }) => guide ?? []);
  expect(docPages()).toEqual(expect.arrayContaining(guides));
});

it("every vendor of the registry has a page, and every page a vendor", () => {
  const expected = [...PAGES, "README"].map((name) => `docs/vendors/${name}.md`);
  expect(
    docPages()
      .filter((name) => name.startsWith("docs/vendors/"))
      .sort(),
  ).toEqual(expected.sort());
});

describe.each(PAGES)("the page of %s", (vendor) => {
  it("has the common sections, each with something in it", () => {
    const sections = page(vendor).split(/^## /m).slice(1);
    expect(sections.map((section) => section.split("\n")[0])).toEqual(HEADINGS);
    for (const section of sections) expect(section.split("\n").slice(1).join("").trim()).not.toBe("");
  });

  it("says of every fact how sure it is, and where it comes from unless it is assumed or ours", () => {
    const facts = factsOf(vendor).filter((cells) => cells.length === 4);
    expect(facts.length).toBeGreaterThan(15);
    for (const [fact, sure = "", source = ""] of facts) {
      expect(sure, fact).toMatch(/\b(?:doc|seen|assumed|ours|inferred|reported)\b/);
      if (/\b(?:doc|seen)\b/.test(sure)) expect(source, fact).toMatch(/S\d/);
    }
  });

  it("lists every source that it cites, and cites every one that it lists", () => {
    const [facts = "", sources = ""] = page(vendor).split("## 11. Sources");
    const cited = new Set(facts.match(/\bS\d+\b/g));
    const listed = new Set([...sources.matchAll(/^- (S\d+) /gm)].map(([, name = ""]) => name));
    expect([...cited].sort()).toEqual([...listed].sort());
  });
});

describe.each(VENDORS)("what overrides facts of %s", (vendor) => {
  it("are settings of that tool, or other keys of the configuration", async () => {
    const keys = everySettingField(await findProvider(vendor)).map(({ key }) => key);
    const named = factsOf(vendor).flatMap((cells) =>
      [...(cells[3] ?? "").matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text.split(/[: ]/)[0] ?? ""),
    );
    expect(named.length).toBeGreaterThan(0);
    const others = ["timezone"];
    const wrong = named.filter(
      (name) => !/^(?:source|sync)\./.test(name) && ![...keys, ...others].includes(name),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the page on filter rules", () => {
  it.each([...OPERATOR_NAMES, ...FILTER_FIELDS.map(({ name }) => name)])("has a row for %s", (name) => {
    expect(textOf("docs/filter.md")).toContain(`\n| \`${name}\` | `);
  });
});
