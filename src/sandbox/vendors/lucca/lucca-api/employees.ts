import { addDays } from "../../../../sync/model/index.js";
import { hashText } from "../../../random.js";
import type { SandboxRequest } from "../../../server/exchange.js";
import type { Person } from "../../../world/world.js";
import { contractEnd, hasLeft, isAhead } from "../errors.js";
import { type Collection, reference } from "./collection.js";
import { unitId } from "./organization.js";

/** What a token sees, and when. */
interface View {
  readonly today: string;
  readonly employments: boolean;
  readonly jobPositions: boolean;
  /** Whether some employees have a status that their employment denies. */
  readonly contradicts: boolean;
  /** An object without what a section of the employee file hides. */
  visible(type: string, values: Readonly<Record<string, unknown>>): object;
}

/**
 * Employees of every status, with employment and job position as related resources
 * (docs/vendors/lucca.md §3.2, §4).
 */
export function employees(people: readonly Person[], view: View): Collection<Person> {
  return {
    type: "employees",
    items: people,
    render: (person) => employee(person, view),
    embed: (page) => ({
      ...(view.employments ? { employment: byId(page, employmentId, (one) => employment(one, view)) } : {}),
      ...(view.jobPositions ? { "job-position": byId(page, jobId, (one) => jobPosition(one, view)) } : {}),
    }),
  };
}

function employee(person: Person, { today, contradicts, visible }: View): object {
  const { id } = person;
  const isContrary = contradicts && hashText(`contradiction ${id}`) % 4 === 0;
  return visible("employee", {
    ...reference("employee", "employees", id),
    remoteId: null,
    givenName: person.firstName,
    familyName: person.lastName,
    employeeNumber: String(hashText(`number ${id}`) % 100_000).padStart(5, "0"),
    status: isContrary ? contraryStatus(person, today) : statusOf(person, today),
    email: person.workEmail,
    phoneNumber: null,
    birthDay: { day: 1 + (hashText(id) % 28), month: 1 + (hashText(`month ${id}`) % 12) },
    applicableEmployment: reference("employment", "employments", employmentId(person)),
    applicableJobPosition: reference("job-position", "job-positions", jobId(person)),
    lastUpdatedAt: person.modifiedAt,
  });
}

function statusOf(person: Person, today: string): string {
  if (hasLeft(person, today)) return "deactivated";
  return isAhead(person, today) ? "upcoming" : "active";
}

/** Deactivated in the middle of an employment, or active long after its end. */
function contraryStatus(person: Person, today: string): string {
  if (!hasLeft(person, today)) return isAhead(person, today) ? "upcoming" : "deactivated";
  return (contractEnd(person, today) ?? today) < addDays(today, -3) ? "active" : "deactivated";
}

/** Days are objects. */
function employment(person: Person, { today, visible }: View): object {
  const end = contractEnd(person, today);
  return visible("employment", {
    ...reference("employment", "employments", employmentId(person)),
    employee: reference("employee", "employees", person.id),
    legalEntity: reference("legal-entity", "legal-entities", unitId("legalEntity", person.legalEntity)),
    start: person.startDate === null ? null : { date: person.startDate },
    end: end === null ? null : { date: end },
    template: { id: person.employmentType === "internal" ? "4" : "7", type: "employment-template" },
  });
}

function jobPosition(person: Person, { visible }: View): object {
  return visible("job-position", {
    ...reference("job-position", "job-positions", jobId(person)),
    employee: reference("employee", "employees", person.id),
    employment: reference("employment", "employments", employmentId(person)),
    startsOn: person.startDate,
    endsOn: null,
    jobTitle: person.jobTitle,
    t9n: person.jobTitle === null ? {} : { jobTitle: { "fr-FR": `${person.jobTitle} (fr)` } },
    manager: reference("employee", "employees", person.managerId),
    department: reference("department", "departments", unitId("department", person.department)),
    businessEstablishment: reference(
      "business-establishment",
      "business-establishments",
      unitId("office", person.office),
    ),
  });
}

function employmentId({ id }: Person): string {
  return String(500_000 + (Number(id) % 400_000));
}

function jobId({ id }: Person): string {
  return String(100_000 + (Number(id) % 400_000));
}

function byId(
  people: readonly Person[],
  idOf: (person: Person) => string,
  render: (person: Person) => object,
): object {
  return Object.fromEntries(people.map((person) => [idOf(person), render(person)]));
}

const MOST_IDS = 100;

/** The people whose records a call asks for; null when it names too many (docs/vendors/lucca.md §3.2). */
export function filteredPeople(
  { query }: SandboxRequest,
  people: readonly Person[],
): readonly Person[] | null {
  const ids = query.get("employee.id")?.split(",");
  if (ids === undefined) return people;
  return ids.length > MOST_IDS ? null : people.filter(({ id }) => ids.includes(id));
}

/** One confidential record per employee, with much more than anybody needs. */
export function personalRecords(
  people: readonly Person[],
  visible: (type: string, values: Readonly<Record<string, unknown>>) => object,
): Collection<Person> {
  return {
    type: "employee-personal-records",
    items: people,
    render: (person) =>
      visible("employee-personal-record", {
        ...reference("employee-personal-record", "employee-personal-records", `9${person.id}`),
        employee: reference("employee", "employees", person.id),
        title: "unknown",
        legalGender: "unknown",
        birthDate: `19${60 + (hashText(person.id) % 40)}-01-31`,
        nationalitiesCountryCodes: ["FRA"],
        bankAccount: bankAccount(person),
        phoneNumber: null,
        email: person.personalEmail,
      }),
  };
}

/** With an IBAN Lucca sends no identifier of the bank: the IBAN names it already (specification). */
function bankAccount({ iban }: Person): object | null {
  if (iban === null) return null;
  return {
    format: "iban",
    bankName: "Bank of the sandbox",
    accountIdentifier: iban,
    bankIdentifier: null,
  };
}
