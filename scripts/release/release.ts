import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { releasedChangelog } from "./changelog.js";
import { nextVersion, withVersion } from "./version.js";

interface ReleaseInput {
  /** Folder of the repository. */
  readonly root: string;
  /** `patch`, `minor`, `major`, or a version. */
  readonly wanted: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Runs git in that folder and gives what it prints. @throws when git fails */
  readonly git: (...args: readonly string[]) => string;
}

const PACKAGE_FILES = ["package.json", "package-lock.json"] as const;
const FILES = [...PACKAGE_FILES, "CHANGELOG.md"];

/**
 * Sets the version, gives what is unreleased in the changelog to it, commits and tags. Everything is
 * checked before the first file is written, so that a refusal leaves nothing behind.
 * @returns the version
 * @throws Error when there are changes that are not committed, the tag exists, or nothing is unreleased
 */
export function release({ root, wanted, day, git }: ReleaseInput): string {
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  const changed = git("status", "--porcelain").trim();
  if (changed !== "") throw new Error(`These changes are not committed:\n${changed}`);
  const version = nextVersion(JSON.parse(read("package.json")).version, wanted);
  const tag = `v${version}`;
  if (git("tag", "--list", tag).trim() !== "") throw new Error(`There is a tag ${tag} already.`);
  const texts = new Map<string, string>([
    ...PACKAGE_FILES.map((file) => [file, withVersion(read(file), version)] as const),
    ["CHANGELOG.md", releasedChangelog(read("CHANGELOG.md"), version, day)],
  ]);

  for (const [file, text] of texts) writeFileSync(join(root, file), text);
  git("add", "--", ...FILES);
  git("commit", "--quiet", "--message", `Release ${version}`);
  git("tag", "--annotate", tag, "--message", `Release ${version}`);
  return version;
}
