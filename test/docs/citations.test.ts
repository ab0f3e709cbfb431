import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { docPages, ROOT, sectionsOf, textOf } from "./pages.js";

/** `docs/vendors/personio.md §3, §7`, also without sections. */
const CITATION = /\b(docs\/[\w/-]+\.md)((?:,? §\d+(?:\.\d+)*)*)/g;
const RFC = /\bRFC \d+ §\d+(?:\.\d+)*/g;

interface Line {
  readonly place: string;
  readonly text: string;
}

function linesOf(folder: string): readonly Line[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:ts|mjs|cjs|sh)$/.test(name) && !`${folder}/${name}`.startsWith("test/docs/"))
    .flatMap((name) => {
      const file = `${folder}/${name}`;
      return textOf(file)
        .split("\n")
        .map((text, index) => ({ place: `${file}:${index + 1}`, text }));
    });
}

const LINES = ["src", "test", "scripts"].flatMap(linesOf);

const CITATIONS = LINES.flatMap(({ place, text }) =>
  [...text.matchAll(CITATION)].map(([, page = "", sections = ""]) => ({
    place,
    page,
    sections: sections.match(/\d+(?:\.\d+)*/g) ?? [],
  })),
);

describe("what comments cite", () => {
  it("is found at all", () => {
    expect(CITATIONS.length).toBeGreaterThan(250);
    expect(CITATIONS.flatMap(({ sections }) => sections).length).toBeGreaterThan(250);
  });

  it("is in the repository, with the sections", () => {
    const known = new Map<string, ReadonlySet<string>>();
    const wrong = CITATIONS.flatMap(({ place, page, sections }) => {
      if (!existsSync(join(ROOT, page))) return [`${place}: ${page}`];
      const numbers = known.get(page) ?? sectionsOf(page);
      known.set(page, numbers);
      return sections
        .filter((number) => !numbers.has(number))
        .map((number) => `${place}: ${page} §${number}`);
    });
    expect(wrong).toEqual([]);
  });

  it("is a page of docs/ or a public standard wherever a section is named", () => {
    const loose = LINES.filter(({ text }) => text.replace(CITATION, "").replace(RFC, "").includes("§"));
    expect(loose.map(({ place, text }) => `${place}: ${text.trim()}`)).toEqual([]);
  });

  it("names no page without its folder", () => {
    const names = docPages().map((page) => page.split("/").at(-1) ?? "");
    const bare = LINES.flatMap(({ place, text }) => {
      const found = text.replace(CITATION, "").match(/(?<![\w/.-])[\w-]+\.md\b/g) ?? [];
      return found
        .filter((name) => names.includes(name) && name !== "README.md")
        .map((name) => `${place}: ${name}`);
    });
    expect(bare).toEqual([]);
  });
});

describe("what pages name", () => {
  /** Paths with an invented part are examples. */
  const INVENTED = /[<>*{}…]|newhr|newcommand/;

  it("is in the repository", () => {
    const pages = [...docPages(), "README.md", "CONTRIBUTING.md", "src/providers/README.md"];
    const named = pages.flatMap((page) =>
      [...textOf(page).matchAll(/`((?:src|test|scripts|docs|fixtures|openapi|bin)\/[^`\s]*)`/g)]
        .map(([, path = ""]) => ({ page, path }))
        .filter(({ path }) => !INVENTED.test(path)),
    );
    expect(named.length).toBeGreaterThan(50);
    const missing = named.filter(({ path }) => !existsSync(join(ROOT, path)));
    expect(missing.map(({ page, path }) => `${page}: ${path}`)).toEqual([]);
  });

  it("are sections that are there", () => {
    const links = docPages().flatMap((page) =>
      [...textOf(page).matchAll(/\]\(([\w./-]+\.md)\)((?:,? §\d+(?:\.\d+)*)+)/g)].flatMap(
        ([, target = "", sections = ""]) =>
          (sections.match(/\d+(?:\.\d+)*/g) ?? []).map((number) => ({
            page,
            target: join(page, "..", target),
            number,
          })),
      ),
    );
    expect(links.length).toBeGreaterThan(0);
    const wrong = links.filter(({ target, number }) => !sectionsOf(target).has(number));
    expect(wrong).toEqual([]);
  });
});
