import type { Operation } from "./session.js";
import type { WorkdaySettings } from "./settings.js";
import type { Snapshot } from "./snapshot.js";

/** Which page, of whom. */
export interface WorkersPage {
  readonly page: number;
  readonly count: number;
  /**
   * True only for a look at people: leaves can make somebody inactive in Workday, so a sync that left
   * the inactive out would lose them (docs/vendors/workday.md §5).
   */
  readonly activeOnly: boolean;
}

/** Flags that leave kinds of organizations out, by the organization type that needs them. */
const ORGANIZATION_FLAGS: ReadonlyMap<string, string> = new Map([
  ["PAY_GROUP", "Exclude_Pay_Groups"],
  ["REGION", "Exclude_Regions"],
  ["TEAM", "Exclude_Teams"],
  ["BUSINESS_UNIT", "Exclude_Business_Units"],
]);
const BUILT_IN_TYPES = ["SUPERVISORY", "COMPANY", "COST_CENTER"];

/**
 * `Get_Workers` with what is needed and nothing more: as soon as one group is named, the others (pay,
 * roles) stay out. The order of the elements is the schema's; another one is refused
 * (docs/vendors/workday.md §3.1).
 */
export function getWorkers(page: WorkersPage, snapshot: Snapshot, settings: WorkdaySettings): Operation {
  return {
    service: "Human_Resources",
    name: "Get_Workers",
    purpose: "list workers",
    content: [
      parent("Request_Criteria", [
        flag("Exclude_Inactive_Workers", page.activeOnly),
        flag("Exclude_Employees", false),
        flag("Exclude_Contingent_Workers", settings.contingentWorkers === "exclude"),
      ]),
      parent("Response_Filter", [
        element("As_Of_Effective_Date", snapshot.effectiveDate),
        element("As_Of_Entry_DateTime", snapshot.entryMoment),
        element("Page", page.page),
        element("Count", page.count),
      ]),
      parent("Response_Group", responseGroup(settings)),
    ].join(""),
  };
}

/**
 * `Get_Payment_Election_Enrollments`; its criteria are not documented publicly
 * (docs/vendors/workday.md §3.4).
 */
export function getPaymentElections(page: number, count: number, snapshot: Snapshot): Operation {
  return {
    service: "Cash_Management",
    name: "Get_Payment_Election_Enrollments",
    purpose: "list payment elections",
    content: parent("Response_Filter", [
      element("As_Of_Entry_DateTime", snapshot.entryMoment),
      element("Page", page),
      element("Count", count),
    ]),
  };
}

function responseGroup(settings: WorkdaySettings): string[] {
  const excluded = excludedKinds(settings);
  const exclude = (name: string) => flag(name, excluded(name));
  return [
    flag("Include_Reference", true),
    flag("Include_Personal_Information", true),
    flag("Include_Employment_Information", true),
    flag("Include_Organizations", true),
    flag("Exclude_Organization_Support_Role_Data", true),
    flag("Exclude_Location_Hierarchies", true),
    flag("Exclude_Cost_Centers", false),
    flag("Exclude_Cost_Center_Hierarchies", true),
    flag("Exclude_Companies", false),
    flag("Exclude_Company_Hierarchies", true),
    flag("Exclude_Matrix_Organizations", true),
    exclude("Exclude_Pay_Groups"),
    exclude("Exclude_Regions"),
    flag("Exclude_Region_Hierarchies", true),
    flag("Exclude_Supervisory_Organizations", false),
    exclude("Exclude_Teams"),
    exclude("Exclude_Custom_Organizations"),
    flag("Include_Roles", false),
    flag("Include_Management_Chain_Data", true),
    flag("Include_User_Account", false),
    ...["Fund", "Grant"].flatMap(excludeWithHierarchy),
    exclude("Exclude_Business_Units"),
    flag("Exclude_Business_Unit_Hierarchies", true),
    ...["Program", "Gift"].flatMap(excludeWithHierarchy),
  ];
}

function excludeWithHierarchy(kind: string): string[] {
  return [flag(`Exclude_${kind}s`, true), flag(`Exclude_${kind}_Hierarchies`, true)];
}

/** Organizations are the costly part of an answer, so only the types that the settings name come along. */
function excludedKinds(settings: WorkdaySettings): (name: string) => boolean {
  const { departmentOrganization, teamOrganization } = settings;
  const wanted = [departmentOrganization, teamOrganization]
    .flatMap((type) => (type === undefined ? [] : [type.toUpperCase()]))
    .filter((type) => !BUILT_IN_TYPES.includes(type))
    .map((type) => ORGANIZATION_FLAGS.get(type) ?? "Exclude_Custom_Organizations");
  return (name) => !wanted.includes(name);
}

function flag(name: string, value: boolean): string {
  return element(name, String(value));
}

function parent(name: string, children: readonly string[]): string {
  return `<wd:${name}>${children.join("")}</wd:${name}>`;
}

/** Only for values that need no escaping: flags, numbers and dates. */
function element(name: string, value: string | number): string {
  return `<wd:${name}>${value}</wd:${name}>`;
}
