import { type CommandDefinition, command } from "../command.js";
import { IGNORE_FLAGS, LINK_FLAGS, PEOPLE_IMPORT_FLAGS, UNLINK_FLAGS } from "./people-flags.js";

const PEOPLE = "Decide about people:";

/** What people decide where the rules can't: who is who, and who is left alone. */
export const PEOPLE_COMMANDS: readonly CommandDefinition[] = [
  command({
    name: "link",
    summary: "say that an employee is a member, whatever ids, e-mails and names say",
    group: PEOPLE,
    arguments: [
      { name: "<employee>", description: "id, work e-mail or whole name in the HR tool" },
      { name: "<member>", description: "id, e-mail or whole name in Spendesk" },
    ],
    options: LINK_FLAGS,
    examples: [
      'spendesk-hr link 4711 mira.lindqvist@acme.test --why "Married, and has a new address."',
      'spendesk-hr link 4711 mira.lindqvist@acme.test --entity acme-uk --yes --why "Checked with HR."',
    ],
    acts: true,
    load: () => import("./link.js"),
  }),
  command({
    name: "unlink",
    summary: "say that an employee is not a member; they stay apart until `link`",
    group: PEOPLE,
    arguments: [
      { name: "<employee>", description: "id, work e-mail or whole name in the HR tool" },
      {
        name: "[member]",
        description: "which member (default: the linked one, or the one with their e-mail)",
      },
    ],
    options: UNLINK_FLAGS,
    examples: [
      'spendesk-hr unlink 4711 --why "Got the address of somebody who left."',
      "spendesk-hr unlink 4711 --undo",
    ],
    acts: true,
    load: () => import("./unlink.js"),
  }),
  command({
    name: "ignore",
    summary: "do nothing for an employee or a member, until a day or for good",
    group: PEOPLE,
    arguments: [{ name: "<person>", description: "id, e-mail or whole name of an employee or a member" }],
    options: IGNORE_FLAGS,
    examples: [
      'spendesk-hr ignore 4711 --until 2027-01-31 --why "Record is being corrected."',
      "spendesk-hr ignore 4711 --undo",
    ],
    acts: true,
    load: () => import("./ignore.js"),
  }),
  command({
    name: "people list",
    summary: "what was decided about whom, by whom and why",
    group: PEOPLE,
    examples: ["spendesk-hr people list", "spendesk-hr people list --entity acme-uk -o json"],
    load: () => import("./people-list.js"),
  }),
  command({
    name: "people export",
    summary: "write the decisions in force into a file; it names people",
    group: PEOPLE,
    arguments: [
      {
        name: "[file]",
        description: "a file that is not there yet (default: a new one here)",
        completes: "files",
      },
    ],
    examples: ["spendesk-hr people export", "spendesk-hr people export decisions.json"],
    acts: true,
    load: () => import("./people-export.js"),
  }),
  command({
    name: "people import",
    summary: "take over the decisions of an exported file",
    group: PEOPLE,
    arguments: [{ name: "<file>", description: "file of `people export`", completes: "files" }],
    options: PEOPLE_IMPORT_FLAGS,
    examples: ["spendesk-hr people import decisions.json"],
    acts: true,
    load: () => import("./people-import.js"),
  }),
];
