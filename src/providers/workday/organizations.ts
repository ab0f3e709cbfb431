import { attributeOf, childOf, childrenOf, textAt, type XmlElement } from "./xml.js";

/** An organization a worker belongs to. */
export interface NamedOrganization {
  readonly name: string | null;
  readonly code: string | null;
}

interface Membership extends NamedOrganization {
  /** In upper case: `COMPANY`. */
  readonly type: string;
  /** All ids, by which one organization is known in two places. */
  readonly keys: readonly string[];
}

/**
 * A function that gives a worker's organization of a type (`COMPANY`), whatever its case; the first of
 * several.
 *
 * The organizations of the primary job come first; they stand beside its position. The worker's own list
 * is of all jobs, so it counts only for types that the primary job says nothing of, and without what it
 * holds for another job.
 *
 * @param jobs every `Worker_Job_Data`
 */
export function organizationsOf(
  data: XmlElement | null,
  primaryJob: XmlElement | null,
  jobs: readonly XmlElement[],
): (type: string) => NamedOrganization | null {
  const ofJob = membershipsIn(primaryJob, "Position_Organizations_Data", "Position_Organization_Data");
  const ofOthers = jobs
    .filter((job) => job !== primaryJob)
    .flatMap((job) => membershipsIn(job, "Position_Organizations_Data", "Position_Organization_Data"));
  const elsewhere = new Set(ofOthers.flatMap(({ keys }) => keys));
  const ofWorker = membershipsIn(data, "Organization_Data", "Worker_Organization_Data").filter(
    ({ keys }) => !keys.some((key) => elsewhere.has(key)),
  );
  const found = new Map<string, NamedOrganization>();
  for (const membership of [...ofJob, ...ofWorker]) {
    if (!found.has(membership.type)) found.set(membership.type, membership);
  }
  return (type) => found.get(type.toUpperCase()) ?? null;
}

function membershipsIn(parent: XmlElement | null, list: string, item: string): readonly Membership[] {
  return childrenOf(childOf(parent, list), item).flatMap((element) => {
    const organization = childOf(element, "Organization_Data");
    const type = idOfType(childOf(organization, "Organization_Type_Reference"), "Organization_Type_ID");
    if (type === null) return [];
    return {
      type: type.toUpperCase(),
      keys: idKeys(childOf(element, "Organization_Reference")),
      name: textAt(organization, "Organization_Name"),
      code: textAt(organization, "Organization_Code"),
    };
  });
}

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
