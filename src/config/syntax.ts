import { type Document, isAlias, isCollection, isNode, isScalar, visit, type YAMLError } from "yaml";
import { quotedRuleInLine } from "./rule-text.js";

/** What is wrong with a text that is to be YAML. No part of it is quoted but single signs. */
export interface SyntaxFault {
  /** UTF-16 units from the start; null when it is the file as a whole. */
  readonly offset: number | null;
  /** A clause without a full stop. */
  readonly why: string;
  /** What to do, a sentence; null: correct the place. It may hold text of the line. */
  readonly remedy: string | null;
}

/** The first fault of a parsed document; null when it has none. */
export function yamlFault(yaml: Document, text: string): SyntaxFault | null {
  const [error] = [...yaml.errors, ...yaml.warnings.filter(({ code }) => code === "TAG_RESOLVE_FAILED")];
  return error ? explain(error, yaml, text) : (repeatedKey(yaml) ?? unresolvedAlias(yaml));
}

/**
 * As `yamlFault`, for a text that is to be JSON, which allows less. The parser's own message is not used:
 * it quotes the text around. It does not always tell the place, and for what is never closed it tells the
 * end of the file, where YAML knows more.
 */
export function jsonFault(yaml: Document, text: string): SyntaxFault | null {
  if (text.trim() === "") return null;
  try {
    JSON.parse(text);
    return yamlFault(yaml, text);
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const offset = position === undefined ? null : Number(position);
    const why = "JSON allows no comments, no trailing commas and no text without double quotes";
    const isAtEnd = offset === null || offset >= text.trimEnd().length;
    return (isAtEnd ? yamlFault(yaml, text) : null) ?? { offset, why, remedy: null };
  }
}

function explain(error: YAMLError, yaml: Document, text: string): SyntaxFault {
  const [at] = error.pos;
  const line = lineAt(text, at);
  const fault = (why: string, offset = at): SyntaxFault => ({ offset, why, remedy: null });
  if (/^(?:<{7}|={7}|>{7})/.test(line)) {
    return {
      ...fault("The file holds the marks of a merge conflict"),
      remedy: "Decide for one of the two versions.",
    };
  }
  // The parser's stack was too small for the file.
  if (error.message.startsWith("Maximum call stack")) return fault("It is nested too deeply");
  const rule = quotedRuleInLine(line);
  if (rule !== null) {
    const why =
      "A filter rule needs double quotes around it as a whole: YAML takes those around the field for the end";
    return { offset: at, why, remedy: `Write it as ${rule}.` };
  }
  switch (error.code) {
    case "TAB_AS_INDENT":
      return fault("Tabs are not allowed as indentation: use blanks");
    case "BAD_SCALAR_START":
      return fault(`A value that begins with "${text.charAt(at)}" needs quotes around it`);
    case "BAD_DQ_ESCAPE":
      return fault(
        "In double quotes a backslash begins a special sign: write it twice, or use single quotes",
      );
    case "TAG_RESOLVE_FAILED":
      return fault("Tags (!name) have no meaning here");
    case "MULTIPLE_DOCS":
      return fault("A second document begins here, and a configuration is only one");
    case "BLOCK_AS_IMPLICIT_KEY":
      return error.message.startsWith("Nested")
        ? fault('A text with a colon and a blank (": ") in it needs quotes around it')
        : fault("The indentation of this line fits none of the lines above it");
    case "MULTILINE_IMPLICIT_KEY":
      return fault(keyFault(line));
    case "UNEXPECTED_TOKEN":
      return /[\]}]/.test(text.charAt(at))
        ? fault(`Nothing opened the "${text.charAt(at)}" that closes here`)
        : fault(
            "The value has ended before this: a text with quotes in it needs quotes around it as a whole",
          );
    case "MISSING_CHAR":
      if (error.message.includes("map values")) return fault(keyFault(line));
      if (error.message.includes("between flow")) return fault("A comma is missing before this");
      return unclosed(yaml, at, text) ?? fault("A bracket or a quote is never closed");
    default:
      return unclosed(yaml, at, text) ?? fault("This is not valid YAML");
  }
}

/** The first key that its block has already; the parser itself would take too long for large blocks. */
function repeatedKey(yaml: Document): SyntaxFault | null {
  let found: SyntaxFault | null = null;
  visit(yaml, {
    Map(_key, block) {
      const seen = new Set<string>();
      for (const { key } of block.items) {
        const text = keyText(key);
        if (seen.has(text)) {
          const offset = isNode(key) ? (key.range?.[0] ?? null) : null;
          found = {
            offset,
            why: "Map keys must be unique: this key stands twice in its block",
            remedy: null,
          };
          return visit.BREAK;
        }
        seen.add(text);
      }
      return undefined;
    },
  });
  return found;
}

/** A key of a block as text. */
export function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function keyFault(line: string): string {
  return /^\s*(?:-\s+)?[\w-]+:\S/.test(line)
    ? "A blank is missing after the colon"
    : "A key needs a colon and a blank after it";
}

/** The parser tells of a quote or bracket that is never closed where it gave up; what helps is where it began. */
function unclosed(yaml: Document, at: number, text: string): SyntaxFault | null {
  let start: number | null = null;
  visit(yaml, {
    Node(_key, node) {
      const [from, to] = (isScalar(node) || isCollection(node)) && node.range ? node.range : [at, at];
      // The innermost comes last.
      if (from < at && to >= at && `"'[{`.includes(text.charAt(from))) start = from;
    },
  });
  if (start === null) return null;
  return { offset: start, why: `The ${text.charAt(start)} that begins here is never closed`, remedy: null };
}

function unresolvedAlias(yaml: Document): SyntaxFault | null {
  let found: SyntaxFault | null = null;
  visit(yaml, {
    Alias(_key, node) {
      if (!isAlias(node) || node.resolve(yaml) !== undefined) return undefined;
      found = {
        offset: node.range?.[0] ?? null,
        why: "A value that begins with * is an alias, and there is no anchor (&) of that name above it",
        remedy: "If it is meant as text, put quotes around it.",
      };
      return visit.BREAK;
    },
  });
  return found;
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return text.slice(start).split(/\r?\n/, 1)[0] ?? "";
}
