import type { CommandDefinition } from "../command.js";

const SETUP = "Set-up:";
const SYNC = "Synchronise:";
const LOOK = "Look:";
const HELP = "Help:";

/** All commands, in the order in which the help lists them. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: "connect",
    summary: "connect a Spendesk entity to an HR tool",
    group: SETUP,
    arguments: [{ name: "[provider]", description: "HR tool, for example personio" }],
    options: [
      {
        flags: "--set <key=value>",
        description:
          "a setting: timezone, walletCurrency, owner, keyExpiresOn, credentials.store, spendesk.environment, spendesk.baseUrl, source.baseUrl, or settings.<name> of the HR tool",
        repeatable: true,
      },
      { flags: "--credentials-file <file>", description: "JSON file with the credentials, `-` for stdin" },
      { flags: "-y, --yes", description: "confirm without being asked" },
    ],
    examples: [
      "spendesk-hr connect personio --entity acme-uk",
      "spendesk-hr connect personio --entity acme-uk --no-input --yes --credentials-file secrets.json --set timezone=Europe/London",
    ],
    load: () => import("./connect.js"),
  },
  {
    name: "configure",
    summary: "choose who is synchronised and what, then confirm the preview",
    group: SETUP,
    options: [
      { flags: "--include <scope>", description: "which employees", choices: ["all", "filter"] },
      { flags: "--rule <text>", description: "a filter rule; all rules must hold", repeatable: true },
      {
        flags: "--set <key=value>",
        description:
          "a setting: sync.create, sync.update, sync.archive, leavers.graceDays, leavers.absent, leavers.neverManaged, joiners.inviteDaysBefore",
        repeatable: true,
      },
      { flags: "-y, --yes", description: "confirm without being asked" },
    ],
    examples: [
      `spendesk-hr configure --rule "'Work Location' is one of: Remote,London,Paris"`,
      "spendesk-hr configure --include all --yes",
    ],
    load: () => import("./configure.js"),
  },
  {
    name: "preview",
    summary: "show what apply would do, and why; writes nothing",
    group: SYNC,
    options: [
      { flags: "--detailed-exitcode", description: "exit 2 when changes are pending" },
      { flags: "--no-archive", description: "leave archives out" },
      { flags: "--out <file>", description: "also write the plan to a file, for `apply <file>`" },
    ],
    examples: [
      "spendesk-hr preview",
      "spendesk-hr preview --entity acme-uk -o json",
      "spendesk-hr preview --out plan.json",
    ],
    load: () => import("./preview.js"),
  },
  {
    name: "apply",
    summary: "carry the changes out in Spendesk",
    group: SYNC,
    arguments: [
      { name: "[plan]", description: "plan file of `preview --out`: only exactly this is applied" },
    ],
    options: [
      { flags: "-y, --yes", description: "do not ask; for cron" },
      { flags: "--no-archive", description: "do everything but archives" },
      { flags: "--allow-archives <n>", description: "allow exactly this number of archives over the limit" },
      { flags: "--allow-updates <n>", description: "allow exactly this number of updates over the limit" },
      {
        flags: "--allow-employees <n>",
        description: "accept that the HR tool has only this number of employees",
      },
      {
        flags: "--accept-config",
        description: "accept that the configuration changed since it was confirmed",
      },
    ],
    examples: ["spendesk-hr apply", "spendesk-hr apply --yes", "spendesk-hr apply --yes --allow-archives 42"],
    load: () => import("./apply.js"),
  },
  {
    name: "status",
    summary: "one card per entity: connection, last success, next steps",
    group: LOOK,
    examples: ["spendesk-hr status"],
    load: () => import("./status.js"),
  },
  {
    name: "members",
    summary: "the members in Spendesk with their HR status",
    group: LOOK,
    options: [
      { flags: "--tab <tab>", description: "only this tab", choices: ["active", "invited", "archived"] },
      {
        flags: "--hr-status <status>",
        description: "only this HR status",
        choices: ["managed", "previously-managed", "manual"],
      },
    ],
    examples: ["spendesk-hr members --hr-status previously-managed"],
    load: () => import("./members.js"),
  },
  {
    name: "explain",
    summary: "why one person is created, unchanged, skipped or archived",
    group: LOOK,
    arguments: [{ name: "<who>", description: "work e-mail, employee id or member id" }],
    examples: ["spendesk-hr explain mira.lindqvist@acme.test"],
    load: () => import("./explain.js"),
  },
  {
    name: "history",
    summary: "past runs, or each change of one run",
    group: LOOK,
    arguments: [{ name: "[run]", description: "id of a run, or its first characters" }],
    options: [{ flags: "--limit <n>", description: "how many runs (default 20)" }],
    examples: ["spendesk-hr history", "spendesk-hr history 3f2a91c0"],
    load: () => import("./history.js"),
  },
  {
    name: "disconnect",
    summary: "stop managing an entity; its members stay as they are",
    group: SETUP,
    options: [
      { flags: "--forget", description: "also delete its stored credentials" },
      { flags: "-y, --yes", description: "do not ask" },
    ],
    examples: ["spendesk-hr disconnect --entity acme-uk"],
    load: () => import("./disconnect.js"),
  },
  {
    name: "unlock",
    summary: "remove the lock of a run that is gone",
    group: SYNC,
    options: [{ flags: "-y, --yes", description: "do not ask" }],
    examples: ["spendesk-hr unlock"],
    load: () => import("./unlock.js"),
  },
  {
    name: "providers",
    summary: "supported HR tools; set-up steps and data read of one",
    group: LOOK,
    arguments: [{ name: "[id]", description: "one HR tool" }],
    examples: ["spendesk-hr providers", "spendesk-hr providers personio"],
    load: () => import("./providers.js"),
  },
  {
    name: "config show",
    summary: "every setting and where it comes from",
    group: SETUP,
    examples: ["spendesk-hr config show"],
    load: () => import("./config-show.js"),
  },
  {
    name: "config validate",
    summary: "check the configuration without any network",
    group: SETUP,
    examples: ["spendesk-hr config validate"],
    load: () => import("./config-validate.js"),
  },
  {
    name: "config schema",
    summary: "JSON Schema of the configuration, for editors",
    group: SETUP,
    examples: ["spendesk-hr config schema > spendesk-hr.schema.json"],
    load: () => import("./config-schema.js"),
  },
  {
    name: "sandbox",
    summary: "run a local imitation of Spendesk and the HR tools",
    group: HELP,
    options: [
      { flags: "--port <n>", description: "port on 127.0.0.1 (default: a free one)" },
      { flags: "--employees <n>", description: "people in the HR tool (default 60)" },
      { flags: "--members <n>", description: "members already in Spendesk (default 0)" },
      { flags: "--seed <n>", description: "other invented people (default 1)" },
      { flags: "--data <file>", description: "serve a recorded Personio reply instead" },
      { flags: "--latency <ms>", description: "delay of every answer" },
      {
        flags: "--fault <fault>",
        description: "for example 429:10% or reset-after:x1@POST /v1/users",
        repeatable: true,
      },
      { flags: "--rate-limit <n>", description: "calls per minute and entity (default 50)" },
    ],
    examples: ["spendesk-hr sandbox --employees 250", "spendesk-hr sandbox --fault 500:x2"],
    load: () => import("./sandbox.js"),
  },
  {
    name: "demo",
    summary: "play the whole story on the sandbox in a temporary folder",
    group: HELP,
    options: [{ flags: "--provider <id>", description: "HR tool to play with (default personio)" }],
    examples: ["spendesk-hr demo", "spendesk-hr demo --provider hibob"],
    load: () => import("./demo.js"),
  },
  {
    name: "help exit-codes",
    summary: "what each exit code means",
    group: HELP,
    examples: ["spendesk-hr help exit-codes"],
    load: () => import("./help-exit-codes.js"),
  },
  {
    name: "help environment",
    summary: "environment variables that are read",
    group: HELP,
    examples: ["spendesk-hr help environment"],
    load: () => import("./help-environment.js"),
  },
];
