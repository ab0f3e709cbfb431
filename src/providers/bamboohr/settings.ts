import * as z from "zod";
import { Problem } from "../../sync/model/index.js";
import type { DataRead } from "../provider.js";
import { createDataReads } from "../support/data-read.js";
import { isWithheld } from "../support/readable.js";
import { attributeSetting, namesSetting, strictSettings, yesNoSetting } from "../support/settings.js";
import { typedHost } from "../support/typed-address.js";

const table = "must be the table's alias, for example customBankDetails";

/**
 * Names of what only this company has. A field is named by its number (4337), its alias (customIBAN)
 * or its label; labels cost one more request. With `bankTable`, the bank fields are that table's
 * columns, by alias.
 */
export const bamboohrSettings = strictSettings("BambooHR", {
  ibanField: attributeSetting("4337, customIBAN or IBAN"),
  bicField: attributeSetting("4338, customBIC or BIC"),
  bankTable: z
    .string({ error: table })
    .trim()
    .regex(/^[A-Za-z]\w*$/u, { error: table })
    .optional(),
  bankDateColumn: attributeSetting("date"),
  legalEntityField: attributeSetting("4340, customLegalEntity or division"),
  costCenterField: attributeSetting("4341, customCostCenter or Cost center"),
  countryField: attributeSetting("customWorkCountry or Work country"),
  customFields: namesSetting("names of fields").refine((names) => !names?.some(isWithheld), {
    error: "must not name bank details or pay: what is listed here is shown as plain text",
  }),
  leaveStatuses: namesSetting("employment statuses of people on leave"),
  futureHires: yesNoSetting(),
  readFrom: z.enum(["report", "dataset"], { error: "must be report or dataset" }).default("report"),
});

export type BamboohrSettings = z.infer<typeof bamboohrSettings>;

const VENDOR_DOMAIN = ".bamboohr.com";

/** Addresses that belong to BambooHR itself. */
const VENDORS_OWN = new Set(["www", "app", "api", "developers", "documentation", "help"]);

/**
 * The company's part of its BambooHR address, from whatever was copied: `acme`,
 * `acme.bamboohr.com` or `https://acme.bamboohr.com/home` (docs/vendors/bamboohr.md §1). Null when it
 * can't be one: nothing else may become part of the host that gets the key.
 */
function companyLabel(text: string): string | null {
  const host = typedHost(text);
  const label = host.endsWith(VENDOR_DOMAIN) ? host.slice(0, -VENDOR_DOMAIN.length) : host;
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u.test(label) && !VENDORS_OWN.has(label) ? label : null;
}

/** A sentence saying what is wrong with a company domain, or null. */
export function checkCompanyDomain(value: string): string | null {
  if (!value.trim()) return "The company domain is empty.";
  if (companyLabel(value) !== null) return null;
  return "It must be the part before .bamboohr.com in your browser, for example acme.";
}

/** The company domain in one spelling, null when it can't be one. */
export function companyName(domain: string | undefined): string | null {
  return companyLabel(domain ?? "");
}

/**
 * The company's host.
 * @param domain absent: the form of the host, for documentation
 * @throws Problem `company_domain_invalid`
 */
export function companyHost(domain: string | undefined): string {
  const label = companyLabel(domain ?? "company");
  if (label !== null) return `https://${label}${VENDOR_DOMAIN}`;
  throw new Problem({
    kind: "configuration",
    code: "company_domain_invalid",
    what: "The company domain of BambooHR can't be used.",
    why: "It is neither a name such as acme nor an address such as acme.bamboohr.com.",
    next: "Run `spendesk-hr connect bamboohr` with the part before .bamboohr.com in your browser.",
  });
}

const MATCHING = "Finds the person's Spendesk member";

const { required, optional } = createDataReads(permissionFor);

/** What is read, with BambooHR's own labels (docs/vendors/bamboohr.md §1, §4). */
export const dataRead: readonly DataRead[] = [
  {
    ...required("workEmail", "Work Email", `${MATCHING} and is where the invitation goes`),
    ifEmpty: "Fill in Work Email on the employees' profiles in BambooHR, then run the command again.",
  },
  required("firstName", "First Name", "Name of the Spendesk member"),
  required("lastName", "Last Name", "Name of the Spendesk member"),
  required("status", "Status", "Tells who is employed and who is gone"),
  required("startDate", "Hire Date", "Tells a future hire from a leaver: BambooHR calls both inactive"),
  optional("displayName", "Display Name", "Shows people in previews by the name they use"),
  optional("terminationDate", "Termination Date", "Archives a leaver's member on the right day"),
  optional("manager", "Reporting to", "Sets the manager who approves requests in Spendesk"),
  optional("workLocation", "Location", "Filter by Work Location"),
  optional("department", "Department", "Filter by Department"),
  optional("team", "Division", "Filter by Team"),
  optional("jobTitle", "Job Title", "Filter by Job Title"),
  optional("legalEntity", "Legal entity", "Filter by Legal Entity; from the field you name"),
  optional(
    "country",
    "Country",
    "Filter by Country; of the home address, unless you name a field of your own",
  ),
  optional("employmentType", "Employment Status", "Filter by Employment Type"),
  optional("costCenter", "Cost center", "Filter by Cost Center; from the field you name"),
  optional("bank.iban", "IBAN", "Reimburses expenses to the right account"),
  optional("bank.bic", "BIC", "Reimburses expenses to the right account"),
];

function permissionFor(): string {
  return "The access level of the key's owner can see it of all employees";
}
