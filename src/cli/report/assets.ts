import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PageAssets } from "./page.js";

/** Beside the bundle; where the sources run, in what was built last. */
const FOLDERS = ["report", "../../../dist/report"].map((folder) => join(import.meta.dirname, folder));

/** The style sheet and the script of every page, which the build makes (`scripts/build/page.mjs`). */
export async function pageAssets(): Promise<PageAssets> {
  const [style, script] = await Promise.all(["page.css", "page.js"].map(readAsset));
  return { style: style ?? "", script: script ?? "" };
}

async function readAsset(name: string): Promise<string> {
  const [bundled = "", built = ""] = FOLDERS;
  // The folder of the sources has no such file.
  const text = await readFile(join(bundled, name), "utf8").catch(() => readFile(join(built, name), "utf8"));
  return text.trim();
}
