import { ownText } from "../../shared/own-text.js";
import { localName, startXml } from "../support/xml-reader.js";

/**
 * An element as parsed: attributes under `@name`, text under `#text`, children as lists under their
 * name. Namespace prefixes are gone, since Workday's are not fixed (docs/vendors/workday.md §4).
 */
export type XmlElement = { readonly [name: string]: unknown };

/** Faults in texts that are no reason to refuse a page: the text stays as it is written. */
const TOLERATED = /entity|^disallowed character\.$|^the string /u;

/** Names that lead out of the data into the language itself. */
const FORBIDDEN_NAMES = ["__proto__", "constructor", "prototype"];

/** What is met in a document that can be no answer of Workday's. */
class NoDocument extends Error {}

/** Elements that are taken out of a document as soon as they are complete, so that it needs no memory for them. */
export interface Taking {
  /** Name of the element that they stand in. */
  readonly within: string;
  readonly name: string;
  take(element: XmlElement): void;
}

interface Open {
  readonly name: string;
  readonly element: Record<string, unknown>;
  text: string;
}

/**
 * Reads a document piece by piece.
 *
 * @returns its root element without what was taken out; null when the text is none with that root: a web page,
 *   something cut off, or anything with a document type, which Workday never sends
 */
export async function readXml(
  pieces: AsyncIterable<string>,
  root: string,
  taking?: Taking,
): Promise<XmlElement | null> {
  const document = startDocument(root, taking);
  let isOne = true;
  // What is none is read on to its end, so that a connection that breaks is told apart.
  for await (const piece of pieces) isOne = isOne && document.write(piece);
  return isOne ? document.end() : null;
}

/** The root element of a document; null as `readXml`. */
export function parseXml(text: string, root: string): XmlElement | null {
  const document = startDocument(root);
  return document.write(text) ? document.end() : null;
}

/** A document that is being read. */
interface XmlDocument {
  /** False once the text is no such document. */
  write(piece: string): boolean;
  end(): XmlElement | null;
}

function startDocument(root: string, taking?: Taking): XmlDocument {
  const open: Open[] = [];
  let whole: XmlElement | null = null;
  const document = startXml({
    open(name, attributes) {
      const element: Record<string, unknown> = {};
      for (const key in attributes) element[`@${localName(key)}`] = attributes[key];
      if (FORBIDDEN_NAMES.includes(name) || (open.length === 0 && name !== root)) throw new NoDocument();
      open.push({ name, element, text: "" });
    },
    text(text) {
      const inner = open.at(-1);
      if (inner) inner.text += text;
    },
    close() {
      const closed = open.pop();
      if (!closed) throw new NoDocument();
      const { name, element, text } = closed;
      element["#text"] = text;
      const parent = open.at(-1);
      if (!parent) whole = element;
      else if (taking && name === taking.name && parent.name === taking.within) taking.take(element);
      else {
        const siblings = parent.element[name];
        if (Array.isArray(siblings)) siblings.push(element);
        else parent.element[name] = [element];
      }
    },
    fault(problem) {
      if (!TOLERATED.test(problem)) throw new NoDocument();
    },
  });
  return {
    write: (piece) => succeeds(() => document.write(piece)),
    end: () => (succeeds(() => document.end()) ? whole : null),
  };
}

function succeeds(step: () => void): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if (error instanceof NoDocument) return false;
    throw error;
  }
}

/** All children of that name; none where the element is missing. */
export function childrenOf(element: XmlElement | null, name: string): readonly XmlElement[] {
  const children = element?.[name];
  return Array.isArray(children) ? children.filter(isElement) : [];
}

/** The first descendant along a path of names. */
export function childOf(element: XmlElement | null, ...path: readonly string[]): XmlElement | null {
  let current = element;
  for (const name of path) current = childrenOf(current, name)[0] ?? null;
  return current;
}

/** The text at the end of a path; null where an element is missing or empty. */
export function textAt(element: XmlElement | null, ...path: readonly string[]): string | null {
  const text = childOf(element, ...path)?.["#text"];
  return typeof text === "string" ? ownText(text.trim()) || null : null;
}

export function attributeOf(element: XmlElement | null, name: string): string | null {
  const value = element?.[`@${name}`];
  return typeof value === "string" ? ownText(value.trim()) || null : null;
}

/** Every child of an element with its name, in the order of the names. */
export function allChildren(element: XmlElement): readonly (readonly [name: string, child: XmlElement])[] {
  return Object.keys(element).flatMap((name) =>
    childrenOf(element, name).map((child) => [name, child] as const),
  );
}

/** Workday writes `1` and `0`, now and then `true` and `false`; null where it says nothing. */
export function truthOf(text: string | null): boolean | null {
  if (text === "1" || text === "true") return true;
  return text === "0" || text === "false" ? false : null;
}

/** A text for an element or attribute. What XML can't hold (control characters) is left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, "")
    .replace(/[&<>"'\r]/gu, (character) => `&#${character.charCodeAt(0)};`);
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
