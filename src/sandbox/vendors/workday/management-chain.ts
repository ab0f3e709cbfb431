import type { Person } from "../../world/person.js";
import { workerIds } from "./ids.js";
import type { WorkerView } from "./worker-data.js";
import { reference, tag } from "./xml.js";

/**
 * `Management_Chain_Data`: the organizations above a person from the top down, each with its manager.
 * Who leads an organization stands at its end as their own manager; the top has a vacancy.
 */
export function managementChain(person: Person, view: WorkerView): string {
  if (!view.sees("organizations")) return "";
  const managers = [...managersAbove(person, view).toReversed(), ...(view.leads(person) ? [person] : [])];
  const levels = managers.map((manager) =>
    level(`Led by ${manager.lastName}`, [
      reference("Manager_Reference", manager.lastName, workerIds(manager)),
    ]),
  );
  return tag("Management_Chain_Data", [
    tag("Worker_Supervisory_Management_Chain_Data", [level("Board", []), ...levels]),
  ]);
}

function level(organization: string, managers: readonly string[]): string {
  const organizationReference = reference("Organization_Reference", organization, {
    Organization_Reference_ID: `SUP-${organization}`,
  });
  return tag("Management_Chain_Data", [organizationReference, ...managers]);
}

/** The nearest first; a circle ends where it closes. */
function managersAbove(person: Person, { person: find }: WorkerView): readonly Person[] {
  const above: Person[] = [];
  let current: Person | null = person;
  while (current?.managerId != null) {
    current = find(current.managerId);
    if (current === null || current === person || above.includes(current)) break;
    above.push(current);
  }
  return above;
}
