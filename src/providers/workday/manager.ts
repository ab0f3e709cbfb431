import { idOfType } from "./references.js";
import { childOf, childrenOf, type XmlElement } from "./xml.js";

/**
 * The Workday id of a worker's manager. The chain runs from the top to the worker's own organization,
 * so the last manager in it counts; heads of an organization appear as their own manager and are
 * skipped. The position's own reference can lag and comes second (workday.md §5, §7.11).
 */
export function managerIdOf(
  ownId: string,
  data: XmlElement | null,
  position: XmlElement | null,
): string | null {
  const chain = childOf(data, "Management_Chain_Data", "Worker_Supervisory_Management_Chain_Data");
  const inChain = childrenOf(chain, "Management_Chain_Data")
    .toReversed()
    .flatMap((level) => childrenOf(level, "Manager_Reference"));
  const detected = childrenOf(position, "Manager_as_of_last_detected_manager_change_Reference");
  const ids = [...inChain, ...detected].map((reference) => idOfType(reference, "WID"));
  return ids.find((id) => id !== null && id !== ownId) ?? null;
}
