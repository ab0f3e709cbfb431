import { attributeOf, childrenOf, textAt, type XmlElement } from "./xml.js";

/** The id of a type in a reference: `WID`, `Employee_ID`, `Organization_Type_ID` … */
export function idOfType(reference: XmlElement | null, type: string): string | null {
  const id = childrenOf(reference, "ID").find((candidate) => attributeOf(candidate, "type") === type);
  return id ? textAt(id) : null;
}

/** Every id of a reference as `type:value`. */
export function idKeys(reference: XmlElement | null): string[] {
  return childrenOf(reference, "ID").flatMap((id) => {
    const value = textAt(id);
    return value === null ? [] : [`${attributeOf(id, "type")}:${value}`];
  });
}
