import { hashText } from "../../random.js";
import type { Person } from "../../world/world.js";
import type { WorkerView } from "./directory.js";
import { oneIn } from "./directory.js";
import { reference, tag } from "./replies.js";

type OrganizationType = readonly [id: string, excludedBy: string, name: (person: Person) => string | null];

/** Types with the flag that keeps them out. */
const TYPES: readonly OrganizationType[] = [
  ["SUPERVISORY", "Exclude_Supervisory_Organizations", (person) => person.department],
  ["COMPANY", "Exclude_Companies", (person) => person.legalEntity],
  ["COST_CENTER", "Exclude_Cost_Centers", (person) => person.costCenter],
  ["Team", "Exclude_Teams", (person) => person.team],
];

/** Where the second job of everybody belongs. */
const SECOND_JOB: Readonly<Record<string, string>> = { SUPERVISORY: "First Aid", COST_CENTER: "CC-900" };

/**
 * `Organization_Data` of the worker: the organizations of all jobs that the request does not exclude.
 * Nothing says which job one belongs to, and for some the second job's come first.
 */
export function organizationData(person: Person, view: WorkerView, jobs: number): string {
  if (!isShown(view)) return "";
  const own = organizationsOf("Worker_Organization_Data", person, view);
  const others = jobs > 1 ? secondJob("Worker_Organization_Data", view) : [];
  const all = oneIn(3, person, "second job first") ? [...others, ...own] : [...own, ...others];
  return tag("Organization_Data", all);
}

/** `Position_Organizations_Data` of the primary job, which stands beside its position. */
export function primaryJobOrganizations(person: Person, view: WorkerView): string {
  if (!isShown(view)) return "";
  return tag("Position_Organizations_Data", organizationsOf("Position_Organization_Data", person, view));
}

export function secondJobOrganizations(view: WorkerView): string {
  if (!isShown(view)) return "";
  return tag("Position_Organizations_Data", secondJob("Position_Organization_Data", view));
}

function isShown({ sees, wants }: WorkerView): boolean {
  return sees("organizations") && wants("Include_Organizations");
}

function organizationsOf(element: string, person: Person, view: WorkerView): string[] {
  return TYPES.map(([type, excludedBy, nameOf]) => {
    const name = nameOf(person);
    return name === null || view.excludes(excludedBy) ? "" : organization(element, type, name);
  });
}

function secondJob(element: string, view: WorkerView): string[] {
  return TYPES.map(([type, excludedBy]) => {
    const name = SECOND_JOB[type];
    return name === undefined || view.excludes(excludedBy) ? "" : organization(element, type, name);
  });
}

function organization(element: string, type: string, name: string): string {
  const id = `${type.slice(0, 3).toUpperCase()}-${hashText(name) % 1000}`;
  return tag(element, [
    reference("Organization_Reference", name, { Organization_Reference_ID: id }),
    tag("Organization_Data", [
      tag("Organization_Reference_ID", id),
      tag("Organization_Code", type === "COST_CENTER" ? name : null),
      tag("Organization_Name", name),
      reference("Organization_Type_Reference", type, { Organization_Type_ID: type }),
    ]),
  ]);
}
