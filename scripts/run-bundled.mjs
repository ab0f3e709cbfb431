/** Bundles one of the scripts in TypeScript and runs it in the folder of the repository. */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** @param {string} name folder of `scripts/` with a `main.ts` */
export async function runBundled(name) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const folder = `${root}node_modules/.cache/spendesk-hr-${name}`;
  await mkdir(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [`scripts/${name}/main.ts`],
    outfile: `${folder}/main.mjs`,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22.19",
    external: ["better-sqlite3", "keytar", "cpu-features", "*.node"],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
  process.chdir(root);
  await import(`${folder}/main.mjs`);
}
