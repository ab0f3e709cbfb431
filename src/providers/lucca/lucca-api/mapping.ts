import { type Employee, RawBank } from "../../../sync/model/index.js";
import { buildEmployee } from "../../support/build-employee.js";
import { bankOf, managerOf } from "../../support/employee-parts.js";
import type { ManagerBook } from "../../support/manager-book.js";
import { cleanId, cleanText } from "../../support/values.js";
import { PERSONAL_RECORDS } from "./guide.js";
import type { List } from "./lists.js";
import type { Organization } from "./organization.js";
import type { LuccaPerson } from "./person.js";
import { type BankAccount, personalRecordSchema } from "./schema.js";

type Text = string | null | undefined;

/** What the list of employees alone does not tell. */
export interface MappingContext {
  readonly organization: Organization;
  readonly records: ReadonlyMap<string, PersonalRecord>;
  readonly managers: ManagerBook;
}

/** The employee of a person (docs/vendors/lucca.md §4). Parent departments stand for teams. */
export function toEmployee(
  person: LuccaPerson,
  { organization, records, managers }: MappingContext,
): Employee {
  const { departments, legalEntities, establishments } = organization;
  const department = find(departments, person.department);
  const legalEntity = find(legalEntities, person.legalEntity);
  const record = records.get(person.id);
  return buildEmployee({
    id: person.id,
    status: person.status,
    statusDetail: person.statusDetail,
    startDate: person.startDate,
    terminationDate: person.terminationDate,
    workEmail: person.workEmail,
    firstName: person.firstName,
    lastName: person.lastName,
    displayName: undefined,
    workLocation: find(establishments, person.establishment),
    department: partOf(department, ({ name }) => name),
    team: partOf(department, ({ parent }) => partOf(find(departments, parent), ({ name }) => name)),
    jobTitle: person.jobTitle,
    legalEntity: partOf(legalEntity, ({ name }) => name),
    country: partOf(legalEntity, ({ country }) => country),
    employmentType: undefined,
    costCenter: undefined,
    manager: managers.complete(managerOf({ id: person.manager })),
    bank: record?.bank,
    custom: {},
  });
}

/**
 * The thing of an id: null without one, `undefined` where list or id may not be read. One that is not in
 * its list is of a part of the company the application may not see.
 */
function find<Thing>(things: ReadonlyMap<string, Thing> | null, id: Text): Thing | null | undefined {
  if (things === null || id === undefined) return undefined;
  return id === null ? null : things.get(id);
}

/** A part of a thing that may be empty (null) or unreadable (`undefined`), and then so is its part. */
function partOf<Thing, Part>(
  thing: Thing | null | undefined,
  part: (thing: Thing) => Part,
): Part | null | undefined {
  if (thing === null) return null;
  return thing === undefined ? undefined : part(thing);
}

/** What is kept of a personal record: everything else in it is nobody's business here. */
export interface PersonalRecord {
  readonly bank: RawBank | undefined;
}

/** At most one record per employee (docs/vendors/lucca.md §3.2). */
export const RECORDS: List = {
  path: "/lucca-api/employee-personal-records",
  embedded: false,
  scope: PERSONAL_RECORDS,
  purpose: "list personal records",
};

/** Notes the records of a page by the ids of their employees. */
export function noteRecords(items: readonly unknown[], records: Map<string, PersonalRecord>): void {
  for (const item of items) {
    const { data } = personalRecordSchema.safeParse(item);
    const id = cleanId(data?.employee?.id);
    if (!data || id === null) continue;
    records.set(id, {
      bank: accountOf(data.bankAccount),
    });
  }
}

/**
 * The account in any of its documented forms (docs/vendors/lucca.md §6). Without one, and with one that
 * is no IBAN, the values are empty; where Lucca leaves the account out, it may not be read. With an IBAN
 * Lucca sends no identifier of the bank, since the IBAN names it already; older accounts had a BIC beside
 * it.
 */
function accountOf(account: BankAccount): RawBank | undefined {
  if (account === undefined) return undefined;
  const format = cleanText(account?.format)?.toLowerCase() ?? "iban";
  if (account === null || format !== "iban") return new RawBank({ iban: null, bic: null });
  return bankOf({
    iban: firstTold(account.accountIdentifier, account.iban),
    bic: firstTold(account.bankIdentifier, account.bic),
  });
}

/** The first of the two that is filled; null when both are empty, undefined when there is neither. */
function firstTold(now: unknown, before: unknown): string | null | undefined {
  if (now === undefined && before === undefined) return undefined;
  return cleanText(now) ?? cleanText(before);
}
