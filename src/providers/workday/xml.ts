import { XMLParser } from "fast-xml-parser";

/**
 * An element as parsed: attributes under `@name`, text under `#text`, children as lists under their
 * name. Namespace prefixes are gone, since Workday's are not fixed (docs/vendors/workday.md §4).
 */
export type XmlElement = { readonly [name: string]: unknown };

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * Numbers stay text (`0042`, `12e4…` are ids) and entities are left alone: only the five predefined
 * ones and character references are resolved, by `unescapeXml`, so that nothing can expand.
 */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  alwaysCreateTextNode: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // The path of every element as a text, which nobody reads, takes a tenth of the time.
  jPath: false,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
});

/**
 * The root element of a document, or null when the text is none with that root: a web page, something
 * cut off, or anything with a document type, which Workday never sends.
 */
export function parseXml(text: string, root: string): XmlElement | null {
  if (text.includes("<!DOCTYPE") || text.includes("<!ENTITY")) return null;
  // The parser takes a document without its end for a complete one.
  if (!new RegExp(`</(?:[\\w.-]+:)?${root}\\s*>\\s*$`, "u").test(text.slice(-200))) return null;
  try {
    const document: unknown = parser.parse(text);
    return isElement(document) ? childOf(document, root) : null;
  } catch {
    return null;
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
  return typeof text === "string" ? unescapeXml(text).trim() || null : null;
}

export function attributeOf(element: XmlElement | null, name: string): string | null {
  const value = element?.[`@${name}`];
  return typeof value === "string" ? unescapeXml(value).trim() || null : null;
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

function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/giu, (whole, hex, decimal, name) => {
    if (name !== undefined) return PREDEFINED.get(name) ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
