import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ALLOWED, ONLY_IN, ROOMS } from "./rooms.js";
import { filesInCycles, importsBelow } from "./source-imports.js";

function folderOf(file: string): string {
  return file.split("/")[0] ?? file;
}

function roomOf(file: string): string {
  return file.split("/")[1] ?? file;
}

function isLater(room: string, than: string): boolean {
  return ROOMS.indexOf(room) > ROOMS.indexOf(than);
}

const ALL = importsBelow(resolve(import.meta.dirname, "../../src"));

/** The imports of other files, with the file that is meant. */
const WITHIN = ALL.flatMap(({ file, target }) => (target === null ? [] : [[file, target] as const]));

describe("import directions", () => {
  it("sees the imports at all", () => {
    expect(ALL.length).toBeGreaterThan(200);
    expect(new Set(ALL.map(({ file }) => folderOf(file)))).toEqual(new Set(Object.keys(ALLOWED)));
  });

  it("point inwards", () => {
    const wrong = WITHIN.filter(([file, target]) => {
      const [from, to] = [folderOf(file), folderOf(target)];
      return from !== to && !ALLOWED[from]?.includes(to);
    });
    expect(wrong).toEqual([]);
  });

  it("never lead in a cycle", () => {
    expect(filesInCycles(ALL)).toEqual([]);
  });

  it("lead within the heart from a room to those before it", () => {
    const places = new Set(
      ALL.filter(({ file }) => folderOf(file) === "sync").map(({ file }) => roomOf(file)),
    );
    expect([...places].sort()).toEqual([...ROOMS].sort());
    const wrong = WITHIN.filter(
      ([file, target]) =>
        folderOf(file) === "sync" && folderOf(target) === "sync" && isLater(roomOf(target), roomOf(file)),
    );
    expect(wrong).toEqual([]);
  });

  it("enter a room of the heart by its door", () => {
    const wrong = WITHIN.filter(([file, target]) => {
      const [folder, room, inner] = target.split("/");
      return folder === "sync" && inner !== "index.ts" && !file.startsWith(`sync/${room}/`);
    });
    expect(wrong).toEqual([]);
  });

  it("never lead from one provider to another", () => {
    const wrong = WITHIN.filter(([file, target]) => {
      if (!/^providers\/[^/]+\//.test(file) || folderOf(target) !== "providers") return false;
      const [, own] = file.split("/");
      const [, other, rest] = target.split("/");
      return rest !== undefined && other !== own && other !== "support";
    });
    expect(wrong).toEqual([]);
  });

  it("lead from providers to connectors in the registry alone", () => {
    const found = WITHIN.filter(
      ([file, target]) => folderOf(file) === "providers" && folderOf(target) === "connectors",
    );
    expect(new Set(found.map(([file]) => file))).toEqual(new Set(["providers/registry.ts"]));
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
