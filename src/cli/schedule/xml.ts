import { XMLBuilder } from "fast-xml-parser";

/** An element: its name, and its text or the elements in it, in order. */
export type Element = readonly [name: string, content: string | readonly Element[]];

/** What the builder takes: one key, which is the name; a text has `#text` for its. */
type Node = Readonly<Record<string, string | readonly object[] | object>>;

/**
 * An XML document in which the order of the elements is kept and every text stands for itself.
 * @param head what stands before the document's element
 */
export function xmlDocument(
  head: readonly string[],
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: readonly Element[],
): string {
  const builder = new XMLBuilder({
    preserveOrder: true,
    format: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    suppressEmptyNode: true,
  });
  const root: Node = { [name]: content.map(nodeOf), ":@": attributes };
  return `${[...head, builder.build([root]).trim()].join("\n")}\n`;
}

function nodeOf([name, content]: Element): Node {
  return { [name]: typeof content === "string" ? textOf(content) : content.map(nodeOf) };
}

function textOf(text: string): readonly object[] {
  return text === "" ? [] : [{ "#text": text }];
}
