import type { CommandDefinition } from "../command.js";

const SETUP = "Set-up:";

/** Keys: where they are, and how they get there and elsewhere. */
export const CREDENTIALS_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "credentials list",
    summary: "which credentials there are and where they come from; never their values",
    group: SETUP,
    examples: ["spendesk-hr credentials list"],
    load: () => import("./credentials-list.js"),
  },
  {
    name: "credentials set",
    summary: "store a new key without connecting anew; it is tried first",
    group: SETUP,
    arguments: [{ name: "<connection>", description: "spendesk, or the HR tool, for example personio" }],
    options: [
      { flags: "--credentials-file <file>", description: "JSON file with the credentials, `-` for stdin" },
      {
        flags: "--expires-on <day>",
        description: "day the Spendesk key ends, YYYY-MM-DD; alone it changes nothing else",
      },
      { flags: "--no-test", description: "store it without trying it" },
    ],
    examples: [
      "spendesk-hr credentials set spendesk --entity acme-uk",
      "spendesk-hr credentials set personio --entity acme-uk --credentials-file secrets.json",
    ],
    load: () => import("./credentials-set.js"),
  },
  {
    name: "credentials remove",
    summary: "delete the stored credentials of one connection",
    group: SETUP,
    arguments: [{ name: "<connection>", description: "spendesk, or the HR tool, for example personio" }],
    options: [{ flags: "-y, --yes", description: "do not ask" }],
    examples: ["spendesk-hr credentials remove personio --entity acme-uk"],
    load: () => import("./credentials-remove.js"),
  },
  {
    name: "credentials test",
    summary: "try every connection for real",
    group: SETUP,
    examples: ["spendesk-hr credentials test", "spendesk-hr credentials test --entity acme-uk -o json"],
    load: () => import("./credentials-test.js"),
  },
  {
    name: "credentials export",
    summary: "write the credentials into an encrypted file, for another machine",
    group: SETUP,
    options: [
      { flags: "--out <file>", description: "the file to write, in the format of age" },
      {
        flags: "--recipient <age1…>",
        description: "encrypt to this public key of age instead of a passphrase",
        repeatable: true,
      },
      { flags: "--passphrase-file <file>", description: "file with the passphrase" },
    ],
    examples: [
      "spendesk-hr credentials export --out credentials.age",
      "spendesk-hr credentials export --out credentials.age --recipient age1…",
    ],
    load: () => import("./credentials-export.js"),
  },
  {
    name: "credentials import",
    summary: "store the credentials of an exported file",
    group: SETUP,
    arguments: [{ name: "<file>", description: "file of `credentials export`" }],
    options: [
      { flags: "--key-file <file>", description: "key of age-keygen that opens it" },
      { flags: "--passphrase-file <file>", description: "file with the passphrase that opens it" },
      { flags: "-y, --yes", description: "replace stored credentials without being asked" },
    ],
    examples: ["spendesk-hr credentials import credentials.age"],
    load: () => import("./credentials-import.js"),
  },
];
