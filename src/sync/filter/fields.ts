import { foldText } from "../../shared/text.js";
import { type Employee, type FieldValue, nearest, Problem } from "../model/index.js";

/** Something about employees that filter rules can look at. */
export interface FilterField {
  /** Canonical spelling: `Work Location`, or `custom.<key>`. */
  readonly name: string;
  /** The piece of an employee it reads; absent for a further attribute. */
  readonly of?: keyof Employee;
  /** `either`: a further attribute, which may hold a text or a day. */
  readonly holds: "text" | "day" | "either";
  /** The employee's value or values; null when empty, undefined when the credential may not read it. */
  readonly read: (employee: Employee) => FieldValue | undefined;
}

/** The fields every provider may fill (docs/filter.md). Further attributes are `custom.<key>`. */
export const FILTER_FIELDS: readonly FilterField[] = [
  ownText("Work Location", "workLocation"),
  ownText("Department", "department"),
  ownText("Team", "team"),
  ownText("Legal Entity", "legalEntity"),
  ownText("Country", "country"),
  ownText("Employment Type", "employmentType"),
  ownText("Cost Center", "costCenter"),
  ownText("Job Title", "jobTitle"),
  { name: "Manager Email", of: "manager", holds: "text", read: managerEmail },
  ownText("Work Email", "workEmail"),
  { name: "Start Date", of: "startDate", holds: "day", read: (employee) => employee.startDate },
];

const CUSTOM_NAME = /^\s*custom\s*\.(.*)$/is;
const BY_COMPACT_NAME = new Map(FILTER_FIELDS.map((field) => [compact(field.name), field]));

type OwnText =
  | "workLocation"
  | "department"
  | "team"
  | "legalEntity"
  | "country"
  | "employmentType"
  | "costCenter"
  | "jobTitle"
  | "workEmail";

function ownText(name: string, of: OwnText): FilterField {
  return { name, of, holds: "text", read: (employee) => employee[of] };
}

/**
 * The field with this name. Case and blanks don't matter (`work location`, `workLocation`); in the key
 * of `custom.<key>`, case and repeated blanks don't.
 *
 * @param where what names the field, for the message: `Filter rule 2`.
 * @throws Problem `filter_unknown_field`, with the nearest and all known fields.
 */
export function requireField(name: string, where = "The filter"): FilterField {
  const key = CUSTOM_NAME.exec(name)?.[1]?.trim().replace(/\s+/g, " ");
  if (key) return customField(key);
  const field = BY_COMPACT_NAME.get(compact(name));
  if (field) return field;

  const names = FILTER_FIELDS.map((known) => known.name);
  const meant = nearest(name, names);
  throw new Problem({
    kind: "configuration",
    code: "filter_unknown_field",
    what: `${where} names a field that does not exist: "${name}".`,
    why: `${meant ? `Did you mean "${meant}"? ` : ""}Known fields: ${names.join(", ")}, and custom.<key> for further attributes.`,
    next: "Correct the field's name (`spendesk-hr help filter` lists them), then run `spendesk-hr config validate`.",
  });
}

/** The field of a further attribute, by its key in any spelling. */
export function customField(key: string): FilterField {
  const folded = foldText(key);
  const known = new Map<string, boolean>();
  const matches = (candidate: string) => {
    const match = known.get(candidate) ?? foldText(candidate) === folded;
    known.set(candidate, match);
    return match;
  };
  return {
    name: `custom.${key}`,
    holds: "either",
    read: ({ custom }) => {
      if (Object.hasOwn(custom, key)) return custom[key];
      const other = Object.keys(custom).find(matches);
      return other === undefined ? undefined : custom[other];
    },
  };
}

/**
 * A manager known by id only has an e-mail that was not given: that is "not readable", because calling
 * it empty would let `is not` hold for the very manager the rule excludes.
 */
function managerEmail({ manager }: Employee): string | null | undefined {
  if (!manager) return manager;
  return manager.email ?? (manager.id === null ? null : undefined);
}

function compact(name: string): string {
  return foldText(name).replaceAll(" ", "");
}
