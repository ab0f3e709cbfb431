import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileProblem } from "./problems.js";

/** Whether the last part of a path is a pattern: `*` for any characters, `?` for one. */
export function isPattern(path: string): boolean {
  return /[*?]/u.test(basename(path));
}

/**
 * The newest file that matches a pattern: the one written last, of those of the same moment the last by
 * name. Hidden files and folders are no matches, and neither are the temporary ones of programs that write
 * beside the file they replace.
 *
 * @throws Problem `file_missing` when nothing matches, and of a folder that can't be read
 */
export async function newestMatch(pattern: string): Promise<string> {
  const folder = dirname(pattern);
  const matches = matcherOf(basename(pattern));
  const names = (await readdir(folder)).filter((name) => matches.test(name) && !isTemporary(name));
  const files = await Promise.all(names.map((name) => lookAt(join(folder, name))));
  const [newest] = files
    .filter((file) => file !== null)
    .sort((one, other) => other.written - one.written || (one.path < other.path ? 1 : -1));
  if (newest) return newest.path;
  throw fileProblem({
    code: "file_missing",
    what: `No file matches ${pattern}.`,
    why: `There are ${names.length === 0 ? "no such names" : "only folders of such names"} in ${folder}.`,
    next: "See whether the HR tool's export ran, and whether `source.settings.path` names its folder.",
  });
}

/** Fits names that a pattern means: `*` is any characters, `?` is one, and nothing else has a meaning. */
export function matcherOf(name: string): RegExp {
  const source = name
    .replace(/[\\^$.|+()[\]{}]/gu, "\\$&")
    .replace(/\*+/gu, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su");
}

/** Whether a name is one that programs give to what they are still writing. */
export function isTemporary(name: string): boolean {
  return /^[.~]|~$|\.(?:tmp|part|partial|crdownload|filepart)$/iu.test(name);
}

/** Null for what is gone meanwhile and for what is no file. */
async function lookAt(path: string): Promise<{ readonly path: string; readonly written: number } | null> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() ? { path, written: stats.mtimeMs } : null;
}
