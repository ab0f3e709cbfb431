import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { ARCHITECTURES, isArchitecture } from "./architectures.js";
import { makeArchive } from "./archive.js";
import { makeDebianPackage } from "./debian-package.js";
import { makeTree } from "./tree.js";

const root = process.cwd();
const {
  values: { out },
  positionals: wanted,
} = parseArgs({
  options: { out: { type: "string", default: join(root, "packages") } },
  allowPositionals: true,
});
const known = wanted.filter(isArchitecture);

if (known.length < wanted.length) {
  console.error(`Packages are made for ${ARCHITECTURES.join(" and ")}: name one of them, or none for all.`);
  process.exitCode = 64;
} else {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const files = (known.length > 0 ? known : ARCHITECTURES).flatMap((architecture) => {
    const tree = makeTree(root, out, architecture);
    const made = [makeArchive(tree, out), makeDebianPackage(tree, out)];
    rmSync(tree.folder, { recursive: true });
    return made;
  });
  const sums = execFileSync(
    "sha256sum",
    files.map((file) => basename(file)),
    { cwd: out },
  );
  writeFileSync(join(out, "SHA256SUMS"), sums);
  for (const file of files) console.log(`${file}: ${(statSync(file).size / 1024 ** 2).toFixed(1)} MiB`);
}
