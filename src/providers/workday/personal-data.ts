import { nameOf, type WorkerName } from "./names.js";
import { idOfType } from "./references.js";
import { attributeOf, childOf, childrenOf, textAt, truthOf, type XmlElement } from "./xml.js";

/** Name and address of a worker. */
export interface PersonalData extends WorkerName {
  readonly workEmail: string | null;
  /** As in the papers: what a bank account is held by. */
}

/** @param data `Worker_Data` */
export function personalDataOf(data: XmlElement | null): PersonalData {
  const personal = childOf(data, "Personal_Data");
  const names = childOf(personal, "Name_Data");
  return {
    workEmail: workEmailOf(childOf(personal, "Contact_Data")),
    ...nameOf(names),
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
