import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ALLOWED, ONLY_IN, ROOMS } from "./rooms.js";

const SRC = resolve(import.meta.dirname, "../../src");

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function imports(): Import[] {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  return files.flatMap((file) => {
    const source = readFileSync(join(SRC, file), "utf8");
    const found = source.matchAll(/(?:\bfrom\s+|^\s*import\s+|\bimport\s*\(\s*)["']([^"']+)["']/gm);
    return [...found].map((match) => ({ file, specifier: match[1] ?? "" }));
  });
}

function folderOf(file: string): string {
  return file.split("/")[0] ?? file;
}

function roomOf(file: string): string {
  return file.split("/")[1] ?? file;
}

function isLater(room: string, than: string): boolean {
  return ROOMS.indexOf(room) > ROOMS.indexOf(than);
}

const ALL = imports();

describe("import directions", () => {
  it("sees the imports at all", () => {
    expect(ALL.length).toBeGreaterThan(200);
    expect(new Set(ALL.map(({ file }) => folderOf(file)))).toEqual(new Set(Object.keys(ALLOWED)));
  });

  it("point inwards", () => {
    const wrong = ALL.filter(({ specifier }) => specifier.startsWith(".")).flatMap(({ file, specifier }) => {
      const target = relative(SRC, resolve(SRC, dirname(file), specifier));
      const [from, to] = [folderOf(file), folderOf(target)];
      return from === to || ALLOWED[from]?.includes(to) ? [] : [`${file} imports ${target}`];
    });
    expect(wrong).toEqual([]);
  });

  it("never lead in a circle", () => {
    const next = new Map<string, Set<string>>();
    for (const { file, specifier } of ALL) {
      if (!specifier.startsWith(".")) continue;
      const target = relative(SRC, resolve(SRC, dirname(file), specifier)).replace(/\.js$/, ".ts");
      next.set(file, (next.get(file) ?? new Set()).add(target));
    }
    const reachable = (start: string): Set<string> => {
      const seen = new Set<string>();
      const open = [...(next.get(start) ?? [])];
      for (let file = open.pop(); file !== undefined; file = open.pop()) {
        if (seen.has(file)) continue;
        seen.add(file);
        open.push(...(next.get(file) ?? []));
      }
      return seen;
    };
    expect([...next.keys()].filter((file) => reachable(file).has(file))).toEqual([]);
  });

  it("lead within the heart from a room to those before it", () => {
    const places = new Set(
      ALL.filter(({ file }) => folderOf(file) === "sync").map(({ file }) => roomOf(file)),
    );
    expect([...places].sort()).toEqual([...ROOMS].sort());
    const wrong = ALL.filter(({ file, specifier }) => folderOf(file) === "sync" && specifier.startsWith("."))
      .map(({ file, specifier }) => [file, relative(SRC, resolve(SRC, dirname(file), specifier))] as const)
      .filter(([file, target]) => folderOf(target) === "sync" && isLater(roomOf(target), roomOf(file)));
    expect(wrong).toEqual([]);
  });

  it("never lead from one provider to another", () => {
    const wrong = ALL.filter(({ file }) => /^providers\/[^/]+\//.test(file)).flatMap(
      ({ file, specifier }) => {
        if (!specifier.startsWith(".")) return [];
        const target = relative(SRC, resolve(SRC, dirname(file), specifier));
        if (folderOf(target) !== "providers") return [];
        const [, own] = file.split("/");
        const [, other, rest] = target.split("/");
        return rest === undefined || other === own || other === "support"
          ? []
          : [`${file} imports ${target}`];
      },
    );
    expect(wrong).toEqual([]);
  });

  it("keep each outside package in its place", () => {
    const wrong = ALL.flatMap(({ file, specifier }) => {
      const place = ONLY_IN[specifier];
      return place && !file.startsWith(place) ? [`${file} imports ${specifier}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it("bring no outside package into the heart but the ones it names", () => {
    const outside = ALL.filter(
      ({ file, specifier }) => folderOf(file) === "sync" && !specifier.startsWith("."),
    );
    const allowed = ["node:crypto", "iban-to-bic", "ibantools", "leven"];
    expect(outside.filter(({ specifier }) => !allowed.includes(specifier))).toEqual([]);
  });
});
