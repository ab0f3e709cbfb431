/**
 * Writes what README.md and docs/ hold that is made from code; with --check it only says whether it is
 * up to date.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const outfile = `${root}node_modules/.cache/spendesk-hr-generate/main.mjs`;

await mkdir(fileURLToPath(new URL(".", `file://${outfile}`)), { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ["scripts/generate/main.ts"],
  outfile,
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
await import(outfile);
