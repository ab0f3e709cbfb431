import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** One import of a file of src/. */
export interface Import {
  /** Path below src/. */
  readonly file: string;
  readonly specifier: string;
  /** Path below src/ of what is imported; null for a package. */
  readonly target: string | null;
}

/** Every import below a folder, also those that are made when they are needed. */
export function importsBelow(src: string): readonly Import[] {
  return sourcesBelow(src).flatMap((file) => {
    const source = readFileSync(join(src, file), "utf8");
    const found = source.matchAll(/(?:\bfrom\s+|^\s*import\s+|\bimport\s*\(\s*)["']([^"']+)["']/gm);
    return [...found].map(([, specifier = ""]) => ({
      file,
      specifier,
      target: specifier.startsWith(".") ? targetOf(src, file, specifier) : null,
    }));
  });
}

/** Paths of the TypeScript files below a folder. */
export function sourcesBelow(src: string): readonly string[] {
  return readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .sort();
}

function targetOf(src: string, file: string, specifier: string): string {
  const target = relative(src, resolve(src, dirname(file), specifier));
  const page = target.replace(/\.js$/, ".tsx");
  return existsSync(join(src, page)) ? page : target.replace(/\.js$/, ".ts");
}

/** Files whose imports lead back to themselves. */
export function filesInCycles(imports: readonly Import[]): readonly string[] {
  const next = new Map<string, Set<string>>();
  for (const { file, target } of imports) {
    if (target !== null) next.set(file, (next.get(file) ?? new Set()).add(target));
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
  return [...next.keys()].filter((file) => reachable(file).has(file));
}
