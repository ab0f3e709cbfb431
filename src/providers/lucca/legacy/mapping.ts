import type { Employee, EmployeeStatus, IsoDate } from "../../../sync/model/index.js";
import { buildEmployee } from "../../support/build-employee.js";
import { isAhead, isOddDay, isOver } from "../../support/days.js";
import type { ManagerBook } from "../../support/manager-book.js";
import { cleanDate, cleanId, cleanText, given } from "../../support/values.js";
import type { LegacySettings } from "../settings.js";
import type { ListLabels } from "./extended-data.js";
import { readExtendedData } from "./extended-data.js";
import { type LuccaUser, userSchema } from "./schema.js";

type Text = string | null | undefined;

/** What a record alone does not tell. */
export interface MappingContext {
  readonly settings: LegacySettings;
  readonly managers: ManagerBook;
  readonly lists: ListLabels;
  /** See `dayBegunEverywhere`. */
  readonly today: IsoDate;
}

/**
 * The employee of a record of the user list (docs/vendors/lucca.md §4), null without a usable id. In v3
 * the legal entity is the establishment, so it stands for the place of work as well.
 */
export function toEmployee(record: unknown, context: MappingContext): Employee | null {
  const parsed = userSchema.safeParse(record);
  if (!parsed.success) return null;
  const user = parsed.data;
  const id = cleanId(user.id);
  if (id === null) return null;
  const workEmail = given(user.mail, cleanText);
  context.managers.note(id, workEmail);
  const establishment = name(user.legalEntity);
  return buildEmployee({
    id,
    ...employmentOf(user.dtContractStart, user.dtContractEnd, context.today),
    workEmail,
    firstName: given(user.firstName, cleanText),
    lastName: given(user.lastName, cleanText),
    displayName: undefined,
    workLocation: establishment,
    department: name(user.department),
    team: undefined,
    jobTitle: given(user.jobTitle, cleanText),
    legalEntity: establishment,
    country: undefined,
    employmentType: undefined,
    costCenter: undefined,
    manager: managerOf(id, user, context.managers),
    ...readExtendedData(user.extendedData, context.settings, context.lists),
  });
}

function name(thing: LuccaUser["department"]): Text {
  return thing && given(thing.name, cleanText);
}

/** The head of the company can be their own manager, which is none (docs/vendors/lucca.md §4). */
function managerOf(
  ownId: string,
  { manager }: LuccaUser,
  managers: ManagerBook,
): Employee["manager"] | undefined {
  if (!manager) return manager;
  const id = cleanId(manager.id);
  return id === null || id === ownId ? null : managers.complete({ id, email: null });
}

/** What the dates of a contract say; `undefined` what may not be read. */
interface Employment {
  readonly status: EmployeeStatus;
  readonly statusDetail: string | undefined;
  readonly startDate: Employee["startDate"] | undefined;
  readonly terminationDate: Employee["terminationDate"] | undefined;
}

/**
 * Where a user stands, by the dates of the contract that applies (docs/vendors/lucca.md §5); Lucca has no
 * status. The end is the last day of employment, so it is over from the day after. An end before the
 * start belongs to an earlier contract. One date that can't be read or understood makes the status
 * unknown, and so do no dates at all: that is an account without a contract, not a colleague
 * (docs/vendors/lucca.md §5).
 */
export function employmentOf(start: unknown, end: unknown, today: IsoDate): Employment {
  const startDate = given(start, cleanDate);
  const terminationDate = given(end, cleanDate);
  const is = (status: EmployeeStatus, statusDetail?: string) => ({
    status,
    statusDetail,
    startDate,
    terminationDate,
  });
  if (startDate === undefined || terminationDate === undefined) return is("unknown");
  if (isOddDay(start) || isOddDay(end)) return is("unknown", "contract dates not understood");
  if (startDate === null && terminationDate === null) return is("unknown", "no contract");
  if (isAhead(startDate, today)) return is("pending");
  const isOfThisContract = terminationDate !== null && terminationDate >= (startDate ?? "");
  return is(isOfThisContract && isOver(terminationDate, today) ? "inactive" : "active");
}
