import { enumerated } from "../../shared/text.js";
import type { SettingField } from "../provider.js";
import { COLUMN_LABELS, fieldsOfColumn } from "./data.js";
import { DATE_FORMATS } from "./dates.js";
import { ENCODINGS } from "./encoding.js";
import { COLUMN_KEYS, type ColumnKey, FORMATS, NAME_ORDERS, PLACES, SEPARATORS } from "./keys.js";

const COLUMN_HELP: Partial<Record<ColumnKey, string>> = {
  id: "The column with an id that is there for everybody, different for everybody, and stays with a new e-mail or name.",
  workEmail: "The column with the work e-mail.",
  fullName: "Only where one column holds first and last name; `nameOrder` says how to split it.",
  status:
    "The column with the word that tells who works here. What its words mean is said in `source.statuses`. Without it the dates decide.",
  terminationDate: "The column with the last day of employment.",
  iban: "The column with the IBAN. Bank details are masked and stored nowhere.",
};

export const PLACE_FIELD: SettingField = {
  key: "place",
  label: "Where the export is",
  help: `${enumerated(PLACES, "or")}. Without it: path.`,
};

export const FORMAT_FIELDS: readonly SettingField[] = [
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

export const COLUMN_FIELDS: readonly SettingField[] = COLUMN_KEYS.map((key) => ({
  key: `columns.${key}`,
  label: `Column: ${COLUMN_LABELS[key]}`,
  help: COLUMN_HELP[key] ?? "The name of the column, as the header has it.",
  ...(fieldsOfColumn(key).length > 0 && { decides: fieldsOfColumn(key) }),
}));

export const MEANING_FIELDS: readonly SettingField[] = [
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

export const AGE_FIELD: SettingField = {
  key: "maxAgeHours",
  label: "Oldest export, in hours",
  help: "An older one stops the run: nobody renewed it. For a daily export, for example 30.",
};

export const SFTP_FIELDS: readonly SettingField[] = [
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
