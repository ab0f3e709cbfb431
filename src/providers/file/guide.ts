import type { CredentialField, DataRead, ProviderGuide, SettingField } from "../provider.js";
import { credentialCheck } from "../support/credentials.js";
import { createDataReads } from "../support/data-read.js";
import { DATE_FORMATS } from "./dates.js";
import { ENCODINGS } from "./encoding.js";
import {
  COLUMN_KEYS,
  type ColumnKey,
  type FileSettings,
  FORMATS,
  NAME_ORDERS,
  PLACES,
  type Place,
  SEPARATORS,
} from "./settings.js";

const { required, optional } = createDataReads((label) => `the column for ${label} in the export`);

/** What is read, why, and from which column. */
const dataRead: readonly DataRead[] = [
  required("workEmail", "Work e-mail", "Finds the person's Spendesk member and is where the invitation goes"),
  required("firstName", "First name", "Name of the Spendesk member"),
  required("lastName", "Last name", "Name of the Spendesk member"),
  required("status", "Status", "Tells who is employed, about to start or gone"),
  optional("startDate", "Start date", "Invites a new colleague when they start"),
  optional("terminationDate", "Last day", "Archives a leaver's member on the right day"),
  optional("manager", "Manager", "Sets the manager who approves requests in Spendesk"),
  optional("workLocation", "Work location", "Filter by Work Location"),
  optional("department", "Department", "Filter by Department"),
  optional("team", "Team", "Filter by Team"),
  optional("jobTitle", "Job title", "Filter by Job Title"),
  optional("legalEntity", "Legal entity", "Filter by Legal Entity"),
  optional("country", "Country", "Filter by Country"),
  optional("employmentType", "Employment type", "Filter by Employment Type"),
  optional("costCenter", "Cost center", "Filter by Cost Center"),
  optional("bank.iban", "IBAN", "Reimburses expenses to the right account"),
  optional("bank.bic", "BIC", "Reimburses expenses to the right account"),
];

/** Columns by which a piece of data is read, where they are not of its name. */
const COLUMNS_OF: Partial<Record<DataRead["field"], readonly ColumnKey[]>> = {
  firstName: ["firstName", "fullName"],
  lastName: ["lastName", "fullName"],
  status: ["status", "terminationDate"],
  manager: ["managerId", "managerEmail"],
  "bank.iban": ["iban"],
  "bank.bic": ["bic"],
};

/** What is read of an export whose columns are mapped like this. */
export function dataReadOf({ columns }: Pick<FileSettings, "columns">): readonly DataRead[] {
  return dataRead.filter(({ field }) => {
    const keys = COLUMNS_OF[field] ?? COLUMN_KEYS.filter((key) => key === field);
    return keys.some((key) => columns[key] !== undefined);
  });
}

/** What each column holds, for people. */
export const COLUMN_LABELS: Readonly<Record<ColumnKey, string>> = {
  id: "Id",
  workEmail: "Work e-mail",
  firstName: "First name",
  lastName: "Last name",
  fullName: "Full name",
  status: "Status",
  startDate: "Start date",
  terminationDate: "Last day",
  workLocation: "Work location",
  department: "Department",
  team: "Team",
  jobTitle: "Job title",
  legalEntity: "Legal entity",
  country: "Country",
  employmentType: "Employment type",
  costCenter: "Cost center",
  managerId: "Id of the manager",
  managerEmail: "E-mail of the manager",
  iban: "IBAN",
  bic: "BIC",
};

const COLUMN_HELP: Partial<Record<ColumnKey, string>> = {
  id: "The column with an id that is there for everybody, different for everybody, and stays with a new e-mail or name.",
  workEmail: "The column with the work e-mail.",
  fullName: "Only where one column holds first and last name; `nameOrder` says how to split it.",
  status:
    "The column with the word that tells who works here. What its words mean is said in `source.statuses`. Without it the dates decide.",
  terminationDate: "The column with the last day of employment.",
  iban: "The column with the IBAN. Bank details are masked and stored nowhere.",
};

