import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, join } from "node:path";
import * as z from "zod";
import type { Architecture } from "./architectures.js";

/** The installed program with its Node.js, as it stands in a folder of a server. */
export interface Tree {
  readonly folder: string;
  /** `spendesk-hr-1.2.3-linux-x64`, which is also the folder's own name. */
  readonly name: string;
  readonly version: string;
  readonly architecture: Architecture;
}

const packageSchema = z.object({ version: z.string() });
const packedSchema = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).length(1);

/** What runs of the packages that are not in the bundle; `{}` is the platform. */
const MODULES = {
  "better-sqlite3": ["package.json", "LICENSE", "lib", "prebuilds/{}.node"],
  keytar: ["package.json", "LICENSE.md", "lib", "prebuilds/{}/keytar.node"],
} as const;

/** Place of the manual page below a folder of programs. */
export const MANUAL = "share/man/man1/spendesk-hr.1";

/** Puts together what belongs into the package for an architecture, below `out`. */
export function makeTree(root: string, out: string, architecture: Architecture): Tree {
  const platform = `linux-${architecture}`;
  const { version } = readPackage(root);
  const name = `spendesk-hr-${version}-${platform}`;
  const folder = join(out, name);
  rmSync(folder, { recursive: true, force: true });

  const copy = (path: string) => cpSync(join(root, path), join(folder, path), { recursive: true });
  for (const path of publishedFiles(root)) copy(path);
  for (const [module, parts] of Object.entries(MODULES)) {
    for (const part of parts) copy(join("node_modules", module, part.replace("{}", platform)));
  }
  cpSync(join(root, "scripts/package/launcher.sh"), join(folder, "bin/spendesk-hr"));
  chmodSync(join(folder, "bin/spendesk-hr"), 0o755);
  // Where man(1) looks when the folder of the program is in PATH.
  mkdirSync(join(folder, "share/man/man1"), { recursive: true });
  cpSync(join(root, "dist/spendesk-hr.1"), join(folder, MANUAL));
  addNode(root, folder, platform);
  return { folder, name, version, architecture };
}

/** The files of the npm package, without those of packages that it brings along. */
function publishedFiles(root: string): readonly string[] {
  const words = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const list = execFileSync("npm", words, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const files = packedSchema.parse(JSON.parse(list)).flatMap((one) => one.files.map(({ path }) => path));
  if (!files.includes("dist/main.js")) throw new Error("The program is not built: run `npm run build`.");
  return files.filter((path) => !path.startsWith("node_modules/"));
}

/**
 * Node.js of the version that development uses, from the registry that brings that one too. npm compares
 * what it fetches with the registry's checksum.
 */
function addNode(root: string, folder: string, platform: string): void {
  const { version } = readPackage(join(root, "node_modules/node"));
  const cache = join(root, ".cache/packages");
  const packed = join(cache, `node-${platform}-${version}.tgz`);
  if (!existsSync(packed)) {
    mkdirSync(cache, { recursive: true });
    // Aside, until it is whole: somebody else may be packaging.
    const aside = mkdtempSync(join(cache, "fetch-"));
    const words = ["pack", "--silent", "--pack-destination", aside, `node-${platform}@${version}`];
    execFileSync("npm", words, { stdio: ["ignore", "ignore", "inherit"] });
    renameSync(join(aside, basename(packed)), packed);
    rmSync(aside, { recursive: true });
  }
  execFileSync("tar", ["-xzf", packed, "-C", folder, "package/bin/node", "package/LICENSE"]);
  renameSync(join(folder, "package/bin/node"), join(folder, "bin/node"));
  renameSync(join(folder, "package/LICENSE"), join(folder, "LICENSE.nodejs"));
  rmSync(join(folder, "package"), { recursive: true });
}

function readPackage(folder: string): z.infer<typeof packageSchema> {
  return packageSchema.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
}
