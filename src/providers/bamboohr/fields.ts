import { unexpectedAnswer } from "../support/call.js";
import { cleanId, cleanText, labelKey } from "../support/values.js";
import { isWithheld } from "../support/withheld.js";
import type { BamboohrApi } from "./api.js";
import { SERVICE } from "./errors.js";
import { metaFieldsSchema } from "./schema.js";
import type { BamboohrSettings } from "./settings.js";

/**
 * Fields every account has: their names in a report and in the data set (bamboohr.md §5). The
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

/** One person's values: `undefined` what may not be read. */
export type Row = (key: FieldKey) => unknown;

/** A field of the account, as `meta/fields` lists it. */
interface MetaField {
  readonly id: string;
  readonly label: string;
  readonly alias: string | null;
}

type MetaReader = () => Promise<readonly MetaField[]>;

const BANK_KEYS: readonly FieldKey[] = ["iban", "bic"] satisfies readonly BankKey[];

/** Asks for the fields of the account when they are needed, once. */
export function createMetaReader(api: BamboohrApi): MetaReader {
  let asked: Promise<readonly MetaField[]> | null = null;
  return () => {
    asked ??= readMetaFields(api);
    return asked;
  };
}

async function readMetaFields(api: BamboohrApi): Promise<readonly MetaField[]> {
  const parsed = metaFieldsSchema.safeParse(
    await api.read({ path: "/api/v1/meta/fields", purpose: "list fields" }),
  );
  if (!parsed.success) throw unexpectedAnswer(SERVICE, "The list of fields is not in the documented form.");
  return parsed.data.flatMap((field) => {
    const id = cleanId(field.id);
    if (id === null) return [];
    return [{ id, label: cleanText(field.name) ?? "", alias: cleanText(field.alias) }];
  });
}

/** Names for the report. Numbers and aliases go there as they are; only labels have to be looked up. */
export async function reportLayout(settings: BamboohrSettings, readMeta: MetaReader): Promise<Layout> {
  const own = ownFields(settings);
  const layout = standardLayout("report");
  const meta = own.some(([, name]) => isLabel(name)) ? await readMeta() : [];
  for (const [key, name] of own) {
    const field = isLabel(name) ? findField(meta, name) : null;
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
  const meta = own.some(([, name]) => !standardDatasetName(name)) ? await readMeta() : [];
  for (const [key, name] of own) {
    const field = findField(meta, name);
    const hidden = field !== null && !mayShow(key, field.label);
    put(layout, key, standardDatasetName(name) ?? (field && !hidden ? `customField${field.id}` : undefined));
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

/** What the settings name, by key. With a bank table, the bank fields are not among them. */
function ownFields(settings: BamboohrSettings): readonly (readonly [FieldKey, string])[] {
  const { bankTable, ibanField, bicField } = settings;
  const named: (readonly [FieldKey, string | undefined])[] = [
    ["iban", bankTable ? undefined : ibanField],
    ["bic", bankTable ? undefined : bicField],
    ["legalEntity", settings.legalEntityField],
    ["costCenter", settings.costCenterField],
    ["country", settings.countryField],
    ...(settings.customFields ?? []).map((name) => [`custom.${name}`, name] as const),
  ];
  return named.flatMap(([key, name]) => (name === undefined ? [] : [[key, name] as const]));
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

/** Everything but a number (`4337`) and an alias (`customIBAN`). */
function isLabel(name: string): boolean {
  return !/^\d+$/u.test(name) && !/^[a-z][A-Za-z0-9]*$/u.test(name);
}

/** The one field of that number, alias or label. Two with one label are no answer: an IBAN must not be guessed. */
function findField(meta: readonly MetaField[], name: string): MetaField | null {
  const exact = meta.find(({ id, alias }) => id === name || alias === name);
  if (exact) return exact;
  const labelled = meta.filter(({ label }) => labelKey(label) === labelKey(name));
  return labelled.length === 1 ? (labelled[0] ?? null) : null;
}
