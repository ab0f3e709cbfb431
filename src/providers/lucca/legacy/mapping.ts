import type { IsoDate } from "../../../sync/dates.js";
import type { Employee } from "../../../sync/employee.js";
import { buildEmployee } from "../../support/build-employee.js";
import { cleanId, cleanText } from "../../support/values.js";
import type { ManagerBook } from "../managers.js";
import type { LegacySettings } from "../settings.js";
import { employmentOf } from "./contract.js";
import { readExtendedData } from "./extended-data.js";
import type { ListLabels } from "./list-labels.js";
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
  const workEmail = text(user.mail);
  context.managers.note(id, workEmail);
  const establishment = name(user.legalEntity);
  return buildEmployee({
    id,
    ...employmentOf(user.dtContractStart, user.dtContractEnd, context.today),
    workEmail,
    firstName: text(user.firstName),
    lastName: text(user.lastName),
    displayName: undefined,
    workLocation: establishment,
    department: name(user.department),
    team: undefined,
    jobTitle: text(user.jobTitle),
    legalEntity: establishment,
    country: undefined,
    employmentType: undefined,
    costCenter: undefined,
    manager: managerOf(id, user, context.managers),
    ...readExtendedData(user.extendedData, context.settings, context.lists),
  });
}

function text(value: unknown): Text {
  return value === undefined ? undefined : cleanText(value);
}

function name(thing: LuccaUser["department"]): Text {
  return thing && text(thing.name);
}

/** The head of the company can be their own manager, which is none (docs/vendors/lucca.md §4). */
function managerOf(
  ownId: string,
  { manager }: LuccaUser,
  managers: ManagerBook,
): Employee["manager"] | undefined {
  if (!manager) return manager;
  const id = cleanId(manager.id);
  return id === null || id === ownId ? null : managers.find(id);
}
