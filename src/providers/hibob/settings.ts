import * as z from "zod";
import type { DataRead, EmployeeField } from "../provider.js";
import { isWithheld } from "../support/readable.js";
import { strictSettings } from "../support/settings.js";

/** A further field of Bob for filter rules, addressed as `custom.<name>`. */
export interface CustomField {
  readonly name: string;
  readonly id: string;
}

/** Why bank details and pay are no further fields. */
const WITHHELD_REASON = "it holds bank details or pay, and what is listed here is shown";

/**
 * With the fields of the sync it stays well below Bob's 400 fields in one search
 * (docs/vendors/hibob.md §3).
 */
const MOST_FIELDS = 300;

/**
 * Reads fields, each with a name in front (`Division=work.customColumns.column_17`) or with its id for
 * a name.
 * @returns a sentence part saying what is wrong when it can't be read
 */
function parseCustomFields(parts: readonly string[]): readonly CustomField[] | string {
  const fields = parts
    .map((part) => part.trim())
    .filter(Boolean)
    .map(parseField);
  for (const { name, id } of fields) {
    if (!isFieldId(id)) return `must be field ids with commas between them; "${id}" is none`;
    if (name === "") return `must have a name in front of the = of ${id}`;
    if (isWithheldField(id) || isWithheld(name)) return `must not name ${id}: ${WITHHELD_REASON}`;
  }
  const names = fields.map(({ name }) => name.toLowerCase());
  if (new Set(names).size < names.length) return "must not have one name twice";
  if (fields.length > MOST_FIELDS) return `must be at most ${MOST_FIELDS} fields`;
  return fields;
}

function parseField(part: string): CustomField {
  const [first = "", second] = part.split(/=(.*)/su);
  if (second === undefined) return { name: first, id: first };
  return { name: first.trim(), id: second.trim() };
}

const FIELD_ID_MESSAGE = "must be the id of a field in Bob, for example work.custom.field_1700000000001";
const WITHHELD_MESSAGE = `must not name that field: ${WITHHELD_REASON}`;

/** A field's id, in dots as Bob writes it in its metadata. */
const anyField = z
  .string({ error: FIELD_ID_MESSAGE })
  .trim()
  .refine(isFieldId, { error: FIELD_ID_MESSAGE })
  .optional();

/** A field whose values are shown in previews and can be filtered on. */
const shownField = anyField.refine((id) => id === undefined || !isWithheldField(id), {
  error: WITHHELD_MESSAGE,
});

const customFields = z
  .union([z.string(), z.array(z.string())], { error: "must be field ids with commas between them" })
  .transform((given, context): readonly CustomField[] => {
    const parsed = parseCustomFields(typeof given === "string" ? given.split(",") : given);
    if (typeof parsed !== "string") return parsed;
    context.addIssue({ code: "custom", message: parsed });
    return z.NEVER;
  })
  .optional();

/** What differs from one Bob account to the next (docs/vendors/hibob.md §4, §6). */
export const hibobSettings = strictSettings("HiBob", {
  bankSource: z.enum(["fields", "table"], { error: "must be fields or table" }).optional(),
  bankAccountNickname: z
    .string({ error: "must be a nickname of Bob's bank accounts table" })
    .trim()
    .min(1, { error: "must be a nickname of Bob's bank accounts table" })
    .optional(),
  ibanField: anyField,
  bicField: anyField,
  teamField: shownField,
  legalEntityField: shownField,
  costCenterField: shownField,
  gardenLeave: z.enum(["employed", "left"], { error: "must be employed or left" }).optional(),
  customFields,
}).superRefine((settings, context) => {
  const bank = [settings.ibanField, settings.bicField];
  const issue = (key: string) => {
    context.addIssue({ code: "custom", path: [key], message: WITHHELD_MESSAGE });
  };
  for (const key of ["teamField", "legalEntityField", "costCenterField"] as const) {
    const id = settings[key];
    if (id !== undefined && bank.includes(id)) issue(key);
  }
  if (settings.customFields?.some(({ id }) => bank.includes(id))) issue("customFields");
});

export type HiBobSettings = z.infer<typeof hibobSettings>;

const FIELD_ID = /^[a-z]\w*(?:\.\w+)+$/iu;

/**
 * Everything in it is withheld: bank details, passport and identification numbers
 * (docs/vendors/hibob.md §4).
 */
const WITHHELD_PREFIX = /^financial\./iu;

/** Whether this is a field's id as Bob writes it: a category and a name with dots between. */
function isFieldId(text: string): boolean {
  return FIELD_ID.test(text);
}

/** Whether an id says that the field's values must never be shown: bank details or pay. */
function isWithheldField(id: string): boolean {
  return WITHHELD_PREFIX.test(id) || isWithheld(id);
}

/** One piece of data with the category that has to be ticked, null when it depends on the account. */
export interface HiBobData extends DataRead {
  readonly category: string | null;
}