const PLACE_FIELD: SettingField = {
  key: "place",
  label: "Where the export is",
  help: `${PLACES.slice(0, -1).join(", ")} or ${PLACES.at(-1)}. Without it: path.`,
};

const FORMAT_FIELDS: readonly SettingField[] = [
  {
    key: "format",
    label: "Format",
    help: `${FORMATS.join(", ")}. Without it: what the name ends in.`,
  },
  {
    key: "separator",
    label: "Separator of a CSV",
    help: `${Object.keys(SEPARATORS).join(", ")}. Without it: comma.`,
  },
  {
    key: "encoding",
    label: "Encoding",
    help: `${ENCODINGS.join(", ")}. Without it: UTF-8, or UTF-16 with a byte order mark.`,
  },
  {
    key: "sheet",
    label: "Sheet of an XLSX",
    help: "Its name, or its number from 1. Needed where there are several.",
  },
  {
    key: "list",
    label: "Path to the array in a JSON",
    help: "For example data.employees. Without it: the JSON is the array.",
  },
];

const COLUMN_FIELDS: readonly SettingField[] = COLUMN_KEYS.map((key) => ({
  key: `columns.${key}`,
  label: `Column: ${COLUMN_LABELS[key]}`,
  help: COLUMN_HELP[key] ?? "The name of the column, as the header has it.",
}));

const MEANING_FIELDS: readonly SettingField[] = [
  {
    key: "nameOrder",
    label: "Order in full names",
    help: `${NAME_ORDERS.join(", ")}; only with columns.fullName.`,
  },
  {
    key: "dates.startDate",
    label: "Form of the start date",
    help: `For example ${DATE_FORMATS.slice(0, 4).join(", ")}. Not needed for ISO days and date cells.`,
  },
  {
    key: "dates.terminationDate",
    label: "Form of the last day",
    help: "As for the start date; the two may differ.",
  },
  {
    key: "missingRows",
    label: "What a missing row means",
    help: "left: whoever is no longer in the export has left, as `leavers.absent` says what to do then. unknown: it says nothing, and nobody is archived for it.",
  },
];

const AGE_FIELD: SettingField = {
  key: "maxAgeHours",
  label: "Oldest export, in hours",
  help: "An older one stops the run: nobody renewed it. For a daily export, for example 30.",
};

const HEADER_KEY: CredentialField = {
  key: "headerKey",
  label: "Key",
  secret: true,
  help: "What the server wants to see in the header, for example the key alone, or for Authorization the word Basic or Bearer with it.",
  validate: (value) =>
    /^(?:bearer|basic)\s+\S+$/iu.test(value.trim()) ? null : credentialCheck("key")(value),
};

const PASSWORD: CredentialField = {
  key: "password",
  label: "Password",
  secret: true,
  help: "The password of the user on the SFTP server.",
  validate: (value) => (value.trim() === "" ? "The password is empty." : null),
};

const SFTP_STEP =
  "Have it written to an SFTP server, and ask for a user who may read it and nothing else, and for the fingerprint of the server's key (`ssh-keygen -lf`).";

const SFTP_FIELDS: readonly SettingField[] = [
  { key: "host", label: "Host", help: "For example sftp.acme.test." },
  { key: "port", label: "Port", help: "Without it: 22." },
  { key: "user", label: "User", help: "The name of the user on the server." },
  {
    key: "hostKey",
    label: "Fingerprint of the server's key",
    help: "SHA256: and 43 characters, from whoever runs the server. A server with another key is told nothing.",
  },
  {
    key: "remotePath",
    label: "Path on the server",
    help: "For example /exports/people.csv, or a pattern for the newest: /exports/people-*.csv.",
  },
  AGE_FIELD,
];

