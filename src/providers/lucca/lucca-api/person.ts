import type { Employee, IsoDate } from "../../../sync/model/index.js";
import { cleanDate, cleanId, cleanText, given } from "../../support/values.js";
import type { Page } from "./lists.js";
import { employeeSchema, employmentSchema, jobPositionSchema } from "./schema.js";
import { type Employment, standingOf } from "./status.js";

type Text = string | null | undefined;

/** What is used of an item of the list of employees; texts that are `undefined` may not be read. */
export interface LuccaPerson
  extends Pick<Employee, "id" | "status">,
    Employment,
    Readonly<Record<"workEmail" | "firstName" | "lastName" | "jobTitle" | "statusDetail", Text>> {
  /** Ids. */
  readonly legalEntity: Text;
  readonly department: Text;
  readonly establishment: Text;
  readonly manager: Text;
}

type Reference = { readonly id?: unknown } | null | undefined;

/**
 * The person of an item, with the employment and the job that apply; null without a usable id.
 * @param today see `dayBegunSomewhere`
 */
export function readPerson(item: unknown, embedded: Page["embedded"], today: IsoDate): LuccaPerson | null {
  const parsed = employeeSchema.safeParse(item);
  const id = cleanId(parsed.data?.id);
  if (!parsed.success || id === null) return null;
  const { givenName, familyName, email, status, applicableEmployment, applicableJobPosition } = parsed.data;
  const employment = readEmployment(embedded?.employment, applicableEmployment);
  const job = readJob(embedded?.["job-position"], applicableJobPosition);
  const manager = idOf(job.manager);
  return {
    id,
    ...standingOf(status, applicableEmployment === null ? null : employment, today, !!embedded?.employment),
    startDate: employment.startDate,
    terminationDate: employment.terminationDate,
    workEmail: given(email, cleanText),
    firstName: given(givenName, cleanText),
    lastName: given(familyName, cleanText),
    jobTitle: given(job.jobTitle, cleanText),
    legalEntity: employment.legalEntity,
    department: idOf(job.department),
    establishment: idOf(job.businessEstablishment),
    // The head of the company can be their own manager, which is none (docs/vendors/lucca.md §4).
    manager: manager === id ? null : manager,
  };
}

type Found = Readonly<Record<string, unknown>> | null | undefined;

/** Empty without one; nothing of it is readable when it did not come along. */
function readEmployment(found: Found, reference: Reference): Employment & { readonly legalEntity: Text } {
  if (reference === null) return { startDate: null, terminationDate: null, legalEntity: null };
  const { data } = employmentSchema.safeParse(lookUp(found, reference));
  return {
    startDate: given(data?.start, cleanDate),
    terminationDate: given(data?.end, cleanDate),
    legalEntity: idOf(data?.legalEntity),
  };
}

function readJob(found: Found, reference: Reference) {
  if (reference === null) {
    return { jobTitle: null, manager: null, department: null, businessEstablishment: null };
  }
  return jobPositionSchema.safeParse(lookUp(found, reference)).data ?? {};
}

function lookUp(found: Found, reference: Reference): unknown {
  const id = cleanId(reference?.id);
  return found && id !== null && Object.hasOwn(found, id) ? found[id] : undefined;
}

function idOf(reference: Reference): Text {
  return reference && cleanId(reference.id);
}
