import type { Employee, IsoDate } from "../../sync/model/index.js";
import { buildEmployee } from "../support/build-employee.js";
import { bankOf, managerOf } from "../support/employee-parts.js";
import type { ManagerBook } from "../support/manager-book.js";
import { cleanDate, cleanId, cleanText, given, labelKey } from "../support/values.js";
import type { Company } from "./company.js";
import { readContract } from "./contract.js";
import { employmentOf } from "./employment.js";
import type { Job } from "./jobs.js";
import type { PayfitApi } from "./pages.js";
import { type Collaborator, collaboratorSchema } from "./schema.js";
import { BANK_SCOPE, CONTRACTS_SCOPE, MANAGEMENT_SCOPE, PERSONAL_SCOPE } from "./settings.js";

/** A person as PayFit gives them, without the personal e-mails: those must never stand in for a work e-mail. */
export type PayfitPerson = Omit<Collaborator, "id" | "emails"> & {
  readonly id: string;
  readonly workEmail: string | null | undefined;
};

/** What a person's own record does not tell. */
export interface MappingContext {
  /** A day that has begun everywhere. */
  readonly today: IsoDate;
  readonly managers: ManagerBook;
  readonly company: Company | null;
  /** PayFit leaves out what is empty as well as what may not be read: what a scope grants is empty then. */
  readonly grants: PayfitApi["grants"];
  jobOf(id: string): Job | null;
}

/** An item of the list; null without a usable id. */
export function readPerson(item: unknown): PayfitPerson | null {
  const parsed = collaboratorSchema.safeParse(item);
  if (!parsed.success) return null;
  const { id: rawId, emails, ...person } = parsed.data;
  const id = cleanId(rawId);
  return id === null ? null : { ...person, id, workEmail: workEmailOf(emails) };
}

/** A person as an employee (docs/vendors/payfit.md §4). Pure. */
export function toEmployee(person: PayfitPerson, context: MappingContext): Employee {
  const { today, managers, company, jobOf } = context;
  const job = jobOf(person.id);
  const granted = <Value>(value: Value, scope: string) =>
    value === undefined && context.grants(scope) ? null : value;
  const contracts = granted(person.contracts, CONTRACTS_SCOPE);
  return buildEmployee({
    id: person.id,
    ...employmentOf(
      contracts === undefined ? undefined : (contracts ?? []).map(readContract),
      given(person.terminationDate, cleanDate),
      today,
    ),
    workEmail: granted(person.workEmail, PERSONAL_SCOPE),
    firstName: given(person.firstName, cleanText),
    lastName: lastNameOf(person),
    displayName: undefined,
    workLocation: undefined,
    department: undefined,
    team: given(granted(person.teamName, MANAGEMENT_SCOPE), cleanText),
    jobTitle: job?.jobTitle,
    legalEntity: company?.name,
    country: company?.country,
    employmentType: job?.employmentType,
    costCenter: undefined,
    manager: managers.complete(managerOf({ id: granted(person.managerId, MANAGEMENT_SCOPE) })),
    // An IBAN that may not be read is not an empty one (docs/vendors/payfit.md §6).
    bank: bankOf({ iban: granted(person.iban, BANK_SCOPE), bic: granted(person.bic, BANK_SCOPE) }),
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

/** People in Spain have two last names; where the first field already ends with the second, once. */
function lastNameOf({ lastName, secondLastName }: PayfitPerson): string | null | undefined {
  const first = given(lastName, cleanText);
  const second = cleanText(secondLastName);
  if (second === null || first === undefined) return first;
  if (first === null) return second;
  return labelKey(first).endsWith(` ${labelKey(second)}`) ? first : `${first} ${second}`;
}

/** The employee number the company gave, for filter rules. */
function customOf({ matricule }: PayfitPerson): Employee["custom"] {
  return matricule === undefined ? {} : { matricule: cleanText(matricule) };
}
