import { extname } from "node:path";
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { Problem } from "../sync/errors.js";
import { looksSecret } from "./secrets.js";

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
 * @throws Problem `config_syntax` with line, column and the line itself.
 */
export function parseConfigText(path: string, label: string, text: string): ConfigDocument {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [error] = yaml.errors;
  if (error) throw syntaxProblem(label, text, positionAt(error.pos[0]), error.message);
  if (extname(path) === ".json" && text.trim() !== "") {
    const fault = jsonFault(text);
    if (fault)
      throw syntaxProblem(label, text, fault.offset === null ? null : positionAt(fault.offset), fault.why);
  }
  const position = (at: ConfigPath, of: "key" | "value"): Position => {
    const found = locate(yaml, at);
    return positionAt(startOf(of === "key" ? found.key : found.value) ?? startOf(found.key) ?? 0);
  };
  return {
    path,
    label,
    text,
    yaml,
    value: plainValue(yaml, label, text),
    has: (at) => locate(yaml, at).exact,
    position,
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

/** Follows the keys as far as they are written. */
function locate(yaml: Document, path: ConfigPath): Located {
  let key: unknown = yaml.contents;
  let value: unknown = yaml.contents;
  for (const segment of path) {
    const block = isAlias(value) ? value.resolve(yaml) : value;
    if (isMap(block)) {
      const pair = block.items.find((item) => keyText(item.key) === String(segment));
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

function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function startOf(node: unknown): number | null {
  return isNode(node) && node.range ? node.range[0] : null;
}

function plainValue(yaml: Document, label: string, text: string): unknown {
  try {
    const value: unknown = yaml.toJS();
    // An anchor may refer to itself; everything after this point may walk the value without fear.
    JSON.stringify(value);
    return value;
  } catch {
    throw syntaxProblem(
      label,
      text,
      null,
      "An alias (*name) has no anchor, refers to itself or is used too often",
    );
  }
}

/** What JSON itself refuses. The parser's own message is not used: it quotes the text around. */
function jsonFault(text: string): { readonly offset: number | null; readonly why: string } | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const offset = /position (\d+)/.exec(String(error))?.[1];
    return {
      offset: offset === undefined ? null : Number(offset),
      why: "JSON allows no comments, no trailing commas and no text without double quotes",
    };
  }
}

function syntaxProblem(label: string, text: string, position: Position | null, reason: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "config_syntax",
    what: `${position ? `${label}:${position.line}:${position.column}` : label} can't be read.`,
    why: explain(reason, (position && text.split(/\r?\n/)[position.line - 1]?.trim()) || null),
    next: "Correct that place, then run `spendesk-hr config validate`.",
  });
}

/** A file that can't be parsed can't be searched for secrets by key: when in doubt, nothing is quoted. */
function explain(reason: string, line: string | null): string {
  if (line === null) return `${reason}.`;
  return looksSecret(reason + line)
    ? "That line is not shown, because it may hold a secret."
    : `${reason}. The line: ${line}`;
}
