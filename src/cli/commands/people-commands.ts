import type { CommandDefinition } from "../command.js";
import { TIMEOUT } from "./timeout-option.js";

const PEOPLE = "Decide about people:";

const WHY = { flags: "--why <text>", description: "the reason, kept with the decision; needed" };
const YES = { flags: "-y, --yes", description: "do not ask" };

/** What people decide where the rules can't: who is who, and who is left alone. */
export const PEOPLE_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "link",
    summary: "say that an employee is a member, whatever ids, e-mails and names say",
    group: PEOPLE,
    arguments: [
      { name: "<employee>", description: "id, work e-mail or whole name in the HR tool" },
      { name: "<member>", description: "id, e-mail or whole name in Spendesk" },
    ],
    options: [WHY, YES, TIMEOUT],
    examples: [
      'spendesk-hr link 4711 mira.lindqvist@acme.test --why "Married, and has a new address."',
      'spendesk-hr link 4711 mira.lindqvist@acme.test --entity acme-uk --yes --why "Checked with HR."',
    ],
    load: () => import("./link.js"),
  },
  {
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
    options: [
      WHY,
      { flags: "--undo", description: "take an earlier `unlink` back: the rules decide again" },
      YES,
      TIMEOUT,
    ],
    examples: [
      'spendesk-hr unlink 4711 --why "Got the address of somebody who left."',
      "spendesk-hr unlink 4711 --undo",
    ],
    load: () => import("./unlink.js"),
  },
  {
    name: "ignore",
    summary: "do nothing for an employee or a member, until a day or for good",
    group: PEOPLE,
    arguments: [{ name: "<person>", description: "id, e-mail or whole name of an employee or a member" }],
    options: [
      { flags: "--until <day>", description: "last day on which it holds, YYYY-MM-DD (default: for good)" },
      WHY,
      { flags: "--undo", description: "take an earlier `ignore` back" },
      YES,
      TIMEOUT,
    ],
    examples: [
      'spendesk-hr ignore 4711 --until 2027-01-31 --why "Record is being corrected."',
      "spendesk-hr ignore 4711 --undo",
    ],
    load: () => import("./ignore.js"),
  },
  {
    name: "people list",
    summary: "what was decided about whom, by whom and why",
    group: PEOPLE,
    examples: ["spendesk-hr people list", "spendesk-hr people list --entity acme-uk -o json"],
    load: () => import("./people-list.js"),
  },
  {
    name: "people export",
    summary: "write the decisions in force into a file; it names people",
    group: PEOPLE,
    arguments: [{ name: "[file]", description: "a file that is not there yet (default: a new one here)" }],
    examples: ["spendesk-hr people export", "spendesk-hr people export decisions.json"],
    load: () => import("./people-export.js"),
  },
  {
    name: "people import",
    summary: "take over the decisions of an exported file",
    group: PEOPLE,
    arguments: [{ name: "<file>", description: "file of `people export`" }],
    options: [YES],
    examples: ["spendesk-hr people import decisions.json"],
    load: () => import("./people-import.js"),
  },
];
