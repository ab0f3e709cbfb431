import type { IsoDate } from "../../sync/model/index.js";
import { nameOf, type WorkerName } from "./names.js";
import { idKeys, idOfType, type NamedOrganization, organizationsOf } from "./organizations.js";
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

/** Name and address of a worker. */
export interface PersonalData extends WorkerName {
  readonly workEmail: string | null;
  /** As in the papers: what a bank account is held by. */
}

/** @param data `Worker_Data` */
function personalDataOf(data: XmlElement | null): PersonalData {
  const personal = childOf(data, "Personal_Data");
  const names = childOf(personal, "Name_Data");
  return {
    workEmail: workEmailOf(childOf(personal, "Contact_Data")),
    ...nameOf(names),
  };
}

/** The work e-mail: the primary one before others, then a public one. */
function workEmailOf(contact: XmlElement | null): string | null {
  let best: { readonly address: string; readonly rank: number } | null = null;
  for (const entry of childrenOf(contact, "Email_Address_Data")) {
    const address = textAt(entry, "Email_Address");
    const rank = workRank(entry);
    if (address !== null && rank > (best?.rank ?? 0)) best = { address, rank };
  }
  return best?.address ?? null;
}

/** 0: not for work. */
function workRank(entry: XmlElement): number {
  const ranks = childrenOf(entry, "Usage_Data").flatMap((usage) => {
    const isPublic = truthOf(attributeOf(usage, "Public")) ? 1 : 0;
    return childrenOf(usage, "Type_Data").map((type) => {
      const isWork = idOfType(childOf(type, "Type_Reference"), "Communication_Usage_Type_ID") === "WORK";
      const isPrimary = truthOf(attributeOf(type, "Primary")) ? 2 : 0;
      return isWork ? 1 + isPrimary + isPublic : 0;
    });
  });
  return Math.max(0, ...ranks);
}

/**
 * The Workday id of a worker's manager: by the chain of the primary job, else by the worker's own. A chain
 * runs from the top to the own organization, so the last manager in it counts; heads of an organization
 * appear as their own manager and are skipped. The position's own reference can lag and comes last
 * (docs/vendors/workday.md §4).
 *
 * @param job the primary one, `Worker_Job_Data`
 */
function managerIdOf(ownId: string, data: XmlElement | null, job: XmlElement | null): string | null {
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
function hasManagementChain(data: XmlElement | null, job: XmlElement | null): boolean {
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
