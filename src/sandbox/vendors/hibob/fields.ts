import { hashText } from "../../random.js";
import type { Person, World } from "../../world/world.js";
import { accessStatus, lifecycleOf, lifecycleValue } from "./lifecycle.js";

/** How a field is made: its value for machines, and in words where people see something else. */
export interface FieldDefinition {
  /** In dots; `root` is the top of a record. */
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly type: "text" | "date" | "number" | "list" | "employee-reference";
  machine(person: Person, context: FieldContext): unknown;
  /** Null: left out. Absent: the machine's value as text. */
  human?(person: Person, context: FieldContext): string | null;
}

export interface FieldContext {
  readonly world: World;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Whether bank details are in the table, so that the fields are empty. */
  readonly usesBankTable: boolean;
}

type Text = (person: Person) => string | null;

const COMPANY_ID = 600_001;

/** All fields of this account; the numbers of its own ones differ per account, so per seed. */
export function fieldDefinitions(seed: number): readonly FieldDefinition[] {
  const first = 1_700_000_000_001 + (seed - 1) * 100;
  return [
    ...BUILT_IN,
    list(`work.customColumns.column_${first}`, "Team", "Work", (person) => person.team),
    text(`work.custom.field_${first + 1}`, "Legal entity", "Work", (person) => person.legalEntity),
    text(`work.custom.field_${first + 2}`, "Cost center", "Work", (person) => person.costCenter),
    text(
      `about.custom.field_${first + 3}`,
      "Languages",
      "About",
      ({ languages }) => languages.join(",") || null,
    ),
    date(`work.custom.field_${first + 4}`, "Contract ends", "Work", (person) => person.contractEndDate),
  ];
}

/** What a search without `fields` gives (docs/vendors/hibob.md §3). */
export function isDefaultField({ id }: FieldDefinition): boolean {
  return /^(?:root|about|employment|work)\.\w+$/u.test(id);
}

const BUILT_IN: readonly FieldDefinition[] = [
  text("root.id", "Employee ID", "Basic info", (person) => person.id),
  text("root.email", "Email", "Basic info", (person) => person.workEmail),
  text("root.firstName", "First name", "Basic info", (person) => person.firstName),
  text("root.surname", "Last name", "Basic info", (person) => person.lastName),
  text("root.displayName", "Display name", "Basic info", fullName),
  text("root.fullName", "Full name", "Basic info", fullName),
  { ...field("root.companyId", "Company ID", "Basic info", "number"), machine: () => COMPANY_ID },
  date("work.startDate", "Start date", "Work", (person) => person.startDate),
  text("work.site", "Site", "Work", (person) => person.office),
  {
    ...field("work.siteId", "Site ID", "Work", "number"),
    machine: ({ office }) => (office === null ? null : 2_500_000 + (hashText(office) % 1000)),
  },
  list("work.department", "Department", "Work", (person) => person.department),
  list("work.title", "Job title", "Work", (person) => person.jobTitle),
  {
    ...field("work.reportsTo", "Reports to", "Work", "employee-reference"),
    machine: reportsTo,
    human: (person, { world }) => {
      const manager = managerOf(person, world);
      return manager && fullName(manager);
    },
  },
  text("work.manager", "Manager ID", "Work", (person) => person.managerId),
  text("internal.lifecycleStatus", "Lifecycle status", "Lifecycle", null, {
    machine: (person, { today }) => lifecycleValue(person, today),
    human: (person, { today }) => lifecycleOf(person, today),
  }),
  text("internal.status", "Status", "Lifecycle", null, {
    machine: (person, { today }) => accessStatus(person, today),
  }),
  date("internal.terminationDate", "Termination date", "Lifecycle", (person) => person.endDate),
  date("employee.lastDayOfWork", "Last day of work", "Lifecycle", (person) => person.lastWorkingDay),
  list("payroll.employment.type", "Employment type", "Employment", (person) =>
    person.employmentType === "internal" ? "Permanent" : "Contractor",
  ),
  list("payroll.employment.contract", "Contract", "Employment", () => "Full time"),
  text("address.siteCountry", "Site country", "Address", countryName),
  text("address.country", "Country", "Address", countryName),
  text("home.privateEmail", "Personal email", "Personal contact details", (person) => person.personalEmail),
  bankField("financial.iban", "IBAN", (person) => person.iban),
  bankField("financial.swift", "SWIFT", (person) => person.bic),
  text("financial.bankName", "Bank name", "Financial", ({ iban }) => (iban === null ? null : "Example Bank")),
  text("financial.accountName", "Account name", "Financial", ({ iban }) =>
    iban === null ? null : "Current",
  ),
  text("financial.identificationNumber", "Identification number", "Financial", (person) =>
    String(hashText(`identification ${person.id}`)),
  ),
];

function field(id: string, name: string, category: string, type: FieldDefinition["type"]) {
  return { id, name, category, type };
}

function text(
  id: string,
  name: string,
  category: string,
  value: Text | null,
  more: Partial<FieldDefinition> = {},
): FieldDefinition {
  return { ...field(id, name, category, "text"), machine: (person) => value?.(person) ?? null, ...more };
}

function bankField(id: string, name: string, value: Text): FieldDefinition {
  return {
    ...field(id, name, "Financial", "text"),
    machine: (person, { usesBankTable }) => (usesBankTable ? null : value(person)),
  };
}

/** People see days in the locale of the asking user (docs/vendors/hibob.md §4). */
function date(id: string, name: string, category: string, value: Text): FieldDefinition {
  return {
    ...field(id, name, category, "date"),
    machine: value,
    human: (person) => value(person)?.split("-").reverse().join("/") ?? null,
  };
}

/** Machines get the id of the item, people its name. */
function list(id: string, name: string, category: string, value: Text): FieldDefinition {
  return {
    ...field(id, name, category, "list"),
    machine: (person) => {
      const item = value(person);
      return item === null ? null : String(200_000_000 + (hashText(`${name} ${item}`) % 99_000_000));
    },
    human: value,
  };
}

function fullName(person: Person): string {
  return `${person.firstName} ${person.lastName}`.trim();
}

function managerOf({ managerId }: Person, world: World): Person | null {
  return managerId === null ? null : world.person(managerId);
}

function reportsTo(person: Person, { world }: FieldContext): unknown {
  const manager = managerOf(person, world);
  if (manager === null) return null;
  return {
    id: manager.id,
    email: manager.workEmail,
    firstName: manager.firstName,
    surname: manager.lastName,
    displayName: fullName(manager),
  };
}

const COUNTRY_NAMES = new Intl.DisplayNames(["en"], { type: "region" });

/** Bob has names of countries, no codes (docs/vendors/hibob.md §4). */
function countryName({ country }: Person): string | null {
  return country === null ? null : (COUNTRY_NAMES.of(country) ?? country);
}
