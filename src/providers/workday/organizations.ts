import { idOfType } from "./references.js";
import { childOf, childrenOf, textAt, type XmlElement } from "./xml.js";

/** An organization a worker belongs to. */
export interface NamedOrganization {
  readonly name: string | null;
  readonly code: string | null;
}

/**
 * A function that gives a worker's organization of a type (`COMPANY`), whatever its case; the first of
 * several. Organizations of the worker come before those of the position (workday.md §5).
 */
export function organizationsOf(
  data: XmlElement | null,
  position: XmlElement | null,
): (type: string) => NamedOrganization | null {
  const found = new Map<string, NamedOrganization>();
  const nested = [
    ...childrenOf(childOf(data, "Organization_Data"), "Worker_Organization_Data"),
    ...childrenOf(childOf(position, "Position_Organizations_Data"), "Position_Organization_Data"),
  ];
  for (const element of nested) {
    const organization = childOf(element, "Organization_Data");
    const type = idOfType(childOf(organization, "Organization_Type_Reference"), "Organization_Type_ID");
    const key = type?.toUpperCase();
    if (key === undefined || found.has(key)) continue;
    found.set(key, {
      name: textAt(organization, "Organization_Name"),
      code: textAt(organization, "Organization_Code"),
    });
  }
  return (type) => found.get(type.toUpperCase()) ?? null;
}
