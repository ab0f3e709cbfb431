import type { Person } from "../../world/world.js";
import type { WorkerView } from "./directory.js";
import { jobManagementChain } from "./management-chain.js";
import { primaryJobOrganizations, secondJobOrganizations } from "./organizations.js";
import { reference, tag } from "./replies.js";
import { isAhead } from "./status.js";

const ALPHA_3: Readonly<Record<string, string>> = { GB: "GBR", FR: "FRA", DE: "DEU", ES: "ESP" };

/** Future hires have no job yet, former contingent workers none any more (docs/vendors/workday.md §5). */
export function jobsOf(person: Person, { today }: WorkerView): number {
  const left = person.status === "inactive" && person.employmentType === "external";
  return isAhead(person, today) || left ? 0 : 2;
}

/** The jobs of a worker, the primary one last. */
export function positionData(person: Person, view: WorkerView): string {
  if (jobsOf(person, view) === 0) return "";
  const additional = tag(
    "Worker_Job_Data",
    [tag("Position_Data", [tag("Business_Title", "First Aider")]), secondJobOrganizations(view)],
    { Primary_Job: "0" },
  );
  const primary = tag(
    "Worker_Job_Data",
    [
      tag("Position_Data", fields(person)),
      primaryJobOrganizations(person, view),
      jobManagementChain(person, view),
    ],
    { Primary_Job: "1" },
  );
  return `${additional}${primary}`;
}

function fields(person: Person): string[] {
  return [
    tag("Position_ID", `P-${person.id}`),
    tag("Position_Title", person.jobTitle),
    tag("Business_Title", person.jobTitle),
    tag("Start_Date", person.startDate),
    // Only expected: contracts are extended without anybody changing it.
    tag("End_Employment_Date", person.contractEndDate),
    person.employmentType === "external"
      ? reference("Worker_Type_Reference", "Contractor", { Contingent_Worker_Type_ID: "external" })
      : reference("Worker_Type_Reference", "Regular", { Employee_Type_ID: "internal" }),
    reference("Position_Time_Type_Reference", "Full time", { Position_Time_Type_ID: "Full_time" }),
    site(person),
  ];
}

/** People without an office have no country either: it is that of the site. */
function site({ office, country }: Person): string {
  if (office === null) return "";
  const countryIds = country === null ? {} : countryReference(country);
  return tag("Business_Site_Summary_Data", [
    reference("Location_Reference", office, { Location_ID: office.slice(0, 3).toUpperCase() }),
    tag("Name", office),
    tag("Address_Data", [reference("Country_Reference", country ?? "", countryIds)], {
      Formatted_Address: `Main Street 1&#xa;${office}`,
    }),
  ]);
}

function countryReference(country: string): Readonly<Record<string, string>> {
  return {
    "ISO_3166-1_Alpha-2_Code": country,
    "ISO_3166-1_Alpha-3_Code": ALPHA_3[country] ?? country,
  };
}
