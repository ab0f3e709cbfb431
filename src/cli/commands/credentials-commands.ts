import { type CommandDefinition, command } from "../command.js";
import {
  CREDENTIALS_EXPORT_FLAGS,
  CREDENTIALS_IMPORT_FLAGS,
  CREDENTIALS_REMOVE_FLAGS,
  CREDENTIALS_SET_FLAGS,
} from "./credentials-flags.js";

const SETUP = "Set-up:";

/** Keys: where they are, and how they get there and elsewhere. */
export const CREDENTIALS_COMMANDS: readonly CommandDefinition[] = [
  command({
    name: "credentials list",
    summary: "which credentials there are and where they come from; never their values",
    group: SETUP,
    examples: ["spendesk-hr credentials list"],
    load: () => import("./credentials-list.js"),
  }),
  command({
    name: "credentials set",
    summary: "store a new key without connecting anew; it is tried first",
    group: SETUP,
    arguments: [
      {
        name: "<connection>",
        description: "spendesk, or the HR tool, for example personio",
        completes: "connections",
      },
    ],
    options: CREDENTIALS_SET_FLAGS,
    examples: [
      "spendesk-hr credentials set spendesk --entity acme-uk",
      "spendesk-hr credentials set personio --entity acme-uk --credentials-file secrets.json",
    ],
    acts: true,
    load: () => import("./credentials-set.js"),
  }),
  command({
    name: "credentials remove",
    summary: "delete the stored credentials of one connection",
    group: SETUP,
    arguments: [
      {
        name: "<connection>",
        description: "spendesk, or the HR tool, for example personio",
        completes: "connections",
      },
    ],
    options: CREDENTIALS_REMOVE_FLAGS,
    examples: [
      "spendesk-hr credentials remove personio --entity acme-uk",
      "spendesk-hr credentials remove state",
    ],
    acts: true,
    load: () => import("./credentials-remove.js"),
  }),
  command({
    name: "credentials test",
    summary: "try every connection for real",
    group: SETUP,
    examples: ["spendesk-hr credentials test", "spendesk-hr credentials test --entity acme-uk -o json"],
    load: () => import("./credentials-test.js"),
  }),
  command({
    name: "credentials export",
    summary: "write the credentials into an encrypted file, for another machine",
    group: SETUP,
    options: CREDENTIALS_EXPORT_FLAGS,
    examples: [
      "spendesk-hr credentials export --out credentials.age",
      "spendesk-hr credentials export --out credentials.age --recipient age1…",
    ],
    acts: true,
    load: () => import("./credentials-export.js"),
  }),
  command({
    name: "credentials import",
    summary: "store the credentials of an exported file",
    group: SETUP,
    arguments: [{ name: "<file>", description: "file of `credentials export`", completes: "files" }],
    options: CREDENTIALS_IMPORT_FLAGS,
    examples: ["spendesk-hr credentials import credentials.age"],
    acts: true,
    load: () => import("./credentials-import.js"),
  }),
];
