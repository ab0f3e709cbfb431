import { hashText } from "../../random.js";
import type { Person, World } from "../../world/world.js";

/** One attribute of an employee: the wrapper around every value (docs/vendors/personio.md §4). */
export interface Attribute {
  readonly label: string;
  readonly value: unknown;
  readonly type: string;
  readonly universal_id: string | null;
}

/** How an attribute is made. Empty: null for what is built in, `""` for custom ones and a few more. */
export interface AttributeDefinition {
  readonly key: string;
  readonly label: string;
  readonly type: string;
  readonly universal_id: string | null;
  value(person: Person, world: World): unknown;
}

type ValueOf = AttributeDefinition["value"];

/** All attributes of this account; the numbers of the custom ones differ per account, so per seed. */
export function attributeDefinitions(seed: number): readonly AttributeDefinition[] {
  const firstNumber = 81_001 + (seed - 1) * 100;
  const custom = CUSTOM.map(([label, type, value], index) => ({
    key: `dynamic_${firstNumber + index}`,
    label,
    type,
    universal_id: null,
    value,
  }));
  return [
    ...BUILT_IN.map(([key, label, type, value]) => ({ key, label, type, universal_id: key, value })),
    ...custom,
  ];
}

const BUILT_IN: readonly (readonly [key: string, label: string, type: string, value: ValueOf])[] = [
  ["id", "ID", "integer", (person) => Number(person.id)],
  ["first_name", "First name", "standard", (person) => person.firstName],
  ["last_name", "Last name", "standard", (person) => person.lastName],
  ["preferred_name", "Name (preferred)", "standard", fullName],
  ["email", "Email", "standard", (person) => person.workEmail],
  ["gender", "Gender", "standard", () => ""],
  ["status", "Status", "standard", (person) => person.statusName ?? person.status],
  ["position", "Position", "standard", (person) => person.jobTitle ?? ""],
  ["supervisor", "Supervisor", "standard", supervisor],
  ["employment_type", "Employment type", "standard", (person) => person.employmentType],
  ["weekly_working_hours", "Weekly hours", "standard", () => "40"],
  ["hire_date", "Hire date", "date", (person) => date(person.startDate)],
  ["contract_end_date", "Contract ends", "date", (person) => date(person.contractEndDate)],
  ["termination_date", "Termination date", "date", (person) => date(person.endDate)],
  ["termination_type", "Termination type", "standard", (person) => (person.endDate ? "employee" : "")],
  ["termination_reason", "Termination reason", "standard", () => ""],
  ["probation_period_end", "Probation period end", "date", () => null],
  ["created_at", "Created at", "date", (person) => date(person.startDate)],
  ["last_modified_at", "Last modified", "date", (person) => berlinInstant(person.modifiedAt)],
  ["subcompany", "Subcompany", "standard", (person) => named("Subcompany", person.legalEntity)],
  ["office", "Office", "standard", (person) => named("Office", person.office)],
  ["department", "Department", "standard", (person) => named("Department", person.department)],
  ["team", "Team", "standard", (person) => named("Team", person.team)],
  ["cost_centers", "Cost center", "standard", costCenters],
  ["holiday_calendar", "Public holidays", "standard", holidayCalendar],
  ["work_schedule", "Work schedule", "standard", workSchedule],
  ["fix_salary", "Fixed salary", "decimal", (person) => 30_000 + (hashText(person.id) % 60_000)],
  ["fix_salary_interval", "Salary interval", "standard", () => "yearly"],
  ["last_working_day", "Last day of work", "date", (person) => date(person.lastWorkingDay)],
  ["profile_picture", "Profile Picture", "standard", () => null],
];

const CUSTOM: readonly (readonly [label: string, type: string, value: ValueOf])[] = [
  ["IBAN", "standard", (person) => person.iban ?? ""],
  ["BIC", "standard", (person) => person.bic ?? ""],
  ["Personal email", "standard", (person) => person.personalEmail ?? ""],
  ["Language Skills", "tags", (person) => person.languages.join(",")],
  ["Employee ID", "standard", (person) => person.id.slice(-4)],
  ["Birthday", "date", () => null],
];

function fullName(person: Person): string {
  return `${person.firstName} ${person.lastName}`.trim();
}

function date(day: string | null): string | null {
  return day === null ? null : berlinMidnight(day);
}

/** An object with an id of its own, which people never see. */
function named(type: string, name: string | null): unknown {
  return name === null ? null : { type, attributes: { id: idOf(type, name), name } };
}

function idOf(type: string, name: string): number {
  return 1000 + (hashText(`${type} ${name}`) % 900_000);
}

function supervisor(person: Person, world: World): unknown {
  const manager = person.managerId === null ? null : world.person(person.managerId);
  if (manager === null) return null;
  const part = (key: string, label: string, type: string, value: unknown) => ({
    [key]: { label, value, type, universal_id: key },
  });
  return {
    type: "Employee",
    attributes: {
      ...part("id", "ID", "integer", Number(manager.id)),
      ...part("first_name", "First name", "standard", manager.firstName),
      ...part("last_name", "Last name", "standard", manager.lastName),
      ...part("email", "Email", "standard", manager.workEmail),
    },
  };
}

function costCenters(person: Person): unknown {
  if (person.costCenter === null) return [];
  const id = idOf("CostCenter", person.costCenter);
  return [{ type: "CostCenter", attributes: { id, name: person.costCenter, percentage: 100 } }];
}

function holidayCalendar(person: Person): unknown {
  const name = person.country ?? "Default";
  const id = idOf("HolidayCalendar", name);
  return { type: "HolidayCalendar", attributes: { id, name, country: person.country, state: null } };
}

/** Its id is larger than numbers in JavaScript can hold exactly, as in recorded accounts. */
function workSchedule(): unknown {
  const day = "08:00";
  return {
    type: "WorkSchedule",
    attributes: {
      id: 11_400_000_000_000_000_000,
      name: "Full-time, 40 hours",
      valid_from: null,
      ...{ monday: day, tuesday: day, wednesday: day, thursday: day, friday: day },
      ...{ saturday: "00:00", sunday: "00:00" },
    },
  };
}

const HOUR_MS = 3_600_000;

/**
 * A day as Personio writes it: local midnight in Berlin with the offset of that day
 * (docs/vendors/personio.md §4).
 */
export function berlinMidnight(day: string): string {
  const midnightInWinter = Date.parse(`${day}T00:00:00Z`) - HOUR_MS;
  return `${day}T00:00:00${isSummerTime(midnightInWinter) ? "+02:00" : "+01:00"}`;
}

/** An instant as Personio writes it: Berlin time with offset, no fractions. */
export function berlinInstant(instant: string): string {
  const milliseconds = Date.parse(instant);
  const hours = isSummerTime(milliseconds) ? 2 : 1;
  const local = new Date(milliseconds + hours * HOUR_MS).toISOString().slice(0, 19);
  return `${local}+0${hours}:00`;
}

/** European summer time since 1996: last Sunday of March to last Sunday of October, 01:00 UTC each. */
function isSummerTime(milliseconds: number): boolean {
  const year = new Date(milliseconds).getUTCFullYear();
  return milliseconds >= switchTime(year, 2) && milliseconds < switchTime(year, 9);
}

function switchTime(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month, 31));
  return Date.UTC(year, month, 31 - lastDay.getUTCDay(), 1);
}
