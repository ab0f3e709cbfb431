import type { Person } from "../../world/world.js";
import type { WorkerView } from "./directory.js";
import { oneIn, workerIds } from "./directory.js";
import { reference, tag } from "./replies.js";

/** The chain of the worker; some have it with their job alone. */
export function managementChain(person: Person, view: WorkerView, jobs: number): string {
  if (!isShown(view) || (jobs > 0 && isWithJob(person))) return "";
  return tag("Management_Chain_Data", [chain("Worker_Supervisory_Management_Chain_Data", person, view)]);
}

/** The chain of the primary job. */
export function jobManagementChain(person: Person, view: WorkerView): string {
  if (!isShown(view) || !isWithJob(person)) return "";
  return tag("Position_Management_Chains_Data", [
    chain("Position_Supervisory_Management_Chain_Data", person, view),
  ]);
}

function isShown({ sees, wants }: WorkerView): boolean {
  return sees("organizations") && wants("Include_Management_Chain_Data");
}

function isWithJob(person: Person): boolean {
  return oneIn(3, person, "chain of the job");
}

/**
 * The organizations above a person from the top down, each with its manager. Who leads an organization
 * stands at its end as their own manager; the top has a vacancy.
 */
function chain(element: string, person: Person, view: WorkerView): string {
  const managers = [...managersAbove(person, view).toReversed(), ...(view.leads(person) ? [person] : [])];
  const levels = managers.map((manager) =>
    level(`Led by ${manager.lastName}`, [
      reference("Manager_Reference", manager.lastName, workerIds(manager)),
    ]),
  );
  return tag(element, [level("Board", []), ...levels]);
}

function level(organization: string, managers: readonly string[]): string {
  const organizationReference = reference("Organization_Reference", organization, {
    Organization_Reference_ID: `SUP-${organization}`,
  });
  return tag("Management_Chain_Data", [organizationReference, ...managers]);
}

/** The nearest first; a cycle ends where it closes. */
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
