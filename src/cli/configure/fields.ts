import type { Provider } from "../../providers/provider.js";
import { counted, foldText } from "../../shared/text.js";
import {
  FILTER_FIELDS,
  type FieldHeadCounts,
  fieldHeadCounts,
  requireField,
} from "../../sync/filter/index.js";
import { type Employee, fieldText } from "../../sync/model/index.js";

/** A field that rules can be made of, in the words of the people who know the HR tool. */
export interface FieldChoice extends FieldHeadCounts {
  /** `Work Location`; for a further attribute, what the HR tool calls it. */
  readonly label: string;
  /** The same with what else is to be known of it: `Work Location (in Personio: Office): 12 values`. */
  readonly text: string;
}

/** A further attribute under one of its names. */
interface Attribute {
  readonly counts: FieldHeadCounts;
  readonly key: string;
  /** The values of everybody, in the order of the people. */
  readonly content: string;
}

/** What a field of the filter language begins with when it is a further attribute. */
const CUSTOM = "custom.";

/**
 * The fields in which somebody has a value, each once: HR tools give one attribute under several names (key, id,
 * label), or one of their standard fields as an attribute as well.
 */
export function fieldChoices(
  people: readonly Employee[],
  { title, dataRead }: Pick<Provider, "title" | "dataRead">,
): readonly FieldChoice[] {
  const all = fieldHeadCounts(people);
  const standard = all.filter(({ field }) => !field.startsWith(CUSTOM));
  const attributes = all
    .filter(({ field }) => field.startsWith(CUSTOM))
    .map((counts) => ({
      counts,
      key: counts.field.slice(CUSTOM.length),
      content: contentOf(counts, people),
    }));
  const contents = new Map(standard.map((counts) => [counts.field, contentOf(counts, people)]));
  const toolNames = new Map(
    FILTER_FIELDS.map(({ name, of }) => [name, dataRead.find(({ field }) => field === of)?.label ?? name]),
  );
  const twin = ({ key, content }: Attribute) =>
    standard.find(
      ({ field }) => contents.get(field) === content && isNameOf(key, field, toolNames.get(field)),
    );
  const taken = new Set([...toolNames].flat().map(compact));
  return [
    ...standard.map((counts) => {
      const own = toolNames.get(counts.field) ?? counts.field;
      const isSame = compact(own) === compact(counts.field);
      return withText(counts, counts.field, isSame ? "" : ` (in ${title}: ${own})`);
    }),
    ...grouped(attributes.filter((one) => !twin(one))).map(([{ counts, key }, ...others]) => {
      const label = taken.has(compact(key)) ? `${key} (further attribute)` : key;
      const names = others.map((other) => other.key).join(", ");
      return withText(counts, label, names && ` (also called ${names})`);
    }),
  ];
}

/** How a field is called, of which there may be no choice: nobody has a value in it now. */
export function fieldLabel(field: string, choices: readonly FieldChoice[]): string {
  return choices.find((choice) => choice.field === field)?.label ?? field.replace(/^custom\./u, "");
}

function withText(counts: FieldHeadCounts, label: string, more: string): FieldChoice {
  return { ...counts, label, text: `${label}${more}: ${counted(counts.values.length, "value")}` };
}

function contentOf({ field }: FieldHeadCounts, people: readonly Employee[]): string {
  const { read } = requireField(field);
  return JSON.stringify(
    people.map((person) => {
      const value = read(person);
      return value === undefined ? 0 : foldText(fieldText(value) ?? "");
    }),
  );
}

/**
 * Attributes that are the same under several names, the one for people first. Two with equal values are two
 * all the same where each has a name that a person gave: they may differ tomorrow.
 */
function grouped(attributes: readonly Attribute[]): readonly (readonly [Attribute, ...Attribute[]])[] {
  const groups: [Attribute, ...Attribute[]][] = [];
  const byName = attributes.toSorted((a, b) => Number(isForMachines(a.key)) - Number(isForMachines(b.key)));
  for (const one of byName) {
    const group = groups.find(
      ([first]) =>
        first.content === one.content && (isForMachines(one.key) || compact(first.key) === compact(one.key)),
    );
    if (group) group.push(one);
    else groups.push([one]);
  }
  return groups.toSorted(([a], [b]) => attributes.indexOf(a) - attributes.indexOf(b));
}

/** `dynamic_81003`, `work.custom.field_17`, `4350`, `private_email`: no name that somebody would read out. */
function isForMachines(key: string): boolean {
  return !/\s/u.test(key) && (/[_.]/u.test(key) || /\d{3}/u.test(key));
}

function isNameOf(key: string, ...names: readonly (string | undefined)[]): boolean {
  return isForMachines(key) || names.some((name) => name !== undefined && compact(name) === compact(key));
}

function compact(name: string): string {
  return foldText(name).replace(/[\s_.-]+/gu, "");
}
