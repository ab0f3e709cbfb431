import type { IsoDate } from "../../sync/dates.js";
import { hasManagementChain, managerIdOf } from "./manager.js";
import { type NamedOrganization, organizationsOf } from "./organizations.js";
import { type PersonalData, personalDataOf } from "./personal-data.js";
import { idKeys, idOfType } from "./references.js";
import type { WorkdaySettings } from "./settings.js";
import { statusOf, type WorkerStatus } from "./status.js";
import { attributeOf, childOf, childrenOf, textAt, truthOf, type XmlElement } from "./xml.js";

/**
 * A worker as far as they are used. Null where there is nothing: Workday leaves out both what is empty
 * and what may not be read, so the difference shows only in the whole list (`shown`).
 */
export interface WorkerRecord extends PersonalData, WorkerStatus, Position {
  /** The Workday id: 32 hexadecimal digits that stay with the person. */
  readonly id: string;
  /** All ids as `type:value`; bank details can name a worker by any of them. */
  readonly keys: readonly string[];
  readonly userId: string | null;
  readonly kind: "employee" | "contingent" | null;
  readonly department: string | null;
  readonly team: string | null;
  readonly legalEntity: string | null;
  readonly costCenter: string | null;
  readonly managerId: string | null;
  /** Pieces of data that are readable although this worker's are empty. */
  readonly shows: { readonly terminationDate: boolean; readonly manager: boolean };
}

/** What depends on the job. */
interface Position {
  readonly workLocation: string | null;
  readonly country: string | null;
  readonly jobTitle: string | null;
  readonly employmentType: string | null;
  readonly timeType: string | null;
}

/** What a mapping needs besides the worker. */
export interface WorkerRules {
  /** The effective date that was asked for. */
  readonly today: IsoDate;
  readonly settings: Pick<WorkdaySettings, "departmentOrganization" | "teamOrganization">;
}

/** Turns a `Worker` element into a record (docs/vendors/workday.md §4); null without a Workday id. */
export function toRecord(worker: XmlElement, { today, settings }: WorkerRules): WorkerRecord | null {
  const reference = childOf(worker, "Worker_Reference");
  const id = idOfType(reference, "WID");
  if (id === null) return null;
  const data = childOf(worker, "Worker_Data");
  const employment = childOf(data, "Employment_Data");
  const jobs = childrenOf(employment, "Worker_Job_Data");
  const job = primaryJob(jobs);
  const position = childOf(job, "Position_Data");
  const organizations = organizationsOf(data, job, jobs);
  const nameOf = (type: string | undefined) =>
    type === undefined ? null : (organizations(type)?.name ?? null);
  return {
    id,
    keys: idKeys(reference),
    userId: textAt(data, "User_ID"),
    kind: kindOf(reference),
    ...personalDataOf(data),
    ...statusOf(employment, position, today),
    ...positionOf(position),
    department: nameOf(settings.departmentOrganization),
    team: nameOf(settings.teamOrganization),
    legalEntity: nameOf("COMPANY"),
    costCenter: costCenterOf(organizations("COST_CENTER")),
    managerId: managerIdOf(id, data, job),
    shows: {
      terminationDate: childOf(employment, "Worker_Status_Data") !== null,
      manager: hasManagementChain(data, job),
    },
  };
}

/** People can have several jobs; only the primary one counts. */
function primaryJob(jobs: readonly XmlElement[]): XmlElement | null {
  return jobs.find((job) => truthOf(attributeOf(job, "Primary_Job"))) ?? jobs[0] ?? null;
}

function positionOf(position: XmlElement | null): Position {
  const site = childOf(position, "Business_Site_Summary_Data");
  const type = childOf(position, "Worker_Type_Reference");
  return {
    workLocation: textAt(site, "Name"),
    country: idOfType(childOf(site, "Address_Data", "Country_Reference"), "ISO_3166-1_Alpha-2_Code"),
    jobTitle:
      textAt(position, "Business_Title") ??
      textAt(position, "Position_Title") ??
      textAt(position, "Job_Profile_Summary_Data", "Job_Profile_Name"),
    employmentType: idOfType(type, "Employee_Type_ID") ?? idOfType(type, "Contingent_Worker_Type_ID"),
    timeType: idOfType(childOf(position, "Position_Time_Type_Reference"), "Position_Time_Type_ID"),
  };
}

function kindOf(reference: XmlElement | null): WorkerRecord["kind"] {
  if (idOfType(reference, "Employee_ID") !== null) return "employee";
  return idOfType(reference, "Contingent_Worker_ID") === null ? null : "contingent";
}

/** `41000 Finance`; names often start with the code already. */
function costCenterOf(costCenter: NamedOrganization | null): string | null {
  if (costCenter === null) return null;
  const { code, name } = costCenter;
  if (code === null || name === null) return name ?? code;
  return name.startsWith(code) ? name : `${code} ${name}`;
}
