import type { CredentialField, ProviderGuide, SettingField } from "../provider.js";
import { credentialCheck } from "../support/credentials.js";
import { dataRead } from "./data.js";
import { PLACES, type Place } from "./keys.js";
import {
  AGE_FIELD,
  COLUMN_FIELDS,
  FORMAT_FIELDS,
  MEANING_FIELDS,
  PLACE_FIELD,
  SFTP_FIELDS,
} from "./setting-fields.js";

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

const URL_FIELD: SettingField = {
  key: "url",
  label: "Address",
  help: "For example https://hr.acme.test/people.csv.",
  secret: true,
};

const SFTP_STEP =
  "Have it written to an SFTP server, and ask for a user who may read it and nothing else, and for the fingerprint of the server's key (`ssh-keygen -lf`).";

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
    fields: [URL_FIELD, AGE_FIELD],
    requests: 1,
  },
  "https-key": {
    label: "an address that wants a key",
    steps: [
      "Have it offered at an address that begins with https:// and gives the file itself, and make a key for it.",
    ],
    fields: [
      URL_FIELD,
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
        secret: true,
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
    link: null,
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
