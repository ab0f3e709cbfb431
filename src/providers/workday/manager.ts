import { idOfType } from "./references.js";
import { childOf, childrenOf, type XmlElement } from "./xml.js";

/**
 * The Workday id of a worker's manager: by the chain of the primary job, else by the worker's own. A chain
 * runs from the top to the own organization, so the last manager in it counts; heads of an organization
 * appear as their own manager and are skipped. The position's own reference can lag and comes last
 * (docs/vendors/workday.md §4).
 *
 * @param job the primary one, `Worker_Job_Data`
 */
export function managerIdOf(ownId: string, data: XmlElement | null, job: XmlElement | null): string | null {
  const inChains = chainsOf(data, job).flatMap((chain) =>
    childrenOf(chain, "Management_Chain_Data")
      .toReversed()
      .flatMap((level) => childrenOf(level, "Manager_Reference")),
  );
  const position = childOf(job, "Position_Data");
  const detected = childrenOf(position, "Manager_as_of_last_detected_manager_change_Reference");
  const ids = [...inChains, ...detected].map((reference) => idOfType(reference, "WID"));
  return ids.find((id) => id !== null && id !== ownId) ?? null;
}

/** Whether chains may be read, although this one may name nobody. */
export function hasManagementChain(data: XmlElement | null, job: XmlElement | null): boolean {
  return ofJob(job) !== null || ofWorker(data) !== null;
}

function chainsOf(data: XmlElement | null, job: XmlElement | null): readonly XmlElement[] {
  return [
    childOf(ofJob(job), "Position_Supervisory_Management_Chain_Data"),
    childOf(ofWorker(data), "Worker_Supervisory_Management_Chain_Data"),
  ].filter((chain) => chain !== null);
}

function ofJob(job: XmlElement | null): XmlElement | null {
  return childOf(job, "Position_Management_Chains_Data");
}

function ofWorker(data: XmlElement | null): XmlElement | null {
  return childOf(data, "Management_Chain_Data");
}
