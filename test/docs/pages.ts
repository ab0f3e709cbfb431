import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

/** Every page of docs/ by its path from the root, in whatever folder. */
export function docPages(): readonly string[] {
  return readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`);
}

export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** The numbers of a page's sections: `3.1` of `### 3.1 Reading members`. */
export function sectionsOf(page: string): ReadonlySet<string> {
  const headings = textOf(page).matchAll(/^#{2,3} (\d+(?:\.\d+)*)\.? /gm);
  return new Set([...headings].map(([, number = ""]) => number));
}
