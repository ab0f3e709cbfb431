import {
  type Employee,
  type EmployeeStatus,
  type FieldValue,
  RawBank,
  type RawBankValues,
} from "../../sync/model/index.js";
import { buildEmployee, endOf } from "../support/build-employee.js";
import { cleanDate, cleanId, cleanList, cleanTags, cleanText } from "../support/values.js";
import {
  createLayoutFinder,
  type DynamicAttribute,
  type DynamicLayout,
  dynamicAttributes,
} from "./attributes.js";
import { itemSchema, type PersonioAttributes } from "./schema.js";
import type { PersonioSettings } from "./settings.js";

/** An attribute as parsed: the whole of it is absent when the credential may not read it. */
type Attribute<Value> = { readonly value?: Value | null | undefined } | undefined;

/** A named thing as Personio nests it. */
type Named = { readonly attributes: { readonly name?: unknown } };

const STATUSES: ReadonlyMap<string, EmployeeStatus> = new Map([
  ["active", "active"],
  ["leave", "active"],
  ["onboarding", "pending"],
  ["inactive", "inactive"],
]);

/**
 * A function that turns items of the employee list into employees (docs/vendors/personio.md §4), null for
 * an item without a usable id. Pure, apart from remembering which of the tenant's own attributes is what.
 */
export function createMapper(settings: PersonioSettings): (item: unknown) => Employee | null {
  const findLayout = createLayoutFinder(settings);
  return (item) => {
    const parsed = itemSchema.safeParse(item);
    if (!parsed.success) return null;
    const { attributes } = parsed.data;
    const id = cleanId(attributes.id?.value);
    if (id === null) return null;
    const dynamic = dynamicAttributes(attributes);
    return toEmployee(id, attributes, dynamic, findLayout(dynamic));
  };
}

function toEmployee(
  id: string,
  attributes: PersonioAttributes,
  dynamic: readonly DynamicAttribute[],
  layout: DynamicLayout,
): Employee {
  const values = new Map(dynamic.map((attribute) => [attribute.key, dynamicValue(attribute)]));
  const bankText = (key: string | null) => (key === null ? undefined : cleanText(values.get(key)));
  return buildEmployee({
    id,
    ...statusOf(attributes.status),
    workEmail: text(attributes.email),
    firstName: text(attributes.first_name),
    lastName: text(attributes.last_name),
    displayName: text(attributes.preferred_name),
    startDate: day(attributes.hire_date),
    // Personio keeps the day when it has passed, and a rehired person gets a later hire date.
    ...endOf(day(attributes.termination_date), { isConfirmed: false, stays: true }),
    workLocation: name(attributes.office),
    department: name(attributes.department),
    team: name(attributes.team),
    jobTitle: text(attributes.position),
    legalEntity: name(attributes.subcompany),
    country: map(attributes.holiday_calendar, (calendar) => cleanText(calendar.attributes.country)),
    employmentType: text(attributes.employment_type),
    costCenter: map(attributes.cost_centers, largestShare),
    manager: map(attributes.supervisor, managerOf),
    bank: bankOf({ iban: bankText(layout.iban), bic: bankText(layout.bic) }),
    custom: customOf(layout, values),
  });
}

/** `undefined` for an absent attribute, null for an empty one. */
function map<Value, Result>(
  attribute: Attribute<Value>,
  convert: (value: Value) => Result | null,
): Result | null | undefined {
  if (!attribute) return undefined;
  return attribute.value === null || attribute.value === undefined ? null : convert(attribute.value);
}

function text(attribute: Attribute<unknown>): string | null | undefined {
  return map(attribute, cleanText);
}

function day(attribute: Attribute<unknown>): string | null | undefined {
  return map(attribute, cleanDate);
}

function name(attribute: Attribute<Named>): string | null | undefined {
  return map(attribute, (value) => cleanText(value.attributes.name));
}

/** Leave is still employed. A status nobody knows stays visible as its raw text; an absent one has none. */
function statusOf(attribute: Attribute<unknown>): Pick<Employee, "status"> & {
  readonly statusDetail: string | null | undefined;
} {
  const raw = text(attribute);
  const key = raw?.toLowerCase() ?? "";
  const status = STATUSES.get(key);
  if (!status) return { status: "unknown", statusDetail: raw };
  return { status, statusDetail: key === "leave" ? key : undefined };
}

type CostCenter = Named & { readonly attributes: { readonly percentage?: number | null | undefined } };

/** People can be split over cost centres; the one with the highest percentage counts, the first among equals. */
function largestShare(costCenters: readonly CostCenter[]): string | null {
  const share = (costCenter: CostCenter) => costCenter.attributes.percentage ?? 0;
  const ranked = [...costCenters].sort((a, b) => share(b) - share(a));
  return cleanText(ranked[0]?.attributes.name);
}

type Supervisor = {
  readonly attributes: { readonly id?: Attribute<unknown>; readonly email?: Attribute<unknown> };
};

function managerOf(supervisor: Supervisor): NonNullable<Employee["manager"]> | null {
  const id = cleanId(supervisor.attributes.id?.value);
  const email = cleanText(supervisor.attributes.email?.value);
  return id === null && email === null ? null : { id, email };
}

function bankOf(
  parts: {
    readonly [Key in keyof RawBankValues]-?: RawBankValues[Key] | undefined;
  },
): RawBank | undefined {
  const { iban, bic } = parts;
  if (iban === undefined && bic === undefined) return undefined;
  return new RawBank({
    ...(iban === undefined ? {} : { iban }),
    ...(bic === undefined ? {} : { bic }),
  });
}

function customOf(layout: DynamicLayout, values: ReadonlyMap<string, FieldValue>): Employee["custom"] {
  const custom: Record<string, FieldValue> = {};
  for (const { name: alias, key } of layout.custom) custom[alias] = values.get(key) ?? null;
  return custom;
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
