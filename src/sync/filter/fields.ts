import { foldText } from "../../shared/text.js";
import { type Employee, type FieldValue, nearest, Problem } from "../model/index.js";

/** Something about employees that filter rules can look at. */
export interface FilterField {
  /** Canonical spelling: `Work Location`, or `custom.<key>`. */
  readonly name: string;
  /** `either`: a further attribute, which may hold a text or a day. */
  readonly holds: "text" | "day" | "either";
  /** The employee's value or values; null when empty, undefined when the credential may not read it. */
  readonly read: (employee: Employee) => FieldValue | undefined;
}

/** The fields every provider may fill (docs/filter.md). Further attributes are `custom.<key>`. */
export const FILTER_FIELDS: readonly FilterField[] = [
  { name: "Work Location", holds: "text", read: (employee) => employee.workLocation },
  { name: "Department", holds: "text", read: (employee) => employee.department },
  { name: "Team", holds: "text", read: (employee) => employee.team },
  { name: "Legal Entity", holds: "text", read: (employee) => employee.legalEntity },
  { name: "Country", holds: "text", read: (employee) => employee.country },
  { name: "Employment Type", holds: "text", read: (employee) => employee.employmentType },
  { name: "Cost Center", holds: "text", read: (employee) => employee.costCenter },
  { name: "Job Title", holds: "text", read: (employee) => employee.jobTitle },
  { name: "Manager Email", holds: "text", read: managerEmail },
  { name: "Work Email", holds: "text", read: (employee) => employee.workEmail },
  { name: "Start Date", holds: "day", read: (employee) => employee.startDate },
];

const CUSTOM_NAME = /^\s*custom\s*\.(.*)$/is;
const BY_COMPACT_NAME = new Map(FILTER_FIELDS.map((field) => [compact(field.name), field]));

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
