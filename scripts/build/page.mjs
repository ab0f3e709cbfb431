/** Bundles the script and the style sheet that every report carries within itself. */
import { build } from "esbuild";

/**
 * @param {string} root folder of the repository, with a slash at its end
 * @param {string} outdir folder of both, from there
 * @returns {Promise<string[]>} the files that went in, from there
 */
export async function buildPage(root, outdir) {
  const folder = "src/cli/report/browser";
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: `${folder}/main.tsx`, out: "page" },
      { in: `${folder}/page.css`, out: "page" },
    ],
    outdir,
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    // Those that know `light-dark()`: since the spring of 2024.
    target: ["chrome123", "firefox120", "safari17.5"],
    tsconfig: `${folder}/tsconfig.json`,
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}
