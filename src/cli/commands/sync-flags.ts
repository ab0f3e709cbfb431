import type { OptionDefinition } from "../command.js";
import { TIMEOUT } from "./timeout-option.js";

/** Flags of the commands that synchronise. */

export const PREVIEW_FLAGS = [
  {
    flags: "--detailed-exitcode",
    description: "exit 2 when changes are pending, 9 when people are to be looked at",
  },
  { flags: "--no-archive", description: "leave archives out" },
  { flags: "--out <file>", description: "also write the plan to a file, for `apply <file>`" },
  {
    flags: "--report <file>",
    description: "also write a report to pass on: a page (.html) or a workbook (.xlsx)",
  },
  {
    flags: "--only <kinds>",
    description:
      "show only these: archive, update, restore, create, conflict, blocked, previously-managed, handed-off, skipped",
    repeatable: true,
  },
  { flags: "--person <who>", description: "show only people with this in their name or e-mail, or this id" },
  {
    flags: "--show <who>",
    description: "also name those who are usually only counted: outside the filter, left, starting later",
    choices: ["skipped"],
  },
  { flags: "--summary", description: "show the counts and limits alone" },
  {
    flags: "--shard <part>",
    description: "only the entities of one part of several, such as 1/3; other runs have the other parts",
    once: true,
  },
  TIMEOUT,
] as const satisfies readonly OptionDefinition[];

export const APPLY_FLAGS = [
  { flags: "-y, --yes", description: "do not ask; for cron" },
  {
    flags: "--to <target>",
    description: "where changes go: Spendesk's API, or files for a colleague (default: `spendesk.target`)",
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
  {
    flags: "--shard <part>",
    description: "only the entities of one part of several, such as 1/3; other runs have the other parts",
    once: true,
  },
  {
    flags: "--wait-lock <duration>",
    description: "wait this long for other runs on these entities to end (exit code 6)",
  },
  {
    flags: "--jitter <duration>",
    description: "wait a random time up to this before anything is read; for cron at crowded hours",
  },
  TIMEOUT,
] as const satisfies readonly OptionDefinition[];

export const UNLOCK_FLAGS = [
  { flags: "-y, --yes", description: "do not ask" },
] as const satisfies readonly OptionDefinition[];

export const SCHEDULE_FLAGS = [
  {
    flags: "--every <interval>",
    description: "how often (default: once a night)",
    choices: ["15m", "20m", "30m", "1h", "2h", "3h", "4h", "6h", "8h", "12h", "24h"],
  },
  { flags: "--at <time>", description: "once a day: HH for any minute of that hour, or HH:MM" },
  { flags: "--user <name>", description: "user that runs the job (systemd, cron, launchd, task-scheduler)" },
  { flags: "--encrypted", description: "systemd: take credentials made by `systemd-creds encrypt`" },
  { flags: "--image <name>", description: "image of the container (kubernetes, docker)" },
  {
    flags: "--shards <n>",
    description: "share the entities among n runs at once (kubernetes, github-actions; state in PostgreSQL)",
  },
  { flags: "--out <folder>", description: "write the files into a folder instead of printing them" },
] as const satisfies readonly OptionDefinition[];
