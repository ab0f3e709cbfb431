import type { Employee } from "../../../sync/employee.js";
import { buildEmployee } from "../../support/build-employee.js";
import type { ManagerBook } from "../managers.js";
import type { Organization } from "./organization.js";
import type { Person } from "./person.js";
import type { PersonalRecord } from "./personal-records.js";

type Text = string | null | undefined;

/** What the list of employees alone does not tell. */
export interface MappingContext {
  readonly organization: Organization;
  readonly records: ReadonlyMap<string, PersonalRecord>;
  readonly managers: ManagerBook;
}

/** The employee of a person (docs/vendors/lucca.md §4). Parent departments stand for teams. */
export function toEmployee(person: Person, { organization, records, managers }: MappingContext): Employee {
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
    manager: partOf(person.manager, managers.find),
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
