import { hashText } from "../../random.js";
import type { Person, World } from "../../world/world.js";

/** What a value is made from. */
export interface FieldContext {
  readonly world: World;
  readonly today: string;
  /** True: nothing that becomes valid later. */
  readonly onlyCurrent: boolean;
}

type Value = string | null;
type ValueOf = (person: Person, context: FieldContext) => Value;

/** A field of the account under its three names (docs/vendors/bamboohr.md §3, §4). */
export interface Field {
  /** In reports, and in the settings of the sandbox. */
  readonly alias: string;
  /** Number in reports and in the list of fields. */
  readonly id: number;
  /** In the data set. */
  readonly dataset: string;
  readonly label: string;
  readonly type: string;
  value(person: Person, context: FieldContext): Value;
}

const STANDARD: readonly (readonly [
  alias: string,
  dataset: string,
  label: string,
  type: string,
  value: ValueOf,
])[] = [
  ["id", "eeid", "EEID", "int", (person) => person.id],
  ["employeeNumber", "employeeNumber", "Employee #", "employee_number", employeeNumber],
  ["status", "status", "Status", "status", (person) => (isEmployed(person) ? "Active" : "Inactive")],
  ["employmentHistoryStatus", "employmentStatus", "Employment Status", "list", current(employmentStatus)],
  ["firstName", "firstName", "First Name", "text", (person) => person.firstName],
  ["lastName", "lastName", "Last Name", "text", (person) => person.lastName],
  ["preferredName", "preferredName", "Preferred Name", "text", () => null],
  ["displayName", "firstNameLastName", "Display name", "text", fullName],
  ["workEmail", "email", "Work Email", "email", text((person) => person.workEmail)],
  ["homeEmail", "homeEmail", "Home Email", "email", text((person) => person.personalEmail)],
  ["hireDate", "hireDate", "Hire Date", "date", date((person) => person.startDate)],
  ["originalHireDate", "originalHireDate", "Original Hire Date", "date", date(() => null)],
  ["terminationDate", "terminationDate", "Termination Date", "date", date((person) => person.endDate)],
  ["jobTitle", "jobInformationJobTitle", "Job Title", "list", current((person) => person.jobTitle)],
  ["department", "jobInformationDepartment", "Department", "list", current((person) => person.department)],
  ["division", "jobInformationDivision", "Division", "list", current((person) => person.team)],
  ["location", "jobInformationLocation", "Location", "list", current((person) => person.office)],
  ["country", "country", "Country", "country", text((person) => countryName(person.country))],
  [
    "supervisorEId",
    "supervisorEid",
    "Supervisor EID",
    "int",
    current((person, { world }) => manager(person, world)?.id ?? null),
  ],
  // The trap: a number like an id, but the manager's editable employee number.
  [
    "supervisorId",
    "supervisorId",
    "Supervisor ID",
    "text",
    current((person, { world }) => supervisorNumber(person, world)),
  ],
  [
    "supervisorEmail",
    "supervisorEmail",
    "Supervisor Email",
    "email",
    current((person, { world }) => manager(person, world)?.workEmail ?? null),
  ],
  [
    "supervisor",
    "supervisor",
    "Supervisor",
    "employee",
    current((person, { world }) => lastFirst(manager(person, world))),
  ],
  [
    "lastChanged",
    "lastChangedIso",
    "Last changed",
    "timestamp",
    (person) => person.modifiedAt.replace("Z", "+00:00"),
  ],
];

const CUSTOM: readonly (readonly [alias: string, label: string, type: string, value: ValueOf])[] = [
  ["customIBAN", "IBAN", "text", text((person) => person.iban)],
  ["customBIC", "BIC", "text", text((person) => person.bic)],
  ["customLegalEntity", "Legal entity", "text", text((person) => person.legalEntity)],
  ["customCostCenter", "Cost center", "text", text((person) => person.costCenter)],
  ["customLanguages", "Language Skills", "multilist", text((person) => person.languages.join(","))],
  ["customSalaryBand", "Salary band", "text", (person) => `Band ${1 + (hashText(person.id) % 5)}`],
];

/** All fields of this account; the numbers of the custom ones differ per account, so per seed. */
export function accountFields(seed: number): readonly Field[] {
  const firstNumber = 4337 + (seed - 1) * 100;
  return [
    ...STANDARD.map(([alias, dataset, label, type, value], id) => ({
      alias,
      id,
      dataset,
      label,
      type,
      value,
    })),
    ...CUSTOM.map(([alias, label, type, value], index) => {
      const id = firstNumber + index;
      return { alias, id, dataset: `customField${id}`, label, type, value };
    }),
  ];
}

/** People on leave are Active; future hires are Inactive. */
export function isEmployed({ status }: Person): boolean {
  return status === "active" || status === "leave";
}

/** Missing text is null or blank, without a system. */
function text(value: (person: Person) => Value): ValueOf {
  return (person) => value(person) || (hashText(`blank ${person.id}`) % 2 === 0 ? "" : null);
}

/** A missing day. */
function date(value: (person: Person) => Value): ValueOf {
  return (person) => value(person) ?? "0000-00-00";
}

/** What has a day from which it counts: nobody's before they start, unless asked for. */
function current(value: ValueOf): ValueOf {
  return (person, context) => {
    const isAhead = person.startDate !== null && person.startDate > context.today;
    return isAhead && context.onlyCurrent ? null : value(person, context);
  };
}

/** The company's own list of labels. */
function employmentStatus({ status, statusName, employmentType }: Person): Value {
  if (statusName !== null) return statusName;
  if (status === "inactive") return "Terminated";
  if (status === "leave") return "On Leave";
  return employmentType === "external" ? "Contractor" : "Full-Time";
}

/** Looks like an id, and can be somebody else's. */
function employeeNumber(person: Person): Value {
  return String(1 + (hashText(`number ${person.id}`) % 9_999_999));
}

/** Leavers lose theirs. */
function manager(person: Person, world: World): Person | null {
  return person.managerId === null || person.status === "inactive" ? null : world.person(person.managerId);
}

function supervisorNumber(person: Person, world: World): Value {
  const found = manager(person, world);
  return found ? employeeNumber(found) : "";
}

function fullName({ firstName, lastName }: Person): Value {
  return `${firstName} ${lastName}`.trim();
}

function lastFirst(person: Person | null): Value {
  return person && `${person.lastName}, ${person.firstName}`;
}

const COUNTRIES = new Intl.DisplayNames(["en"], { type: "region" });

function countryName(code: string | null): Value {
  return code && (COUNTRIES.of(code) ?? code);
}