const EXPORT_STEP =
  "In the HR tool, have an export made of everybody, leavers included, with one row per person and names of columns in the first line: an id that never changes, work e-mail, first and last name, status, start date and last day. Leave out what nobody needs.";
const LAST_STEP = "docs/file.md shows a worked example, and what every message means.";

/** What the ways differ in. */
const WAYS: Readonly<
  Record<
    Place,
    {
      readonly label: string;
      readonly steps: readonly string[];
      readonly fields: readonly SettingField[];
      readonly credentials?: readonly CredentialField[];
      readonly requests?: 1;
    }
  >
> = {
  path: {
    label: "a file on this computer, or the newest that matches a pattern",
    steps: [
      "Have it written to a folder of this computer, to a file beside it that is moved into place when it is whole. Only the user of this program and the HR tool should be able to read it.",
    ],
    fields: [
      {
        key: "path",
        label: "Path",
        help: "A full path, or a pattern for the newest of several: /srv/hr/people-*.csv.",
      },
      AGE_FIELD,
    ],
  },
  https: {
    label: "an address that everybody who knows it may read",
    steps: ["Have it offered at an address that begins with https:// and gives the file itself."],
    fields: [
      { key: "url", label: "Address", help: "For example https://hr.acme.test/people.csv." },
      AGE_FIELD,
    ],
    requests: 1,
  },
  "https-key": {
    label: "an address that wants a key",
    steps: [
      "Have it offered at an address that begins with https:// and gives the file itself, and make a key for it.",
    ],
    fields: [
      { key: "url", label: "Address", help: "For example https://hr.acme.test/people.csv." },
      {
        key: "header",
        label: "Header of the key",
        help: "For example X-Api-Key. Without it: Authorization.",
      },
      AGE_FIELD,
    ],
    credentials: [HEADER_KEY],
    requests: 1,
  },
  sftp: {
    label: "an SFTP server, with a password",
    steps: [SFTP_STEP],
    fields: SFTP_FIELDS,
    credentials: [PASSWORD],
  },
  "sftp-key": {
    label: "an SFTP server, with a private key",
    steps: [SFTP_STEP],
    fields: [
      ...SFTP_FIELDS,
      {
        key: "keyFile",
        label: "File of the private key",
        help: "A full path; a key without a passphrase that only the user of this program can read.",
      },
    ],
  },
  command: {
    label: "what a program prints",
    steps: ["Install a program that prints the export and ends with exit code 0 when it is whole."],
    fields: [
      {
        key: "command",
        label: "Program and arguments",
        help: 'A list, as JSON: ["hr-export", "--format", "csv"]. There is no shell.',
      },
    ],
  },
  stdin: {
    label: "standard input",
    steps: ["Pipe the export into each command: hr-export | spendesk-hr preview."],
    fields: [],
  },
};

function guideOf(place: Place): ProviderGuide {
  const { steps, fields, credentials = [], requests } = WAYS[place];
  return {
    setupSteps: [EXPORT_STEP, ...steps, LAST_STEP],
    dataRead,
    credentialFields: credentials,
    settingFields: [PLACE_FIELD, ...fields, ...FORMAT_FIELDS, ...COLUMN_FIELDS, ...MEANING_FIELDS],
    requests: { formula: requests ? "1" : "none", count: () => requests ?? 0 },
    bankDetails: "with the export",
  };
}

const GUIDES: Readonly<Record<Place, ProviderGuide>> = {
  path: guideOf("path"),
  https: guideOf("https"),
  "https-key": guideOf("https-key"),
  sftp: guideOf("sftp"),
  "sftp-key": guideOf("sftp-key"),
  command: guideOf("command"),
  stdin: guideOf("stdin"),
};

/** The guide of what is meant when no place is stated. */
export const FIRST_GUIDE = GUIDES.path;

/** The ways to an export, each with its guide, in the order in which they are offered. */
export const WAYS_IN = PLACES.map((place) => ({
  value: place,
  label: WAYS[place].label,
  guide: GUIDES[place],
}));
