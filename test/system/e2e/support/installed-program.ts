import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const CHECKOUT = join(import.meta.dirname, "../../../..");
/** What the bundle in dist/ leaves to node_modules, with all that loads (scripts/build.mjs). */
const MODULES = ["better-sqlite3", "keytar"];
/** The sources of SQLite, and what the compiler left of them, are no part of what runs. */
const NOT_RUN = /better-sqlite3\/(?:deps|src|build\/Release\/obj[^/]*)$/;

const packed = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).length(1);

/** Copies the built program as it is published, with nothing else of this checkout, into an empty folder. */
export function installProgram(folder: string): void {
  const words = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const list = execFileSync("npm", words, {
    cwd: CHECKOUT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const files = packed.parse(JSON.parse(list)).flatMap((one) => one.files);
  for (const { path } of files) cpSync(join(CHECKOUT, path), join(folder, path));
  for (const name of MODULES) {
    const path = join("node_modules", name);
    cpSync(join(CHECKOUT, path), join(folder, path), {
      recursive: true,
      filter: (from) => !NOT_RUN.test(from),
    });
  }
}
