import { extname } from "node:path";
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { Problem } from "../sync/model/index.js";
import { mayHoldSecret } from "./secret-lines.js";
import { jsonFault, keyText, type SyntaxFault, yamlFault } from "./syntax.js";

/** Keys from the top of the file; list positions count from 0. */
export type ConfigPath = readonly PropertyKey[];

/** A configuration file as text made sense of, before its content is checked. */
export interface ConfigDocument {
  /** Absolute. */
  readonly path: string;
  /** The path as it is shown. */
  readonly label: string;
  readonly text: string;
  readonly value: unknown;
  /** The parsed file with its comments, for writing. */
  readonly yaml: Document;
  /** Whether the file itself says something at that place. */
  has(path: ConfigPath): boolean;
  /** 1-based; of the nearest block around it when the place is not written. */
  position(path: ConfigPath, of: "key" | "value"): Position;
  /** `file:line:column`. */
  place(path: ConfigPath, of: "key" | "value"): string;
  /** Where a place is written: another one for what an entity has from its group or the defaults. */
  origin(path: ConfigPath): ConfigPath;
  /** A single value as it is written, such as `007`; empty when there is none at that place. */
  written(path: ConfigPath, of: "key" | "value"): string;
}

/** Whether a value is a block of keys. */
export function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `entities.acme-uk.protect[0]` */
export function pathText(path: ConfigPath): string {
  return path
    .map((segment) => (typeof segment === "number" ? `[${segment}]` : `.${String(segment)}`))
    .join("")
    .replace(/^\./, "");
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Parses YAML or JSON. JSON goes through the YAML parser too, which knows lines and columns; what only
 * YAML allows is refused in it afterwards.
 *
 * @param check the command that looks at the file again
 * @throws Problem `config_syntax` with line, column and the line itself.
 */
export function parseConfigText(
  path: string,
  label: string,
  text: string,
  check = "spendesk-hr config validate",
): ConfigDocument {
  const lines = new LineCounter();
  const options = {
    lineCounter: lines,
    prettyErrors: false,
    // Not the words of YAML 1.1, whatever the file says: they make `no` of Norway, and an instant of a day.
    schema: "core",
    logLevel: "error",
    // The parser compares every key with every other one, which takes minutes for a large block.
    uniqueKeys: false,
  } as const;
  const yaml = parseDocument(text, options);
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const fault = extname(path) === ".json" ? jsonFault(yaml, text) : yamlFault(yaml, text);
  const refuse = (position: Position | null, why: Pick<SyntaxFault, "why" | "remedy">) =>
    syntaxProblem(label, text, position, why, check);
  if (fault) throw refuse(fault.offset === null ? null : positionAt(fault.offset), fault);
  const pairOf = pairFinder();
  const position = (at: ConfigPath, of: "key" | "value"): Position => {
    const found = locate(yaml, at, pairOf);
    return positionAt(startOf(of === "key" ? found.key : found.value) ?? startOf(found.key) ?? 0);
  };
  return {
    path,
    label,
    text,
    yaml,
    value: plainValue(yaml, refuse),
    has: (at) => locate(yaml, at, pairOf).exact,
    position,
    origin: (at) => at,
    written: (at, of) => {
      const { key, value: inner, exact } = locate(yaml, at, pairOf);
      const node = of === "key" ? key : inner;
      return exact && isScalar(node) && node.range ? text.slice(node.range[0], node.range[1]) : "";
    },
    place: (at, of) => {
      const { line, column } = position(at, of);
      return `${label}:${line}:${column}`;
    },
  };
}

interface Located {
  readonly key: unknown;
  readonly value: unknown;
  readonly exact: boolean;
}

type Pair = YAMLMap["items"][number];
type PairFinder = (block: YAMLMap, key: string) => Pair | undefined;

/**
 * Finds keys by an index of each block, made when the block is first asked for: hundreds of entities are
 * asked for by name again and again.
 */
function pairFinder(): PairFinder {
  const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  return (block, key) => {
    let index = indexes.get(block);
    if (!index) {
      // The first of two keys counts, as everywhere.
      index = new Map(block.items.toReversed().map((pair) => [keyText(pair.key), pair]));
      indexes.set(block, index);
    }
    return index.get(key);
  };
}

/** Follows the keys as far as they are written. */
function locate(yaml: Document, path: ConfigPath, pairOf: PairFinder): Located {
  let key: unknown = yaml.contents;
  let value: unknown = yaml.contents;
  for (const segment of path) {
    const block = isAlias(value) ? value.resolve(yaml) : value;
    if (isMap(block)) {
      const pair = pairOf(block, String(segment));
      if (!pair) return { key, value: key, exact: false };
      key = pair.key;
      value = pair.value;
    } else if (isSeq(block) && Number(segment) < block.items.length) {
      key = block.items[Number(segment)];
      value = key;
    } else {
      return { key, value: key, exact: false };
    }
  }
  return { key, value, exact: true };
}

function startOf(node: unknown): number | null {
  return isNode(node) && node.range ? node.range[0] : null;
}

function plainValue(
  yaml: Document,
  refuse: (position: null, why: Pick<SyntaxFault, "why" | "remedy">) => Problem,
): unknown {
  try {
    const value: unknown = yaml.toJS();
    // An anchor may refer to itself; everything after this point may walk the value without fear.
    JSON.stringify(value);
    return value;
  } catch {
    const why = "An alias (*name) refers to itself or is used too often";
    throw refuse(null, { why, remedy: null });
  }
}

function syntaxProblem(
  label: string,
  text: string,
  position: Position | null,
  { why, remedy }: Pick<SyntaxFault, "why" | "remedy">,
  check: string,
): Problem {
  const lines = text.split(/\r?\n/);
  const isHidden = position !== null && mayHoldSecret(lines, position.line - 1);
  const first = remedy === null || isHidden ? "Correct that place" : remedy.replace(/\.$/, "");
  return new Problem({
    kind: "configuration",
    code: "config_syntax",
    what: `${position ? `${label}:${position.line}:${position.column}` : label} can't be read.`,
    why: isHidden
      ? `${why}. That line is not shown, because it may hold a secret.`
      : [`${why}.`, ...(position ? pointedLine(lines[position.line - 1] ?? "", position.column) : [])].join(
          "\n",
        ),
    next: `${first}, then run \`${check}\`.`,
  });
}

/** Columns of a line that are shown. */
const WIDTH = 100;

/** The line, and below it a sign at the column (counted from 1); a long line is cut around it. */
function pointedLine(line: string, column: number): readonly string[] {
  const indent = line.length - line.trimStart().length;
  const start = Math.max(Math.min(indent, column - 1), column - 1 - WIDTH / 2);
  const shown = line.slice(start, start + WIDTH).trimEnd();
  const before = start > indent ? "…" : "";
  const after = start + WIDTH < line.length ? "…" : "";
  return [`${before}${shown}${after}`, `${" ".repeat(before.length + column - 1 - start)}^`];
}
