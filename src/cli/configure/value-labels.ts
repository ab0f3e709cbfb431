import { emailKey, foldText } from "../../shared/text.js";
import type { FieldHeadCounts } from "../../sync/filter/index.js";
import { type Employee, employeeName } from "../../sync/model/index.js";

/** What a value of a field is called for people; in a rule it stays as it is. */
export type ValueLabel = (field: string, value: string) => string;

/** Shorter ids look like ranks, levels and numbers of offices. */
const SHORTEST_ID = 4;

const COUNTRIES = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

/**
 * Labels that say whom or what a value means: a manager's e-mail or id becomes the name with the e-mail, a
 * country's code its name.
 * @param employees everybody who was read, those who left as well: some still are somebody's manager
 */
export function valueLabels(
  employees: readonly Employee[],
  fields: readonly Pick<FieldHeadCounts, "field" | "values">[],
): ValueLabel {
  const byEmail = new Map(employees.map((one) => [emailKey(one.workEmail ?? ""), one]));
  byEmail.delete("");
  const byId = new Map(employees.map((one) => [foldText(one.id), one]));
  const idFields = new Set(fields.filter((one) => holdsIds(one, byId)).map(({ field }) => field));
  return (field, value) => {
    const person = idFields.has(field) ? byId.get(foldText(value)) : byEmail.get(emailKey(value));
    if (person) return personLabel(person);
    const country = field === "Country" && /^[A-Z]{2}$/u.test(value) ? COUNTRIES.of(value) : undefined;
    return country === undefined ? value : `${country} (${value})`;
  };
}

/** `Ada Lovelace <ada@acme.test>` */
export function personLabel(person: Employee): string {
  const name = employeeName(person);
  if (!person.workEmail) return name === person.id ? name : `${name} (${person.id})`;
  return name === person.workEmail ? name : `${name} <${person.workEmail}>`;
}

/** Whether each value of a field is the id of somebody. */
function holdsIds({ values }: Pick<FieldHeadCounts, "values">, byId: ReadonlyMap<string, Employee>): boolean {
  return values.every(({ value }) => value.length >= SHORTEST_ID && byId.has(foldText(value)));
}
