import { type BenchPerson, benchPerson } from "./people.js";

/**
 * Employees as the HR tools write them, as large as their own records are: 6 KB in Personio, 1.5 KB in HiBob,
 * and what is asked for in Workday, where it depends on how many organizations a worker is in.
 */

/** An entry of Personio's list (docs/vendors/personio.md §4), with a tenant's usual attributes. */
export function personioEmployee(index: number): unknown {
  const person = benchPerson(index);
  const attribute = (
    label: string,
    value: unknown,
    type = "standard",
    universal_id: string | null = null,
  ) => ({
    ...{ label, value, type, universal_id },
  });
  const named = (type: string, name: string) => ({ type, attributes: { id: 1000 + (index % 300), name } });
  const builtIn: Record<string, unknown> = {
    id: attribute("ID", 1_000_000 + index, "integer", "id"),
    first_name: attribute("First name", person.firstName, "standard", "first_name"),
    last_name: attribute("Last name", person.lastName, "standard", "last_name"),
    preferred_name: attribute("Name (preferred)", null, "standard", "preferred_name"),
    email: attribute("Email", person.email, "standard", "email"),
    gender: attribute("Gender", "", "standard", "gender"),
    status: attribute("Status", "active", "standard", "status"),
    position: attribute("Position", person.jobTitle, "standard", "position"),
    supervisor: attribute("Supervisor", personioSupervisor(person), "standard", "supervisor"),
    employment_type: attribute("Employment type", "internal", "standard", "employment_type"),
    weekly_working_hours: attribute("Weekly hours", "40", "standard", "weekly_working_hours"),
    hire_date: attribute("Hire date", `${person.startDate}T00:00:00+01:00`, "date", "hire_date"),
    contract_end_date: attribute("Contract ends", null, "date", "contract_end_date"),
    termination_date: attribute("Termination date", null, "date", "termination_date"),
    termination_type: attribute("Termination type", "", "standard", "termination_type"),
    termination_reason: attribute("Termination reason", "", "standard", "termination_reason"),
    probation_period_end: attribute("Probation period end", null, "date", "probation_period_end"),
    created_at: attribute("Created at", `${person.startDate}T09:00:00+01:00`, "date", "created_at"),
    last_modified_at: attribute("Last modified", "2026-05-01T08:32:52+02:00", "date", "last_modified_at"),
    subcompany: attribute("Subcompany", named("Subcompany", "Acme Ltd"), "standard", "subcompany"),
    office: attribute("Office", named("Office", person.office), "standard", "office"),
    department: attribute("Department", named("Department", person.department), "standard", "department"),
    team: attribute("Team", named("Team", person.team), "standard", "team"),
    cost_centers: attribute("Cost center", [
      { type: "CostCenter", attributes: { id: 30, name: person.costCenter, percentage: 100 } },
    ]),
    holiday_calendar: attribute("Public holidays", {
      type: "HolidayCalendar",
      attributes: { id: 7, name: "Germany", country: "DE", state: null },
    }),
    work_schedule: attribute("Work schedule", {
      type: "WorkSchedule",
      attributes: { id: 31, name: "Full-time, 40 hours", monday: "08:00", tuesday: "08:00", sunday: "00:00" },
    }),
    fix_salary_interval: attribute("Salary interval", "yearly", "standard", "fix_salary_interval"),
    profile_picture: attribute("Profile Picture", null, "standard", "profile_picture"),
    dynamic_81001: attribute("IBAN", person.iban),
    dynamic_81002: attribute("BIC", person.bic),
    dynamic_81003: attribute("Language Skills", "English,German", "tags"),
    dynamic_81004: attribute("Birthday", null, "date"),
  };
  for (let number = 5; number <= 20; number += 1) {
    const value = `What the tenant keeps of ${person.firstName} under number ${number}: ${FILLER}`;
    builtIn[`dynamic_${81_000 + number}`] = attribute(`Attribute ${number}`, value);
  }
  return { type: "Employee", attributes: builtIn };
}

/** A remark of the length that free fields have on average. */
const FILLER = "as it was agreed";

function personioSupervisor({ manager }: BenchPerson): unknown {
  if (manager === null) return null;
  const { firstName, lastName, email } = benchPerson(manager);
  const part = (label: string, value: unknown, type: string) => ({ label, value, type, universal_id: null });
  return {
    type: "Employee",
    attributes: {
      id: part("ID", 1_000_000 + manager, "integer"),
      first_name: part("First name", firstName, "standard"),
      last_name: part("Last name", lastName, "standard"),
      email: part("Email", email, "standard"),
    },
  };
}

const bobId = (index: number) => `34000000000${String(index).padStart(8, "0")}`;

/** An entry of Bob's people search (docs/vendors/hibob.md §4), with the part for people appended. */
export function hibobEmployee(index: number): unknown {
  const person = benchPerson(index);
  const { firstName, lastName, email, startDate, office } = person;
  const manager = person.manager === null ? null : benchPerson(person.manager);
  return {
    id: bobId(index),
    "/root/id": { value: bobId(index) },
    ...{ firstName, surname: lastName, email, displayName: `${firstName} ${lastName}`, companyId: 600_001 },
    "/root/email": { value: email },
    work: {
      ...{ startDate, site: office, siteId: 2_500_001, department: "209000163", title: "254000007" },
      manager: manager && bobId(manager.index),
      reportsTo: manager && {
        ...{ id: bobId(manager.index), email: manager.email, firstName: manager.firstName },
        ...{ surname: manager.lastName, displayName: `${manager.firstName} ${manager.lastName}` },
      },
      custom: { field_1700000000001: person.costCenter, field_1700000000002: "2027-08-31" },
      customColumns: { column_1700000000003: ["231000001", "231000002"] },
    },
    internal: { status: "Active", lifecycleStatus: "employed", terminationDate: null },
    payroll: { employment: { type: "254000001" } },
    address: { siteCountry: "Germany" },
    financial: { iban: person.iban, swift: person.bic, accountName: `${firstName} ${lastName}` },
    humanReadable: {
      firstName,
      work: {
        ...{ startDate: "01/04/2022", site: office, department: person.department, title: person.jobTitle },
        reportsTo: manager && `${manager.firstName} ${manager.lastName}`,
        custom: { field_1700000000001: person.costCenter, field_1700000000002: "31/08/2027" },
        customColumns: { column_1700000000003: "Core UX, Research" },
      },
      internal: { status: "Active", lifecycleStatus: "Employed" },
      payroll: { employment: { type: "Permanent" } },
      address: { siteCountry: "Germany" },
    },
  };
}
