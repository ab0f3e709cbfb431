import { type CommandDefinition, command } from "../command.js";
import { LIVE_FLAGS, NEW_FLAGS, RECORD_FLAGS, TEST_FLAGS } from "./connectors-flags.js";

const CONNECTORS = "HR tools by description:";

const NAME = {
  name: "<connector>",
  description: "a file, or the id of a described HR tool",
  completes: "files",
} as const;

/** HR tools that are described and not programmed. */
export const CONNECTORS_COMMANDS: readonly CommandDefinition[] = [
  command({
    name: "connectors list",
    summary: "HR tools that are described: those of the program and those of `connectors`",
    group: CONNECTORS,
    examples: ["spendesk-hr connectors list", "spendesk-hr connectors list -o json"],
    load: () => import("./connectors-list.js"),
  }),
  command({
    name: "connectors show",
    summary: "the description of one, to start another from",
    group: CONNECTORS,
    arguments: [{ name: "<id>", description: "the HR tool" }],
    examples: ["spendesk-hr connectors show factorial > mytool.yaml"],
    load: () => import("./connectors-show.js"),
  }),
  command({
    name: "connectors new",
    summary: "describe an HR tool: asks, proposes from a reply, and writes the file",
    group: CONNECTORS,
    options: NEW_FLAGS,
    examples: [
      "spendesk-hr connectors new",
      'spendesk-hr connectors new --title "My Tool" --base-url https://api.mytool.example/v1 --sample reply.json --set auth=bearer --set people.path=/people --set pagination=none --set completeness=full',
    ],
    acts: true,
    load: () => import("./connectors-new.js"),
  }),
  command({
    name: "connectors lint",
    summary: "check descriptions, without any network",
    group: CONNECTORS,
    arguments: [{ name: "[file]", description: "one file (default: those of the configuration)" }],
    examples: ["spendesk-hr connectors lint", "spendesk-hr connectors lint mytool.yaml"],
    load: () => import("./connectors-lint.js"),
  }),
  command({
    name: "connectors try",
    summary: "read one page live and show where every value of every person comes from; stores nothing",
    group: CONNECTORS,
    arguments: [NAME],
    options: LIVE_FLAGS,
    examples: [
      "spendesk-hr connectors try mytool.yaml",
      "spendesk-hr connectors try mytool --entity acme-uk",
      "spendesk-hr connectors try mytool.yaml --credentials-file secrets.json -o json",
    ],
    load: () => import("./connectors-try.js"),
  }),
  command({
    name: "connectors record",
    summary: "save what the HR tool answers, with invented people in the place of the real ones",
    group: CONNECTORS,
    arguments: [NAME],
    options: RECORD_FLAGS,
    examples: ["spendesk-hr connectors record mytool.yaml"],
    acts: true,
    load: () => import("./connectors-record.js"),
  }),
  command({
    name: "connectors test",
    summary: "play the recording of an HR tool offline and compare what is made of it",
    group: CONNECTORS,
    arguments: [NAME],
    options: TEST_FLAGS,
    examples: ["spendesk-hr connectors test mytool.yaml", "spendesk-hr connectors test mytool.yaml --update"],
    load: () => import("./connectors-test.js"),
  }),
  command({
    name: "connectors schema",
    summary: "print the JSON Schema of such a file, for editors",
    group: CONNECTORS,
    examples: ["spendesk-hr connectors schema > spendesk-hr.connector.schema.json"],
    load: () => import("./connectors-schema.js"),
  }),
];
