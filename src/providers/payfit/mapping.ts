import { RawBank } from "../../sync/bank.js";
import type { IsoDate } from "../../sync/dates.js";
import type { Employee } from "../../sync/employee.js";
import { buildEmployee } from "../support/build-employee.js";
import { cleanDate, cleanId, cleanText } from "../support/values.js";
import type { Company } from "./company.js";
import { employmentOf, readContract } from "./employment.js";
import type { Job } from "./jobs.js";
import { type Collaborator, collaboratorSchema } from "./schema.js";

/** A person as PayFit gives them, without the personal e-mails: those must never stand in for a work e-mail. */
export type Person = Omit<Collaborator, "id" | "emails"> & {
  readonly id: string;
  readonly workEmail: string | null | undefined;
};

/** What a person's own record does not tell. */
export interface MappingContext {
  /** A day that has begun everywhere. */
  readonly today: IsoDate;
  /** Work e-mails by id, for managers, who are named by id only. */
  readonly workEmails: ReadonlyMap<string, string>;
  readonly company: Company | null;
  jobOf(id: string): Job | null;
}

/** An item of the list; null without a usable id. */
export function readPerson(item: unknown): Person | null {
  const parsed = collaboratorSchema.safeParse(item);
  if (!parsed.success) return null;
  const { id: rawId, emails, ...person } = parsed.data;
  const id = cleanId(rawId);
  return id === null ? null : { ...person, id, workEmail: workEmailOf(emails) };
}

/** A person as an employee (payfit.md §5). Pure. */
export function toEmployee(person: Person, { today, workEmails, company, jobOf }: MappingContext): Employee {
  const job = jobOf(person.id);
  const contracts = person.contracts === undefined ? undefined : (person.contracts ?? []).map(readContract);
  return buildEmployee({
    id: person.id,
    ...employmentOf(contracts, map(person.terminationDate, cleanDate), today),
    workEmail: person.workEmail,
    firstName: map(person.firstName, cleanText),
    lastName: map(person.lastName, cleanText),
    displayName: undefined,
    workLocation: undefined,
    department: undefined,
    team: map(person.teamName, cleanText),
    jobTitle: job?.jobTitle,
    legalEntity: company?.name,
    country: company?.country,
    employmentType: job?.employmentType,
    costCenter: undefined,
    manager: managerOf(person, workEmails),
    bank: bankOf(person),
    custom: customOf(person),
  });
}

/**
 * The professional e-mail, null when there is none: the primary one of PayFit is personal, and so may be
 * the contact e-mail of a contract, which PayFit does not check.
 */
function workEmailOf(emails: Collaborator["emails"]): string | null | undefined {
  if (emails === undefined) return undefined;
  const professional = (emails ?? []).filter(({ type }) => cleanText(type)?.toLowerCase() === "professional");
  return professional.map(({ email }) => cleanText(email)).find((email) => email !== null) ?? null;
}

/** `undefined` for what may not be read, null for what is empty. */
function map<Result>(value: unknown, convert: (value: unknown) => Result | null): Result | null | undefined {
  return value === undefined ? undefined : convert(value);
}

function managerOf(
  { managerId }: Person,
  workEmails: MappingContext["workEmails"],
): Employee["manager"] | undefined {
  const id = map(managerId, cleanId);
  if (id === undefined || id === null) return id;
  return { id, email: workEmails.get(id) ?? null };
}

/** An IBAN that is not in the answer is not an empty one (payfit.md §7.4). */
function bankOf({ iban, bic }: Person): RawBank | undefined {
  if (iban === undefined && bic === undefined) return undefined;
  return new RawBank({
    ...(iban === undefined ? {} : { iban: cleanText(iban) }),
    ...(bic === undefined ? {} : { bic: cleanText(bic) }),
  });
}

/** The employee number the company gave, for filter rules. */
function customOf({ matricule }: Person): Employee["custom"] {
  return matricule === undefined ? {} : { matricule: cleanText(matricule) };
}
