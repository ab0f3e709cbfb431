/** Bundles src/main.ts into dist/, one small entry and a chunk per command that loads on demand, with the manual page, the texts of `--help` and the list of its own words. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { noticesOf } from "./build/notices.mjs";
import { buildPage } from "./build/page.mjs";
import { undiciParts } from "./build/undici-parts.mjs";
import { wordsOf } from "./build/words.mjs";
import { runBundled } from "./run-bundled.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(await readFile(`${root}package.json`, "utf8"));

await rm(`${root}dist`, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22.19",
  // Native modules can't be bundled, and ssh2 works without those it can have; cosmiconfig asks for typescript only to load .ts files, which we never do.
  external: ["better-sqlite3", "keytar", "typescript", "cpu-features", "*.node"],
  // Bundled CommonJS packages call require() for Node's own modules, and ask where they are.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url); const __dirname = import.meta.dirname;',
  },
  define: { SPENDESK_HR_VERSION: JSON.stringify(version) },
  plugins: [undiciParts],
  minifySyntax: true,
  // Node.js keeps the text of a module in memory as long as the module, comments and all. Lines stay short enough
  // for stack traces to tell where.
  minifyWhitespace: true,
  lineLimit: 200,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});
const inputs = [...Object.keys(metafile.inputs), ...(await buildPage(root, "dist/report"))];
await writeFile(`${root}dist/words.txt`, await wordsOf(root, inputs));
await writeFile(`${root}dist/NOTICES.txt`, await noticesOf(root, inputs));
await runBundled("man");
