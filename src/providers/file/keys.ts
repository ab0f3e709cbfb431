/** Where an export can be. */
export const PLACES = ["path", "https", "https-key", "sftp", "sftp-key", "command", "stdin"] as const;
export type Place = (typeof PLACES)[number];

export const FORMATS = ["csv", "xlsx", "json", "jsonl"] as const;
export type Format = (typeof FORMATS)[number];

/** Separators of cells, by the words for those that are hard to see or to type. */
export const SEPARATORS = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" } as const;
export type Separator = keyof typeof SEPARATORS;

/** How one column of full names is split. */
export const NAME_ORDERS = ["first-last", "last-first", "last-comma-first"] as const;

/** The employee's data that a column can hold, in the order in which they are asked for. */
export const COLUMN_KEYS = [
  "id",
  "workEmail",
  "firstName",
  "lastName",
  "fullName",
  "status",
  "startDate",
  "terminationDate",
  "workLocation",
  "department",
  "team",
  "jobTitle",
  "legalEntity",
  "country",
  "employmentType",
  "costCenter",
  "managerId",
  "managerEmail",
  "iban",
  "bic",
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

export const DATE_KEYS = ["startDate", "terminationDate"] as const;
export type DateKey = (typeof DATE_KEYS)[number];

/** What says where exactly an export is, by its place. */
export const NEEDED = {
  path: ["path"],
  https: ["url"],
  "https-key": ["url"],
  sftp: ["host", "user", "hostKey", "remotePath"],
  "sftp-key": ["host", "user", "hostKey", "remotePath", "keyFile"],
  command: ["command"],
  stdin: [],
} as const;

/** Settings that say where an export is. */
export const LOCATION_KEYS = [
  "place",
  "path",
  "url",
  "header",
  "host",
  "port",
  "user",
  "hostKey",
  "keyFile",
  "remotePath",
  "command",
  "maxAgeHours",
] as const;

/** Settings that say how it is laid out. */
export const LAYOUT_KEYS = ["format", "separator", "encoding", "sheet", "list"] as const;
