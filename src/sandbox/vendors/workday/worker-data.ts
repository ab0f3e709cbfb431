import type { Person } from "../../world/world.js";
import type { WorkerView } from "./directory.js";
import { workerIds } from "./directory.js";
import { managementChain } from "./management-chain.js";
import { organizationData } from "./organizations.js";
import { jobsOf, positionData } from "./position.js";
import { reference, tag } from "./replies.js";
import { fullName, nameData, statusData } from "./status.js";

/** A `Worker` element (docs/vendors/workday.md §4). Descriptors are decorated: nothing to match people by. */
export function worker(person: Person, view: WorkerView): string {
  const jobs = view.sees("positions") ? jobsOf(person, view) : 0;
  const descriptor = `${fullName(person)}${decoration(person)}`;
  return tag("Worker", [
    reference("Worker_Reference", descriptor, workerIds(person)),
    tag("Worker_Descriptor", descriptor),
    tag("Worker_Data", [
      tag("Worker_ID", workerIds(person).Employee_ID ?? workerIds(person).Contingent_Worker_ID ?? null),
      tag("User_ID", person.workEmail?.split("@")[0] ?? null),
      view.wants("Include_Personal_Information") ? personalData(person, view) : "",
      view.wants("Include_Employment_Information") ? employmentData(person, view) : "",
      organizationData(person, view, jobs),
      managementChain(person, view, jobs),
    ]),
  ]);
}

function decoration({ status }: Person): string {
  if (status === "inactive") return " (Terminated)";
  return status === "leave" ? " (On Leave)" : "";
}

function personalData(person: Person, { sees }: WorkerView): string {
  return tag("Personal_Data", [
    sees("names") ? nameData(person) : "",
    tag("Contact_Data", [
      sees("workEmail") && hasWorkEmail(person) ? email(person.workEmail, "WORK", "1") : "",
      sees("homeEmail") ? email(person.personalEmail, "HOME", "0") : "",
    ]),
  ]);
}

/** Former contingent workers lose their address. */
function hasWorkEmail({ status, employmentType }: Person): boolean {
  return !(status === "inactive" && employmentType === "external");
}

function email(address: string | null, usage: "WORK" | "HOME", isPublic: "0" | "1"): string {
  if (address === null) return "";
  const type = reference("Type_Reference", usage, { Communication_Usage_Type_ID: usage });
  return tag("Email_Address_Data", [
    tag("Email_Address", address),
    tag("Usage_Data", [tag("Type_Data", [type], { Primary: "1" })], { Public: isPublic }),
  ]);
}

function employmentData(person: Person, view: WorkerView): string {
  return tag("Employment_Data", [
    view.sees("positions") ? positionData(person, view) : "",
    view.sees("staffing") ? statusData(person, view.today) : "",
    view.sees("staffing") && person.contractEndDate !== null
      ? tag("Worker_Contract_Data", [tag("Contract_End_Date", person.contractEndDate)])
      : "",
  ]);
}
