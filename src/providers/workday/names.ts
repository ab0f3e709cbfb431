import { attributeOf, childOf, textAt, type XmlElement } from "./xml.js";

/** A worker's name. One part alone is somebody with a single name. */
export interface WorkerName {
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** As Workday writes it. */
  readonly displayName: string | null;
}

type Parts = Pick<WorkerName, "firstName" | "lastName">;

const NOTHING: Parts = { firstName: null, lastName: null };

/**
 * The name of a worker: of the preferred block when it is whole, else of the legal one, else in the local
 * script, else the one full name that Singapore and Malaysia have, else the formatted name.
 *
 * Both parts are from one block: half a preferred name and half a legal one are nobody's name. A name in
 * one piece is divided after its first word, so that both parts together are the name as it is written.
 *
 * @param names `Name_Data`
 */
export function nameOf(names: XmlElement | null): WorkerName {
  const legal = childOf(names, "Legal_Name_Data", "Name_Detail_Data");
  const preferred = childOf(names, "Preferred_Name_Data", "Name_Detail_Data");
  const blocks = [preferred, legal];
  for (const block of blocks) {
    const parts = partsOf(block);
    if (isWhole(parts)) return { ...parts, displayName: formatted(block) ?? formatted(legal) };
  }
  const displayName = formatted(preferred) ?? formatted(legal);
  const local = blocks.map((block) => partsOf(childOf(block, "Local_Name_Detail_Data")));
  const full = blocks.map((block) => textAt(block, "Full_Name_for_Singapore_and_Malaysia"));
  const divided = [...full, formatted(legal), formatted(preferred)].map(inTwo);
  const parts =
    [...local, ...divided].find(isWhole) ??
    [...blocks.map(partsOf), ...local, ...divided].find(hasOnePart) ??
    NOTHING;
  return { ...parts, displayName };
}

/** Two last names, as in Spain, are both part of the name. */
function partsOf(block: XmlElement | null): Parts {
  const lastNames = [textAt(block, "Last_Name"), textAt(block, "Secondary_Last_Name")];
  return {
    firstName: textAt(block, "First_Name"),
    lastName: lastNames.filter((name) => name !== null).join(" ") || null,
  };
}

function formatted(block: XmlElement | null): string | null {
  return attributeOf(block, "Formatted_Name");
}

function isWhole({ firstName, lastName }: Parts): boolean {
  return firstName !== null && lastName !== null;
}

function inTwo(name: string | null): Parts {
  const [first, ...rest] = name?.split(/\s+/u) ?? [];
  return { firstName: first ?? null, lastName: rest.join(" ") || null };
}

function hasOnePart({ firstName, lastName }: Parts): boolean {
  return firstName !== null || lastName !== null;
}
