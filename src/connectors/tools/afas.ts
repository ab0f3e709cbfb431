import { Buffer } from "node:buffer";
import { ownValue } from "../../shared/objects.js";
import { type Credentials, defineConnector } from "../define.js";
import type { SettingValues } from "../reading/values-of.js";
import { GUIDE_FIELDS } from "../schema/values.js";

const CONNECTOR = "General > Management > GetConnector";
const APP = "General > Management > App connector";

/** What is read, with the setting that names its field and the name it has without one. */
const FIELDS = {
  id: ["idField", "Medewerker", "employee number"],
  workEmail: ["workEmailField", "Email_werk", "e-mail at work"],
  firstName: ["firstNameField", "Roepnaam", "name somebody is called by"],
  prefix: ["lastNamePrefixField", "Voorvoegsel", "prefix of the last name, such as van der"],
  lastName: ["lastNameField", "Geboortenaam", "last name"],
  startDate: ["startDateField", "Datum_in_dienst", "first day of the employment"],
  terminationDate: ["terminationDateField", "Datum_uit_dienst", "last day of the employment"],
  workLocation: ["workLocationField", "Locatie", "place of work"],
  department: ["departmentField", "Organisatorische_eenheid_omschrijving", "organizational unit"],
  jobTitle: ["jobTitleField", "Functie_omschrijving", "function"],
  legalEntity: ["legalEntityField", "Werkgever_omschrijving", "employer"],
  employmentType: ["employmentTypeField", "Soort_medewerker", "kind of employee"],
  costCenter: ["costCenterField", "Kostenplaats_omschrijving", "cost center"],
  manager: ["managerField", "Medewerkernummer_leidinggevende", "employee number of the manager"],
  iban: ["ibanField", "IBAN", "IBAN"],
  bic: ["bicField", "BIC", "BIC"],
} as const;

/** What the live check misses when the GetConnector has another name for a field. */
function decidedBy(field: string) {
  const decides = GUIDE_FIELDS.filter((known) => known === field || known === `bank.${field}`);
  return decides.length === 0 ? {} : { decides };
}

const nameSettings = Object.fromEntries(
  Object.entries(FIELDS).map(([field, [key, name, what]]) => [
    key,
    {
      type: "text" as const,
      label: `Field with the ${what}`,
      help: `Its name in the GetConnector. Without it: ${name}.`,
      default: name,
      ...decidedBy(field),
    },
  ]),
);

const inField = (key: keyof typeof FIELDS) => ({
  permission: `the field ${FIELDS[key][1]} in the GetConnector, or another one that source.settings.${FIELDS[key][0]} names`,
});

/** The token in the form it is sent in: the whole element, in base64 (docs/vendors/afas.md §2). */
function prepareCredentials(credentials: Credentials): Credentials {
  const pasted = (credentials.token ?? "").trim();
  const element = pasted.startsWith("<")
    ? pasted
    : `<token><version>1</version><data>${pasted}</data></token>`;
  return { ...credentials, token: Buffer.from(element).toString("base64") };
}

/** A row by our own names; a field that the GetConnector does not have stays away. */
function prepareRecord(row: unknown, settings: SettingValues): unknown {
  const entries = Object.entries(FIELDS).flatMap(([name, [key]]) => {
    const value = ownValue(row, String(settings[key]));
    return value === undefined ? [] : [[name, value] as const];
  });
  const record: Record<string, unknown> = Object.fromEntries(entries);
  const { prefix, lastName } = record;
  const isPrefixed = typeof prefix === "string" && typeof lastName === "string";
  return isPrefixed ? { ...record, lastName: `${prefix} ${lastName}`.trim() } : record;
}

