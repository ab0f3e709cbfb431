import { cleanDate, cleanList, cleanTags, cleanText, given } from "../../../providers/support/values.js";
import { ownValue } from "../../../shared/objects.js";
import type { Employee, FieldValue, IsoDate } from "../../../sync/model/index.js";
import { valueAt } from "../../mapping/paths.js";
import type { SettingValues } from "../../reading/values-of.js";
import {
  createLayoutFinder,
  type DynamicAttribute,
  type DynamicLayout,
  dynamicAttributes,
} from "./attributes.js";
import { personioSettings } from "./settings.js";

/** What a record has besides, for which no path is enough. */
interface OwnValues {
  readonly startDate: IsoDate | null | undefined;
  readonly terminationDate: IsoDate | null | undefined;
  readonly costCenter: unknown;
  readonly iban: FieldValue | undefined;
  readonly bic: FieldValue | undefined;
  readonly custom: Employee["custom"];
}

/** By the settings of a connection: which of the tenant's own attributes is what is worked out once. */
const finders = new WeakMap<SettingValues, (attributes: readonly DynamicAttribute[]) => DynamicLayout>();

/** Attributes whose values are things with attributes of their own. */
const THINGS = ["supervisor", "office", "department", "team", "subcompany", "holiday_calendar"];

/** A record with what no path reaches beside it as `own`. What is there and odd counts as empty. */
export function withOwnAttributes(record: unknown, settings: SettingValues): unknown {
  const attributes = ownValue(record, "attributes");
  if (typeof record !== "object" || typeof attributes !== "object" || attributes === null) return record;
  const dynamic = dynamicAttributes(attributes as Readonly<Record<string, unknown>>);
  const odd = THINGS.filter((name) => isOddThing(ownValue(attributes, name)));
  const layout = finderFor(settings)(dynamic);
  const values = new Map(dynamic.map((attribute) => [attribute.key, dynamicValue(attribute)]));
  const own: OwnValues = {
    startDate: given(valueAt(attributes, "hire_date.value"), cleanDate),
    terminationDate: given(valueAt(attributes, "termination_date.value"), cleanDate),
    costCenter: largestShare(valueAt(attributes, "cost_centers.value")),
    iban: layout.iban === null ? undefined : values.get(layout.iban),
    bic: layout.bic === null ? undefined : values.get(layout.bic),
    custom: Object.fromEntries(layout.custom.map(({ name, key }) => [name, values.get(key) ?? null])),
  };
  const settled = { ...attributes, ...Object.fromEntries(odd.map((name) => [name, { value: null }])) };
  return { ...record, own, attributes: odd.length > 0 ? settled : attributes };
}

function isOddThing(attribute: unknown): boolean {
  return attribute !== undefined && typeof ownValue(attribute, "value") !== "object";
}

/** The attributes under which rules can address them. */
export function customOf(record: unknown): Employee["custom"] {
  return (ownValue(record, "own") as OwnValues | undefined)?.custom ?? {};
}

function finderFor(settings: SettingValues) {
  const finder = finders.get(settings) ?? createLayoutFinder(personioSettings.parse(settings));
  finders.set(settings, finder);
  return finder;
}

/** People can be split over cost centres; the one with the highest percentage counts, the first among equals. */
function largestShare(costCenters: unknown): unknown {
  if (!Array.isArray(costCenters)) return costCenters;
  const share = (costCenter: unknown) =>
    Number(cleanText(valueAt(costCenter, "attributes.percentage")) ?? Number.NaN) || 0;
  const [largest] = costCenters.toSorted((a, b) => share(b) - share(a));
  return valueAt(largest, "attributes.name") ?? null;
}

/**
 * Dates as days; several values, which Personio sends as one text with commas, as several
 * (docs/vendors/personio.md §4).
 */
function dynamicValue({ type, value }: DynamicAttribute): FieldValue {
  if (Array.isArray(value)) return cleanList(value);
  if (type === "tags") return cleanTags(value);
  return type === "date" ? cleanDate(value) : cleanText(value);
}
