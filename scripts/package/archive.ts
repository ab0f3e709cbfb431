import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import type { Tree } from "./tree.js";

/** Owner and times are those of nobody, so that the same commit gives the same archive. */
export function makeArchive({ folder, name }: Tree, out: string): string {
  const file = join(out, `${name}.tar.gz`);
  const words = ["--sort=name", `--mtime=@${commitTime()}`, "--owner=0", "--group=0", "--numeric-owner"];
  execFileSync("tar", [...words, "--mode=go-w", "-I", "gzip -n", "-cf", file, "-C", dirname(folder), name]);
  return file;
}

/** Of the commit that is packed, in seconds. */
export function commitTime(): string {
  return execFileSync("git", ["log", "-1", "--format=%ct"], { encoding: "utf8" }).trim();
}