/** AFAS Profit, by a GetConnector of the customer's own (docs/vendors/afas.md). */
export const afas = defineConnector(
  {
    manifest: 1,
    id: "afas",
    title: "AFAS",
    guide: {
      steps: [
        `In Profit, open ${CONNECTOR} and make a GetConnector of employees with their employments, one row for each person. Call it Spendesk_HR, or set source.settings.connector.`,
        "Add the employee number (Medewerker), the prefix of last names (Voorvoegsel) and the fields that are listed below. Where they have other names there, settings of this source say so. Let no filter take out people who left within the last months: their last day is how they are known.",
        `Open ${APP}, make an app connector with this GetConnector and no other, and add a user who may see all employees.`,
        "Create a token for that user and copy it: it is shown once.",
      ],
      link: "https://help.afas.nl/help/EN/SE/App_Cnr_Rest_GET.htm",
      permission: "the field in the GetConnector",
      permissions: {
        workEmail: { label: "E-mail at work", ...inField("workEmail") },
        firstName: inField("firstName"),
        lastName: inField("lastName"),
        status: { permission: "both days of the employment in the GetConnector" },
        // Without either day nobody could tell who is employed.
        startDate: { ...inField("startDate"), required: true },
        terminationDate: { ...inField("terminationDate"), required: true },
        workLocation: inField("workLocation"),
        department: { label: "Organizational unit", ...inField("department") },
        jobTitle: { label: "Function", ...inField("jobTitle") },
        legalEntity: { label: "Employer", ...inField("legalEntity") },
        employmentType: { label: "Kind of employee", ...inField("employmentType") },
        costCenter: inField("costCenter"),
        manager: inField("manager"),
        "bank.iban": inField("iban"),
        "bank.bic": inField("bic"),
      },
    },
    credentials: {
      environment: {
        label: "Environment id",
        secret: false,
        form: "hostLabel",
        help: "The number of the environment, such as 12345: the first part of the address of its REST services.",
      },
      token: {
        label: "Token",
        form: "text",
        help: `Of a user of the app connector, from ${APP}. Both the whole <token> and what stands in its <data> are understood.`,
      },
    },
    settings: {
      service: {
        type: "choice",
        label: "Kind of environment",
        help: "rest for the real one, resttest or restaccept for others. Without it: rest.",
        values: ["rest", "resttest", "restaccept"],
        default: "rest",
      },
      connector: {
        type: "text",
        label: "GetConnector",
        help: "Its name. Without it: Spendesk_HR.",
        default: "Spendesk_HR",
      },
      ...nameSettings,
    },
    baseUrl: "https://${credentials.environment}.${settings.service}.afas.online/ProfitRestServices",
    allowedHosts: ["*.rest.afas.online", "*.resttest.afas.online", "*.restaccept.afas.online"],
    auth: { kind: "header", name: "Authorization", value: "AfasToken ${credentials.token}" },
    errors: {
      // These come with status 500.
      permissionMissing: {
        texts: ["niet geautoriseerd", "not authorized", "not authorised", "Connector-veld", "geblokkeerd"],
        next: "In Profit, add the GetConnector to the app connector, and compare its name and the names of its fields with source.settings. Then run `spendesk-hr preview`.",
      },
    },
    requests: {
      people: {
        path: "/connectors/${settings.connector}",
        // Without an order the same row may come on two pages, and another one on none.
        query: { orderbyfieldids: "${settings.idField}" },
        pagination: { kind: "offset", param: "skip", sizeParam: "take", size: 500 },
        records: "rows",
      },
    },
    assemble: { root: "people" },
    // What a GetConnector lists is the customer's choice, and most leave out who left long ago.
    completeness: "activeOnly",
    employee: {
      id: "id",
      workEmail: "workEmail",
      firstName: "firstName",
      lastName: "lastName",
      startDate: "startDate",
      terminationDate: "terminationDate",
      workLocation: "workLocation",
      department: "department",
      jobTitle: "jobTitle",
      legalEntity: "legalEntity",
      employmentType: "employmentType",
      costCenter: "costCenter",
      manager: { id: "manager" },
    },
    dates: { formats: ["iso-datetime"] },
    status: {
      rules: [
        { when: { date: "terminationDate", is: "past" }, is: "inactive" },
        { when: { date: "startDate", is: "future" }, is: "pending" },
        { when: { date: "startDate", is: "filled" }, is: "active" },
      ],
      unknown: "skip",
    },
    bank: { iban: "iban", bic: "bic" },
    notVerified: [
      "The names of the fields without settings: they are those that a widely used set of GetConnectors has, and five of our own (Datum_in_dienst, Datum_uit_dienst, Locatie, IBAN, BIC).",
      "The names of menus in Profit.",
      "What the GetConnector lists: nobody is archived for being absent, only for a last day in the past.",
      "That each person has one row; a second row with the same employee number makes the read incomplete.",
      "That the first and the last day are those of the whole employment, and empty while there is none.",
      "That days come at midnight, and mean the day they are written with.",
      "Which of its names a last name has: the field that is set is used, with its prefix before it.",
      "That an empty page is the last one, as the documents say.",
      "Limits of calls, and the words of refusals in other languages than Dutch and English.",
    ],
  },
  { prepareCredentials, prepareRecord },
);