const MATCHING = "Finds the person's Spendesk member";
const REIMBURSES = "Reimburses expenses to the right account";

/** Bob keeps bank details in one of two places, and the fields are empty where the table is used. */
const USE_TABLE =
  "Accounts that use Bob's bank accounts table leave these fields empty: set source.settings.bankSource to table. If nobody has bank details in Bob, set it to fields.";

/** What is read, with Bob's own names of fields and categories (docs/vendors/hibob.md §1, §4). */
export const dataRead: readonly HiBobData[] = [
  data("Basic info", "workEmail", "Email", `${MATCHING} and is where the invitation goes`, true),
  data("Basic info", "firstName", "First name", "Name of the Spendesk member", true),
  data("Basic info", "lastName", "Last name", "Name of the Spendesk member", true),
  data("Lifecycle", "status", "Lifecycle status", "Tells who is employed, on leave, hired or gone", true),
  data("Basic info", "displayName", "Display name", "Shows people in previews by the name they use"),
  data("Work", "startDate", "Start date", "Invites a new colleague when they start"),
  data("Lifecycle", "terminationDate", "Termination date", "Archives a leaver's member on the right day"),
  data("Work", "manager", "Reports to", "Sets the manager who approves requests in Spendesk"),
  data("Work", "workLocation", "Site", "Filter by Work Location"),
  data("Work", "department", "Department", "Filter by Department"),
  data("Work", "jobTitle", "Job title", "Filter by Job Title"),
  data("Address", "country", "Site country", "Filter by Country: the country of the site, not of the home"),
  data("Employment", "employmentType", "Employment type", "Filter by Employment Type"),
  mapped("team", "Team", "teamField"),
  mapped("legalEntity", "Legal entity", "legalEntityField"),
  mapped("costCenter", "Cost center", "costCenterField"),
  { ...data("Financial", "bank.iban", "IBAN", REIMBURSES), ifEmpty: USE_TABLE },
  { ...data("Financial", "bank.bic", "BIC/SWIFT", REIMBURSES), ifEmpty: USE_TABLE },
];

/** The pieces of data that are read with these settings. */
export function dataReadWith(settings: HiBobSettings): readonly HiBobData[] {
  const ids = fieldIdsOf(settings);
  const inTable = settings.bankSource === "table" ? ["bank.iban", "bank.bic"] : [];
  return dataRead.filter(({ field }) => ids[field].length > 0 || inTable.includes(field));
}

/** The fields a piece of data is read from, the first that has a value; none when it is not asked for. */
export function fieldIdsOf(settings: HiBobSettings): Readonly<Record<EmployeeField, readonly string[]>> {
  const inFields = settings.bankSource !== "table";
  return {
    workEmail: ["root.email"],
    firstName: ["root.firstName"],
    lastName: ["root.surname"],
    displayName: ["root.displayName"],
    status: ["internal.lifecycleStatus", "internal.status"],
    startDate: ["work.startDate"],
    terminationDate: ["internal.terminationDate", "employment.terminationDate"],
    manager: ["work.reportsTo", "work.manager"],
    workLocation: ["work.site"],
    department: ["work.department"],
    jobTitle: ["work.title"],
    country: ["address.siteCountry"],
    employmentType: ["payroll.employment.type"],
    team: given(settings.teamField),
    legalEntity: given(settings.legalEntityField),
    costCenter: given(settings.costCenterField),
    "bank.iban": inFields ? [settings.ibanField ?? "financial.iban"] : [],
    "bank.bic": inFields ? [settings.bicField ?? "financial.swift"] : [],
  };
}

/** Tells one account from another; part of the Basic info that every search needs. */
export const COMPANY_ID = "root.companyId";

/** Everything a search asks for: nothing else is read (docs/vendors/hibob.md §3). */
export function requestedFields(settings: HiBobSettings): readonly string[] {
  const custom = settings.customFields?.map(({ id }) => id) ?? [];
  return [...new Set(["root.id", COMPANY_ID, ...Object.values(fieldIdsOf(settings)).flat(), ...custom])];
}

function given(id: string | undefined): readonly string[] {
  return id === undefined ? [] : [id];
}

function data(
  category: string,
  field: EmployeeField,
  label: string,
  purpose: string,
  required = false,
): HiBobData {
  return { field, label, purpose, permission: permissionFor(category), required, category };
}

/** Bob has no such field of its own: the account keeps it in a field that a setting names. */
function mapped(field: EmployeeField, label: string, setting: keyof HiBobSettings): HiBobData {
  return {
    field,
    label,
    purpose: `Filter by ${label}; only with source.settings.${setting}`,
    permission: "View selected employees' sections of the category the field is in",
    required: false,
    category: null,
  };
}

function permissionFor(category: string): string {
  return `View selected employees' ${category} sections`;
}
