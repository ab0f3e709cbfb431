import { type CommandDefinition, command } from "../command.js";
import { CONNECTORS_COMMANDS } from "./connectors-commands.js";
import { CREDENTIALS_COMMANDS } from "./credentials-commands.js";
import { DOCTOR_FLAGS, EXPLAIN_FLAGS, HISTORY_FLAGS, MEMBERS_FLAGS, STATUS_FLAGS } from "./look-flags.js";
import { PEOPLE_COMMANDS } from "./people-commands.js";
import { DEMO_FLAGS, SANDBOX_FLAGS } from "./sandbox-flags.js";
import {
  CONFIGURE_FLAGS,
  CONNECT_FLAGS,
  DISCONNECT_FLAGS,
  STATE_MOVE_FLAGS,
  STATE_RESTORE_FLAGS,
} from "./setup-flags.js";
import { APPLY_FLAGS, PREVIEW_FLAGS, SCHEDULE_FLAGS, UNLOCK_FLAGS } from "./sync-flags.js";

const SETUP = "Set-up:";
const SYNC = "Synchronise:";
const LOOK = "Look:";
const HELP = "Help:";

/** All commands, in the order in which the help lists them. */
export const COMMANDS: readonly CommandDefinition[] = [
  command({
    name: "connect",
    summary: "connect a Spendesk entity to an HR tool",
    group: SETUP,
    arguments: [{ name: "[provider]", description: "HR tool, for example personio", completes: "providers" }],
    options: CONNECT_FLAGS,
    examples: [
      "spendesk-hr connect personio --entity acme-uk",
      "spendesk-hr connect file --entity acme-uk",
      "spendesk-hr connect personio --entity acme-uk --no-input --yes --credentials-file secrets.json --set timezone=Europe/London",
    ],
    acts: true,
    load: () => import("./connect.js"),
  }),
  command({
    name: "configure",
    summary: "choose who is synchronised and what, then confirm the preview",
    group: SETUP,
    options: CONFIGURE_FLAGS,
    examples: [
      `spendesk-hr configure --rule "'Work Location' is one of: Remote,London,Paris"`,
      "spendesk-hr configure --include all --yes",
      "spendesk-hr configure --spendesk-is-right no",
    ],
    acts: true,
    load: () => import("./configure.js"),
  }),
  command({
    name: "preview",
    aliases: ["plan"],
    summary: "show what apply would do, and why; writes nothing",
    group: SYNC,
    options: PREVIEW_FLAGS,
    examples: [
      "spendesk-hr preview",
      "spendesk-hr preview --entity acme-uk -o json",
      "spendesk-hr preview --out plan.json",
      "spendesk-hr preview --out plan.json --report plan.html",
    ],
    load: () => import("./preview.js"),
  }),
  command({
    name: "apply",
    aliases: ["sync"],
    summary: "carry the changes out in Spendesk",
    group: SYNC,
    arguments: [
      {
        name: "[plan]",
        description: "plan file of `preview --out`: only exactly this is applied",
        completes: "files",
      },
    ],
    options: APPLY_FLAGS,
    examples: [
      "spendesk-hr apply",
      "spendesk-hr apply --yes --timeout 30m --jitter 10m --wait-lock 10m",
      "spendesk-hr apply --yes --allow-archives 42",
    ],
    acts: true,
    load: () => import("./apply.js"),
  }),
  command({
    name: "status",
    summary: "one card per entity: connection, last success, next steps",
    group: LOOK,
    options: STATUS_FLAGS,
    examples: ["spendesk-hr status", "spendesk-hr status --report status.html"],
    load: () => import("./status.js"),
  }),
  command({
    name: "members",
    summary: "the members in Spendesk with their HR status",
    group: LOOK,
    options: MEMBERS_FLAGS,
    examples: ["spendesk-hr members --hr-status previously-managed"],
    load: () => import("./members.js"),
  }),
  command({
    name: "explain",
    summary: "why one person is created, unchanged, skipped or archived",
    group: LOOK,
    arguments: [
      { name: "<who>", description: "name or a part of it, work e-mail, employee id or member id" },
    ],
    options: EXPLAIN_FLAGS,
    examples: ["spendesk-hr explain mira.lindqvist@acme.test"],
    load: () => import("./explain.js"),
  }),
  command({
    name: "history",
    summary: "past runs, or each change of one run",
    group: LOOK,
    arguments: [{ name: "[run]", description: "id of a run, or its first characters", completes: "runs" }],
    options: HISTORY_FLAGS,
    examples: ["spendesk-hr history", "spendesk-hr history 3f2a91c0"],
    load: () => import("./history.js"),
  }),
  command({
    name: "history diff",
    summary: "what two runs planned differently: new, gone and changed people",
    group: LOOK,
    arguments: [
      { name: "<from>", description: "id of the earlier run, or its first characters", completes: "runs" },
      { name: "<to>", description: "id of the later run", completes: "runs" },
    ],
    examples: ["spendesk-hr history diff 3f2a91c0 8be01d47"],
    load: () => import("./history-diff.js"),
  }),
  ...PEOPLE_COMMANDS,
  command({
    name: "disconnect",
    summary: "stop managing an entity; its members stay as they are",
    group: SETUP,
    options: DISCONNECT_FLAGS,
    examples: ["spendesk-hr disconnect --entity acme-uk"],
    acts: true,
    load: () => import("./disconnect.js"),
  }),
  ...CREDENTIALS_COMMANDS,
  ...CONNECTORS_COMMANDS,
  command({
    name: "doctor",
    summary: "check everything the sync needs: what is wrong and the next command; changes nothing",
    group: LOOK,
    options: DOCTOR_FLAGS,
    examples: ["spendesk-hr doctor", "spendesk-hr doctor --offline -o json"],
    load: () => import("./doctor.js"),
  }),
  command({
    name: "state backup",
    summary: "copy the tool's state into a new folder, also while a run is going on",
    group: SETUP,
    arguments: [
      {
        name: "[folder]",
        description: "a folder that is not there yet (default: a new one here)",
        completes: "files",
      },
    ],
    examples: ["spendesk-hr state backup", "spendesk-hr state backup /var/backups/spendesk-hr-2026-11-20"],
    acts: true,
    load: () => import("./state-backup.js"),
  }),
  command({
    name: "state restore",
    summary: "put a backup in the place of the tool's state, which is kept aside",
    group: SETUP,
    arguments: [
      {
        name: "<backup>",
        description: "folder of `state backup`, or a copy made by an upgrade",
        completes: "files",
      },
    ],
    options: STATE_RESTORE_FLAGS,
    examples: ["spendesk-hr state restore /var/backups/spendesk-hr-2026-11-20"],
    acts: true,
    load: () => import("./state-restore.js"),
  }),
  command({
    name: "state move",
    summary: "move the tool's state from its folder into a PostgreSQL database, or back",
    group: SETUP,
    options: STATE_MOVE_FLAGS,
    examples: [
      "spendesk-hr state move --to postgres://spendesk_hr@db.acme.test/operations",
      "spendesk-hr state move --to /var/lib/spendesk-hr",
    ],
    acts: true,
    load: () => import("./state-move.js"),
  }),
  command({
    name: "state check",
    summary: "whether the tool's state is whole, and how large it is",
    group: LOOK,
    examples: ["spendesk-hr state check"],
    load: () => import("./state-check.js"),
  }),
  command({
    name: "unlock",
    summary: "remove the lock of a run that is gone",
    group: SYNC,
    options: UNLOCK_FLAGS,
    examples: ["spendesk-hr unlock"],
    acts: true,
    load: () => import("./unlock.js"),
  }),
  command({
    name: "providers",
    summary: "supported HR tools; set-up steps and permissions of one",
    group: LOOK,
    arguments: [{ name: "[id]", description: "one HR tool", completes: "providers" }],
    examples: ["spendesk-hr providers", "spendesk-hr providers personio"],
    load: () => import("./providers.js"),
  }),
  command({
    name: "config init",
    summary: "write a commented configuration to begin with, and its schema for editors",
    group: SETUP,
    examples: ["spendesk-hr config init", "spendesk-hr config init --entity acme-uk --entity acme-fr"],
    acts: true,
    load: () => import("./config-init.js"),
  }),
  command({
    name: "config show",
    summary: "every setting and where it comes from",
    group: SETUP,
    examples: ["spendesk-hr config show"],
    load: () => import("./config-show.js"),
  }),
  command({
    name: "config validate",
    summary: "check the configuration without any network",
    group: SETUP,
    examples: ["spendesk-hr config validate"],
    load: () => import("./config-validate.js"),
  }),
  command({
    name: "config schema",
    summary: "JSON Schema of the configuration, for editors",
    group: SETUP,
    examples: ["spendesk-hr config schema > spendesk-hr.schema.json"],
    load: () => import("./config-schema.js"),
  }),
  command({
    name: "schedule",
    summary: "print what runs apply regularly: systemd, cron, Kubernetes, GitHub Actions, Docker",
    group: SYNC,
    arguments: [
      {
        name: "[scheduler]",
        description: "systemd (default), cron, launchd, task-scheduler, kubernetes, github-actions or docker",
        completes: "schedulers",
      },
    ],
    options: SCHEDULE_FLAGS,
    examples: [
      "spendesk-hr schedule",
      "spendesk-hr schedule cron --every 1h",
      "spendesk-hr schedule kubernetes --at 04:17 --out deploy",
    ],
    load: () => import("./schedule.js"),
  }),
  command({
    name: "sandbox",
    summary: "run a local imitation of Spendesk and the HR tools",
    group: HELP,
    options: SANDBOX_FLAGS,
    examples: ["spendesk-hr sandbox --employees 250", "spendesk-hr sandbox --fault 500:x2"],
    load: () => import("./sandbox.js"),
  }),
  command({
    name: "demo",
    summary: "play the whole story on the sandbox in a temporary folder",
    group: HELP,
    options: DEMO_FLAGS,
    examples: ["spendesk-hr demo", "spendesk-hr demo --provider hibob"],
    load: () => import("./demo.js"),
  }),
  command({
    name: "completion",
    summary: "print the script with which a shell completes commands, flags and values",
    group: HELP,
    arguments: [{ name: "<shell>", description: "bash, zsh, fish or powershell", completes: "shells" }],
    examples: [
      'eval "$(spendesk-hr completion bash)"        # in ~/.bashrc; needs the package bash-completion',
      "source <(spendesk-hr completion zsh)         # in ~/.zshrc, after compinit",
      "spendesk-hr completion fish > ~/.config/fish/completions/spendesk-hr.fish",
      "spendesk-hr completion powershell | Out-String | Invoke-Expression     # in $PROFILE",
    ],
    load: () => import("./completion.js"),
  }),
  command({
    name: "help exit-codes",
    summary: "what each exit code means",
    group: HELP,
    examples: ["spendesk-hr help exit-codes"],
    load: () => import("./help-exit-codes.js"),
  }),
  command({
    name: "help json",
    summary: "JSON Schema of what a command prints with `-o json`",
    group: HELP,
    arguments: [
      { name: "[document]", description: "preview, status, people-list …; none: the names of all" },
    ],
    examples: ["spendesk-hr help json", "spendesk-hr help json preview > preview.schema.json"],
    load: () => import("./help-json.js"),
  }),
  command({
    name: "help filter",
    summary: "what a filter rule can say: operators, fields, quotes, days",
    group: HELP,
    examples: ["spendesk-hr help filter"],
    load: () => import("./help-filter.js"),
  }),
  command({
    name: "help environment",
    summary: "environment variables that are read",
    group: HELP,
    examples: ["spendesk-hr help environment"],
    load: () => import("./help-environment.js"),
  }),
];
