import { existsSync, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, extname, isAbsolute, join, relative, resolve } from "node:path";
// Not the package's entry: before anything is searched, that one looks for settings of its own in the
// working directory and runs `.config/config.js` found there. Code from a directory must never run
// beside credentials.
import { Explorer } from "cosmiconfig/dist/Explorer.js";
import { hasCode } from "../shared/errors.js";
import { decodeUtf8, type NotUtf8 } from "../shared/utf8.js";
import { isProblem, Problem } from "../sync/model/index.js";
import { type ConfigDocument, parseConfigText } from "./document.js";

/** The names a configuration file may have, in order of preference; the first is the one created. */
const FILE_NAMES = ["spendesk-hr.config.yaml", "spendesk-hr.config.yml", "spendesk-hr.config.json"] as const;

/** Where a new configuration file goes. */
export const NEW_FILE_NAME = FILE_NAMES[0];

/**
 * Directories to search, nearest first: from `cwd` upwards to the home directory or the root, then the
 * user's and the system's own directory.
 */
export function searchDirectories(
  cwd: string,
  home: string | null,
  ownDirectories: readonly string[],
): readonly string[] {
  const upwards = [resolve(cwd)];
  const top = home === null ? null : resolve(home);
  let current = resolve(cwd);
  while (current !== top && dirname(current) !== current) {
    current = dirname(current);
    upwards.push(current);
  }
  return [...upwards, ...ownDirectories];
}

/**
 * The first configuration file in the directories, or null.
 * @throws Problem `config_unreadable` for a file that is there but may not be read: taking the next one
 *   instead would work with the wrong configuration. `config_ambiguous` for two of them in one directory,
 *   `config_too_large`, `config_encoding`, `config_syntax` for a broken one.
 */
export async function searchConfig(
  directories: readonly string[],
  cwd: string,
): Promise<ConfigDocument | null> {
  const explorer = newExplorer(cwd);
  for (const directory of directories) {
    refuseTwo(directory, cwd);
    for (const name of FILE_NAMES) await refuseOddFile(join(directory, name), cwd);
    const found = await explorer.search(directory);
    if (found) return found.config ?? emptyDocument(found.filepath, cwd);
    const unread = FILE_NAMES.map((name) => join(directory, name)).find((path) => existsSync(path));
    if (unread) throw unreadable(shown(unread, cwd));
  }
  return null;
}

/**
 * Reads one configuration file; null when there is none at that path.
 * @throws Problem `config_format`, `config_unreadable`, `config_too_large`, `config_encoding` or
 *   `config_syntax`.
 */
export async function readConfig(path: string, cwd: string): Promise<ConfigDocument | null> {
  const absolute = resolve(cwd, path);
  const label = shown(absolute, cwd);
  if (![".yaml", ".yml", ".json"].includes(extname(absolute))) {
    throw new Problem({
      kind: "configuration",
      code: "config_format",
      what: `${label} is not a configuration file.`,
      why: "A configuration file is YAML or JSON and its name ends in .yaml, .yml or .json.",
      next: "Rename the file, or name another one with --config.",
    });
  }
  await refuseOddFile(absolute, cwd);
  try {
    const found = await newExplorer(cwd).load(absolute);
    return found?.config ?? emptyDocument(absolute, cwd);
  } catch (error) {
    if (isProblem(error)) throw error;
    if (hasCode(error, "ENOENT")) return null;
    throw unreadable(label, error);
  }
}

/** The configuration files that are there, by the names that are searched for. */
export function configFilesIn(directory: string): readonly string[] {
  return FILE_NAMES.map((name) => join(directory, name)).filter((path) => existsSync(path));
}

/**
 * A file beside another one is easily forgotten, and whoever changes it waits for an effect.
 * @throws Problem `config_ambiguous`
 */
function refuseTwo(directory: string, cwd: string): void {
  const paths = configFilesIn(directory);
  if (paths.length < 2) return;
  const names = paths.map((path) => shown(path, cwd));
  throw new Problem({
    kind: "configuration",
    code: "config_ambiguous",
    what: `There are ${paths.length} configuration files in one folder: ${names.join(" and ")}.`,
    why: "Only one can be read, and nobody says which one is meant.",
    next: `Delete or rename all but one, or name one: \`--config ${names[0]}\`.`,
  });
}

/** A configuration of a thousand entities is smaller; parsing YAML takes many times its size. In bytes. */
const MAX_BYTES = 1024 * 1024;

/**
 * Looks at a file before it is read: a pipe would never end, and neither would the parsing of a huge one.
 * @throws Problem `config_unreadable`, `config_too_large`
 */
async function refuseOddFile(path: string, cwd: string): Promise<void> {
  const stats = await stat(path).catch(() => null);
  // What is not there, or hidden from this user, is found out by whoever reads it.
  if (stats === null) return;
  if (!stats.isFile()) throw unreadable(shown(path, cwd));
  if (stats.size <= MAX_BYTES) return;
  throw new Problem({
    kind: "configuration",
    code: "config_too_large",
    what: `${shown(path, cwd)} is too large for a configuration.`,
    why: `It has ${(stats.size / MAX_BYTES).toFixed(1)} MiB; at most 1 MiB is read.`,
    next: "Name the right file with --config, or make it smaller: people are chosen by rules, not one by one.",
  });
}

/** A path as it is shown: relative below the working directory, else whole. */
function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith("..") || isAbsolute(short) ? path : short;
}

function newExplorer(cwd: string): Explorer<ConfigDocument> {
  // The text it hands over has a sign of its own in the place of what is not UTF-8.
  const load = (path: string): ConfigDocument =>
    parseConfigText(path, shown(path, cwd), readText(path, shown(path, cwd)));
  return new Explorer({
    moduleName: "spendesk-hr",
    searchPlaces: FILE_NAMES,
    loaders: { ".yaml": load, ".yml": load, ".json": load },
    searchStrategy: "none",
    // An empty file is a mistake to be told about, not a reason to take another one.
    ignoreEmptySearchPlaces: false,
    cache: false,
    transform: (result) => result,
  });
}

/** @throws Problem `config_encoding` */
function readText(path: string, label: string): string {
  const decoded = decodeUtf8(readFileSync(path));
  if (decoded.ok) return decoded.text;
  throw wrongEncoding(label, decoded);
}

function emptyDocument(path: string, cwd: string): ConfigDocument {
  return parseConfigText(path, shown(path, cwd), "");
}

function wrongEncoding(label: string, { why, remedy }: NotUtf8): Problem {
  return new Problem({
    kind: "configuration",
    code: "config_encoding",
    what: `${label} ${why}.`,
    why: "Nothing is guessed: with other letters in a name or an address, the wrong people would be invited or archived.",
    next: `${remedy} Then run \`spendesk-hr config validate\`.`,
  });
}

function unreadable(label: string, cause?: unknown): Problem {
  return new Problem(
    {
      kind: "configuration",
      code: "config_unreadable",
      what: `${label} can't be read.`,
      why: "It is not a file, or the user running this program has no permission to read it.",
      next: "Correct the permissions (chmod, chown), or name another file with --config.",
    },
    { cause },
  );
}
