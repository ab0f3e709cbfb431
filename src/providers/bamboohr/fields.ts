import { isWithheld } from "../support/readable.js";
import { findField, type MetaReader } from "./meta.js";
import type { BamboohrSettings } from "./settings.js";

/**
 * Fields every account has: their names in a report and in the data set (docs/vendors/bamboohr.md §4). The
 * manager is `supervisorEId`: `supervisorId` looks like it and is the manager's editable employee
 * number.
 */
const STANDARD = [
  { key: "id", report: "id", dataset: "eeid" },
  { key: "status", report: "status", dataset: "status" },
  { key: "employmentStatus", report: "employmentHistoryStatus", dataset: "employmentStatus" },
  { key: "firstName", report: "firstName", dataset: "firstName" },
  { key: "lastName", report: "lastName", dataset: "lastName" },
  { key: "displayName", report: "displayName", dataset: "firstNameLastName" },
  { key: "workEmail", report: "workEmail", dataset: "email" },
  { key: "hireDate", report: "hireDate", dataset: "hireDate" },
  { key: "terminationDate", report: "terminationDate", dataset: "terminationDate" },
  { key: "jobTitle", report: "jobTitle", dataset: "jobInformationJobTitle" },
  { key: "department", report: "department", dataset: "jobInformationDepartment" },
  { key: "division", report: "division", dataset: "jobInformationDivision" },
  { key: "location", report: "location", dataset: "jobInformationLocation" },
  { key: "country", report: "country", dataset: "country" },
  { key: "managerId", report: "supervisorEId", dataset: "supervisorEid" },
  { key: "managerEmail", report: "supervisorEmail", dataset: "supervisorEmail" },
] as const;

type BankKey = "iban" | "bic";

/** A field as the mapping knows it. */
export type FieldKey =
  | (typeof STANDARD)[number]["key"]
  | BankKey
  | "legalEntity"
  | "costCenter"
  | `custom.${string}`;

/** The vendor's name of each field, for one endpoint. */
export type Layout = ReadonlyMap<FieldKey, string>;

/** One person's values: `undefined` what may not be read. Several values are a list. */
export type Row = (key: FieldKey) => unknown;

const BANK_KEYS: readonly FieldKey[] = ["iban", "bic"] satisfies readonly BankKey[];

/** A field that a setting names. */
export interface OwnField {
  readonly key: FieldKey;
  /** As written: a number, an alias or a label. */
  readonly name: string;
  readonly setting: keyof BamboohrSettings;
}

/** Names for the report. Numbers and aliases go there as they are; only labels have to be looked up. */
export async function reportLayout(settings: BamboohrSettings, readMeta: MetaReader): Promise<Layout> {
  const own = ownFields(settings);
  const layout = standardLayout("report");
  const meta = own.some(({ name }) => isLabel(name)) ? await readMeta() : [];
  for (const { key, name } of own) {
    const found = isLabel(name) ? findField(meta, name) : null;
    const field = found?.kind === "found" ? found.field : null;
    put(layout, key, isLabel(name) ? (field?.alias ?? field?.id) : name);
  }
  return layout;
}

/**
 * Names for the data set, where a custom field is `customField` and its number. That this is the
 * number `meta/fields` gives is assumed.
 */
export async function datasetLayout(settings: BamboohrSettings, readMeta: MetaReader): Promise<Layout> {
  const own = ownFields(settings);
  const layout = standardLayout("dataset");
  const meta = own.some(({ name }) => !standardDatasetName(name)) ? await readMeta() : [];
  for (const { key, name } of own) {
    const found = findField(meta, name);
    const field = found.kind === "found" && mayShow(key, found.field.label) ? found.field : null;
    put(layout, key, standardDatasetName(name) ?? (field ? `customField${field.id}` : undefined));
  }
  return layout;
}

/**
 * Whether a field may have this key, judged by its label: bank details and pay are never shown in
 * plain text, whatever the settings say.
 */
export function mayShow(key: FieldKey, label: string): boolean {
  return BANK_KEYS.includes(key) || !isWithheld(label);
}

/** What the settings name. With a bank table, the bank fields are its columns and not among them. */
export function ownFields(settings: BamboohrSettings): readonly OwnField[] {
  const { bankTable, ibanField, bicField } = settings;
  const named: readonly (Omit<OwnField, "name"> & { readonly name: string | undefined })[] = [
    { key: "iban", setting: "ibanField", name: bankTable ? undefined : ibanField },
    { key: "bic", setting: "bicField", name: bankTable ? undefined : bicField },
    { key: "legalEntity", setting: "legalEntityField", name: settings.legalEntityField },
    { key: "costCenter", setting: "costCenterField", name: settings.costCenterField },
    { key: "country", setting: "countryField", name: settings.countryField },
    ...(settings.customFields ?? []).map(
      (name) => ({ key: `custom.${name}`, setting: "customFields", name }) as const,
    ),
  ];
  return named.flatMap(({ name, ...field }) => (name === undefined ? [] : [{ ...field, name }]));
}

function standardLayout(endpoint: "report" | "dataset"): Map<FieldKey, string> {
  return new Map(STANDARD.map((field) => [field.key, field[endpoint]]));
}

/** A setting replaces the standard field of its key; one that leads nowhere leaves it unreadable. */
function put(layout: Map<FieldKey, string>, key: FieldKey, name: string | undefined): void {
  if (name === undefined) layout.delete(key);
  else layout.set(key, name);
}

function standardDatasetName(name: string): string | undefined {
  return STANDARD.find(({ report }) => report === name)?.dataset;
}

/** Whether a report has a field of that name in every account. */
export function isStandardName(name: string): boolean {
  return standardDatasetName(name) !== undefined;
}

/** Everything but a number (`4337`, `4512.2`) and an alias (`customIBAN`). */
function isLabel(name: string): boolean {
  return !/^\d+(?:\.\d+)?$/u.test(name) && !/^[a-z][A-Za-z0-9]*$/u.test(name);
}
