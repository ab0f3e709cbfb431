import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tables } from "./tables.js";

const FILES = ["README.md", ...readdirSync("docs").map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith(".md"),
);
const MARKED = /<!-- generated:([a-z-]+) -->\n[\s\S]*?<!-- end -->/g;

const made = await tables();
const asked = new Set<string>();

/** The file with everything between its markers made anew. */
function generated(file: string, before: string): string {
  return before.replace(MARKED, (_whole, name: string) => {
    asked.add(name);
    const content = made[name];
    if (content === undefined) throw new Error(`${file} asks for "${name}", which nobody makes.`);
    return `<!-- generated:${name} -->\n${content}\n<!-- end -->`;
  });
}

const files = FILES.map((file) => {
  const before = readFileSync(file, "utf8");
  return { file, before, after: generated(file, before) };
});
const unasked = Object.keys(made).filter((name) => !asked.has(name));
if (unasked.length > 0) throw new Error(`No file has the markers of: ${unasked.join(", ")}.`);

const outdated = files.filter(({ before, after }) => before !== after);
if (!process.argv.includes("--check")) {
  for (const { file, after } of outdated) writeFileSync(file, after);
} else if (outdated.length > 0) {
  console.error(
    `What is generated in ${outdated.map(({ file }) => file).join(", ")} is not up to date.\nSomething in the code it comes from changed.\nRun \`node scripts/generate.mjs\` and commit the result.`,
  );
  process.exitCode = 1;
}
