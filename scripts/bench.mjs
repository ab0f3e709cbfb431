/** Bundles and runs the benchmarks; `npm run bench` builds the program first. */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const outdir = `${root}node_modules/.cache/spendesk-hr-bench`;

await mkdir(outdir, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ["scripts/bench/main.ts"],
  outfile: `${outdir}/main.mjs`,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22.19",
  external: ["better-sqlite3", "keytar"],
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
process.chdir(root);
await import(`${outdir}/main.mjs`);
