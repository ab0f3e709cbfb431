import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isNode, isScalar, isSeq, type Node } from "yaml";
import { isBlock } from "./document.js";

/**
 * Sets a value in a YAML document and touches as little as possible: what is equal stays as it is
 * written, with its comments; keys and list items that are no longer there are removed.
 *
 * @param path a place whose parent is a block.
 */
export function setValue(document: Document, path: readonly string[], value: unknown): void {
  const present = document.getIn(path, true);
  if (isNode(present) && isEqual(document, present, value)) return;
  if (isMap(present) && isBlock(value)) {
    for (const key of Object.keys(present.toJS(document))) {
      if (!Object.hasOwn(value, key)) document.deleteIn([...path, key]);
    }
    for (const [key, inner] of Object.entries(value)) setValue(document, [...path, key], inner);
    return;
  }
  if (isSeq(present) && Array.isArray(value)) {
    const before = present.items.filter(isNode);
    present.items = value.map(
      (item: unknown) => before.find((node) => isEqual(document, node, item)) ?? document.createNode(item),
    );
    return;
  }
  if (isScalar(present) && !isBlock(value) && !Array.isArray(value)) {
    present.value = value;
    return;
  }
  document.setIn(path, value);
}

function isEqual(document: Document, node: Node, value: unknown): boolean {
  return isDeepStrictEqual(node.toJS(document), value);
}
