import { readFileSync } from "node:fs";
import { filesInCycles, importsBelow, sourcesBelow } from "../../test/architecture/source-imports.js";

const SRC = "src";
const files = sourcesBelow(SRC).map((path) => ({
  path,
  lines: readFileSync(`${SRC}/${path}`, "utf8").split("\n").length - 1,
}));
const imports = importsBelow(SRC);
const importers = new Map<string, Set<string>>();
for (const { file, target } of imports) {
  if (target !== null) importers.set(target, (importers.get(target) ?? new Set()).add(file));
}

interface Size {
  files: number;
  lines: number;
}

function sizesBy(keyOf: (path: string) => string): readonly (readonly [string, Size])[] {
  const sizes = new Map<string, Size>();
  for (const { path, lines } of files) {
    const size = sizes.get(keyOf(path)) ?? { files: 0, lines: 0 };
    sizes.set(keyOf(path), { files: size.files + 1, lines: size.lines + lines });
  }
  return [...sizes].sort(([a], [b]) => a.localeCompare(b));
}

const roomOf = (path: string): string => path.split("/").slice(0, -1).slice(0, 2).join("/") || path;
for (const [room, { files: count, lines }] of sizesBy(roomOf)) {
  console.log(`${room.padEnd(32)} ${String(count).padStart(4)} files ${String(lines).padStart(6)} lines`);
}

const sizes = files.map(({ lines }) => lines).sort((a, b) => a - b);
const total = sizes.reduce((sum, lines) => sum + lines, 0);
const largest = [...files].sort((a, b) => b.lines - a.lines).slice(0, 5);
const lonely = files.filter(({ path, lines }) => importers.get(path)?.size === 1 && lines < 40);
const cycles = filesInCycles(imports);
console.log(`
${files.length} files, ${total} lines, median ${sizes[Math.floor(sizes.length / 2)]}
Largest: ${largest.map(({ path, lines }) => `${path} (${lines})`).join(", ")}
Under 40 lines with one importer: ${lonely.length}
In import cycles: ${cycles.length === 0 ? "none" : cycles.join(", ")}`);
