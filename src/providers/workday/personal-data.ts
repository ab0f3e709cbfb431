import { idOfType } from "./references.js";
import { attributeOf, childOf, childrenOf, textAt, truthOf, type XmlElement } from "./xml.js";

/** Name and address of a worker. */
export interface PersonalData {
  readonly workEmail: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly displayName: string | null;
  /** As in the papers: what a bank account is held by. */
}

/** @param data `Worker_Data` */
export function personalDataOf(data: XmlElement | null): PersonalData {
  const personal = childOf(data, "Personal_Data");
  const legal = childOf(personal, "Name_Data", "Legal_Name_Data", "Name_Detail_Data");
  const preferred = childOf(personal, "Name_Data", "Preferred_Name_Data", "Name_Detail_Data");
  // Both parts from one block: half a preferred name and half a legal one are nobody's name.
  const name = (textAt(preferred, "First_Name") ?? textAt(preferred, "Last_Name")) ? preferred : legal;
  const legalName = attributeOf(legal, "Formatted_Name");
  return {
    workEmail: workEmailOf(childOf(personal, "Contact_Data")),
    firstName: textAt(name, "First_Name"),
    lastName: textAt(name, "Last_Name"),
    displayName: attributeOf(name, "Formatted_Name") ?? legalName,
  };
}

/** The work e-mail: the primary one before others, then a public one. */
function workEmailOf(contact: XmlElement | null): string | null {
  let best: { readonly address: string; readonly rank: number } | null = null;
  for (const entry of childrenOf(contact, "Email_Address_Data")) {
    const address = textAt(entry, "Email_Address");
    const rank = workRank(entry);
    if (address !== null && rank > (best?.rank ?? 0)) best = { address, rank };
  }
  return best?.address ?? null;
}

/** 0: not for work. */
function workRank(entry: XmlElement): number {
  const ranks = childrenOf(entry, "Usage_Data").flatMap((usage) => {
    const isPublic = truthOf(attributeOf(usage, "Public")) ? 1 : 0;
    return childrenOf(usage, "Type_Data").map((type) => {
      const isWork = idOfType(childOf(type, "Type_Reference"), "Communication_Usage_Type_ID") === "WORK";
      const isPrimary = truthOf(attributeOf(type, "Primary")) ? 2 : 0;
      return isWork ? 1 + isPrimary + isPublic : 0;
    });
  });
  return Math.max(0, ...ranks);
}
