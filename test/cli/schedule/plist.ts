import { XMLParser } from "fast-xml-parser";

/** An element as the parser gives it: its name with what is in it, and `#text` for a text. */
type Node = Readonly<Record<string, unknown>>;

/** What a property list of dictionaries, arrays, texts and numbers says (plist(5)). */
export function readPlist(xml: string): unknown {
  const nodes: readonly Node[] = new XMLParser({
    preserveOrder: true,
    parseTagValue: false,
    trimValues: false,
  }).parse(xml);
  const [root] = elements(nodes.flatMap((node) => ("plist" in node ? (node.plist as readonly Node[]) : [])));
  if (root === undefined) throw new Error("this is no property list");
  return readValue(root);
}

/** Without the blanks between them. */
function elements(nodes: readonly Node[]): readonly Node[] {
  return nodes.filter((node) => !("#text" in node));
}

function readValue(node: Node): unknown {
  const [name = ""] = Object.keys(node);
  const content = node[name] as readonly Node[];
  if (name === "array") return elements(content).map(readValue);
  if (name === "dict") {
    const inner = elements(content);
    return Object.fromEntries(
      inner.flatMap((key, index) =>
        "key" in key ? [[textOf(key.key as readonly Node[]), readValue(inner[index + 1] ?? {})]] : [],
      ),
    );
  }
  if (name === "integer") return Number(textOf(content));
  if (name === "string") return textOf(content);
  throw new Error(`a property list has no ${name}`);
}

function textOf(content: readonly Node[]): string {
  return content.map((node) => String(node["#text"] ?? "")).join("");
}
