import { type CommandDefinition, command } from "../command.js";

const CONNECTORS = "HR tools by description:";

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
    name: "connectors lint",
    summary: "check descriptions, without any network",
    group: CONNECTORS,
    arguments: [{ name: "[file]", description: "one file (default: those of the configuration)" }],
    examples: ["spendesk-hr connectors lint", "spendesk-hr connectors lint mytool.yaml"],
    load: () => import("./connectors-lint.js"),
  }),
  command({
    name: "connectors schema",
    summary: "print the JSON Schema of such a file, for editors",
    group: CONNECTORS,
    examples: ["spendesk-hr connectors schema > spendesk-hr.connector.schema.json"],
    load: () => import("./connectors-schema.js"),
  }),
];
