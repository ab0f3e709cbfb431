import type { CommandDefinition } from "../command.js";
import { CREDENTIALS_COMMANDS } from "./credentials-commands.js";
import { PEOPLE_COMMANDS } from "./people-commands.js";
import { TIMEOUT } from "./timeout-option.js";

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
          "a setting: timezone, walletCurrency, owner, keyExpiresOn, credentials.store (with credentials.file.path, credentials.encryptedFile.… or credentials.command), spendesk.environment, spendesk.baseUrl, spendesk.target, source.baseUrl, or settings.<name> of the HR tool",
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
          "a setting: sync.create, sync.update, sync.archive, sync.singleName, sync.deriveBic, leavers.graceDays, leavers.absent, leavers.neverManaged, joiners.inviteDaysBefore, or source.statuses.<status> with active, pending, inactive or ignore",
        repeatable: true,
      },
      {
        flags: "--spendesk-is-right <answer>",
        description:
          "whether line managers and bank details, which Spendesk does not show, are right there today: nothing is sent until the HR tool changes, or with no, those of the HR tool are written; without an answer they are taken to be right",
        choices: ["yes", "no"],
      },
      { flags: "-y, --yes", description: "confirm without being asked" },
    ],
    examples: [
      `spendesk-hr configure --rule "'Work Location' is one of: Remote,London,Paris"`,
      "spendesk-hr configure --include all --yes",
      "spendesk-hr configure --spendesk-is-right no",
    ],
    load: () => import("./configure.js"),
  },
  {
    name: "preview",
    summary: "show what apply would do, and why; writes nothing",
    group: SYNC,
    options: [
      {
        flags: "--detailed-exitcode",
        description: "exit 2 when changes are pending, 9 when people are to be looked at",
      },
      { flags: "--no-archive", description: "leave archives out" },
      { flags: "--out <file>", description: "also write the plan to a file, for `apply <file>`" },
      TIMEOUT,
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
      {
        flags: "--to <target>",
        description:
          "where changes go: Spendesk's API, or files for a colleague (default: `spendesk.target`)",
        choices: ["api", "file"],
      },
      { flags: "--template <file>", description: "import template downloaded from Spendesk, for files" },
      { flags: "--out-dir <folder>", description: "folder for the files (default: a new one here)" },
      { flags: "--again", description: "also what was handed off before and is still open" },
      {
        flags: "--handed-off-done",
        description: "a person saw that handed-off archives and restores are done",
      },
      { flags: "--no-archive", description: "do everything but archives" },
      { flags: "--allow-archives <n>", description: "allow exactly this number of archives over the limit" },
      { flags: "--allow-updates <n>", description: "the same of updates, whatever they change" },
      { flags: "--allow-email-changes <n>", description: "the same of changed e-mails among the updates" },
      {
        flags: "--allow-bank-changes <n>",
        description: "the same of changed bank details among the updates",
      },
      { flags: "--allow-creations <n>", description: "the same of creations" },
      { flags: "--allow-restores <n>", description: "the same of restores" },
      {
        flags: "--allow-releases <n>",
        description: "the same of managed people newly left out by the filter",
      },
      {
        flags: "--allow-members-gone <n>",
        description: "the same of linked members Spendesk no longer lists",
      },
      { flags: "--allow-employees <n>", description: "accept that the HR tool has this number of employees" },
      { flags: "--allow-members <n>", description: "accept that Spendesk lists only this number of members" },
      { flags: "--allow-strangers <n>", description: "accept this number of people nobody knows" },
      {
        flags: "--allow-identities <n>",
        description: "accept this number of linked people who may be others",
      },
      {
        flags: "--allow-lost <n>",
        description: "accept that nothing can be done for this number of managed people",
      },
      {
        flags: "--allow-empty <field>",
        description: "accept that this field has lost its values (repeatable)",
        repeatable: true,
      },
      {
        flags: "--accept-config",
        description: "accept that the configuration changed since it was confirmed",
      },
      { flags: "--wait-lock <duration>", description: "wait this long for another run to end (exit code 6)" },
      {
        flags: "--jitter <duration>",
        description: "wait a random time up to this before anything is read; for cron at crowded hours",
      },
      TIMEOUT,
    ],
    examples: [
      "spendesk-hr apply",
      "spendesk-hr apply --yes --timeout 30m --jitter 10m --wait-lock 10m",
      "spendesk-hr apply --yes --allow-archives 42",
    ],
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
      TIMEOUT,
    ],
    examples: ["spendesk-hr members --hr-status previously-managed"],
    load: () => import("./members.js"),
  },
  {
    name: "explain",
    summary: "why one person is created, unchanged, skipped or archived",
    group: LOOK,
    arguments: [{ name: "<who>", description: "work e-mail, employee id or member id" }],
    options: [TIMEOUT],
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
  ...PEOPLE_COMMANDS,
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
  ...CREDENTIALS_COMMANDS,
  {
    name: "doctor",
    summary: "check everything the sync needs: what is wrong and the next command; changes nothing",
    group: LOOK,
    options: [{ flags: "--offline", description: "leave out what needs the network" }, TIMEOUT],
    examples: ["spendesk-hr doctor", "spendesk-hr doctor --offline -o json"],
    load: () => import("./doctor.js"),
  },
  {
    name: "state backup",
    summary: "copy the tool's state into a new folder, also while a run is going on",
    group: SETUP,
    arguments: [
      { name: "[folder]", description: "a folder that is not there yet (default: a new one here)" },
    ],
    examples: ["spendesk-hr state backup", "spendesk-hr state backup /var/backups/spendesk-hr-2026-11-20"],
    load: () => import("./state-backup.js"),
  },
  {
    name: "state restore",
    summary: "put a backup in the place of the tool's state, which is kept aside",
    group: SETUP,
    arguments: [{ name: "<backup>", description: "folder of `state backup`, or a copy made by an upgrade" }],
    options: [{ flags: "-y, --yes", description: "do not ask" }],
    examples: ["spendesk-hr state restore /var/backups/spendesk-hr-2026-11-20"],
    load: () => import("./state-restore.js"),
  },
  {
    name: "state check",
    summary: "whether the tool's state is whole, and how large it is",
    group: LOOK,
    examples: ["spendesk-hr state check"],
    load: () => import("./state-check.js"),
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
    name: "schedule",
    summary: "print what runs apply regularly: systemd, cron, Kubernetes, GitHub Actions, Docker",
    group: SYNC,
    arguments: [
      { name: "[scheduler]", description: "systemd (default), cron, kubernetes, github-actions or docker" },
    ],
    options: [
      {
        flags: "--every <interval>",
        description: "how often (default: once a night)",
        choices: ["15m", "20m", "30m", "1h", "2h", "3h", "4h", "6h", "8h", "12h", "24h"],
      },
      { flags: "--at <time>", description: "once a day: HH for any minute of that hour, or HH:MM" },
      { flags: "--user <name>", description: "user that runs the job (systemd, cron)" },
      { flags: "--encrypted", description: "systemd: take credentials made by `systemd-creds encrypt`" },
      { flags: "--image <name>", description: "image of the container (kubernetes, docker)" },
      { flags: "--out <folder>", description: "write the files into a folder instead of printing them" },
    ],
    examples: [
      "spendesk-hr schedule",
      "spendesk-hr schedule cron --every 1h",
      "spendesk-hr schedule kubernetes --at 04:17 --out deploy",
    ],
    load: () => import("./schedule.js"),
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
