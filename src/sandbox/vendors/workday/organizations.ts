import { hashText } from "../../random.js";
import type { Person } from "../../world/person.js";
import type { WorkerView } from "./worker-data.js";
import { reference, tag } from "./xml.js";

type OrganizationType = readonly [id: string, excludedBy: string, name: (person: Person) => string | null];

/** Types with the flag that keeps them out. */
const TYPES: readonly OrganizationType[] = [
  ["SUPERVISORY", "Exclude_Supervisory_Organizations", (person) => person.department],
  ["COMPANY", "Exclude_Companies", (person) => person.legalEntity],
  ["COST_CENTER", "Exclude_Cost_Centers", (person) => person.costCenter],
  ["Team", "Exclude_Teams", (person) => person.team],
];

/** `Organization_Data` with one entry for each type the person has and the request does not exclude. */
export function organizationData(person: Person, view: WorkerView): string {
  if (!view.sees("organizations")) return "";
  const organizations = TYPES.map(([type, excludedBy, nameOf]) => {
    const name = nameOf(person);
    return name === null || view.excludes(excludedBy) ? "" : organization(type, name);
  });
  return tag("Organization_Data", organizations);
}

function organization(type: string, name: string): string {
  const id = `${type.slice(0, 3).toUpperCase()}-${hashText(name) % 1000}`;
  return tag("Worker_Organization_Data", [
    reference("Organization_Reference", name, { Organization_Reference_ID: id }),
    tag("Organization_Data", [
      tag("Organization_Reference_ID", id),
      tag("Organization_Code", type === "COST_CENTER" ? name : null),
      tag("Organization_Name", name),
      reference("Organization_Type_Reference", type, { Organization_Type_ID: type }),
    ]),
  ]);
}
