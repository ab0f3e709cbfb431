import type { OptionDefinition } from "../command.js";

/** Flags of the commands that set an entity up, and take it back. */

export const CONNECT_FLAGS = [
  {
    flags: "--set <key=value>",
    description:
      "a setting: timezone, walletCurrency, owner, keyExpiresOn, credentials.store (with credentials.file.path, credentials.encryptedFile.… or credentials.command), spendesk.environment, spendesk.baseUrl, spendesk.target, source.baseUrl, settings.<name> of the HR tool, or source.statuses.<status>",
    repeatable: true,
  },
  {
    flags: "--beside",
    description: "keep the HR tools the entity has, and connect this one beside them",
  },
  {
    flags: "--source <name>",
    description: "name of the source, where an entity has two accounts of one HR tool",
  },
  { flags: "--credentials-file <file>", description: "JSON file with the credentials, `-` for stdin" },
  { flags: "-y, --yes", description: "confirm without being asked" },
] as const satisfies readonly OptionDefinition[];

export const CONFIGURE_FLAGS = [
  { flags: "--include <scope>", description: "which employees", choices: ["all", "filter"] },
  { flags: "--source <name>", description: "the source that is meant, where an entity has several" },
  {
    flags: "--rule <text>",
    description: "a filter rule (see `spendesk-hr help filter`); all rules must hold",
    repeatable: true,
  },
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
] as const satisfies readonly OptionDefinition[];

export const DISCONNECT_FLAGS = [
  { flags: "--forget", description: "also delete its stored credentials" },
  { flags: "-y, --yes", description: "do not ask" },
] as const satisfies readonly OptionDefinition[];

export const STATE_RESTORE_FLAGS = [
  { flags: "-y, --yes", description: "do not ask" },
] as const satisfies readonly OptionDefinition[];

export const STATE_MOVE_FLAGS = [
  {
    flags: "--to <place>",
    description:
      "where to: postgres://user@host/database (never with a password), or a folder; without it, from the folder to the database of `state.url`",
    completes: "files",
  },
  { flags: "-y, --yes", description: "do not ask" },
] as const satisfies readonly OptionDefinition[];
