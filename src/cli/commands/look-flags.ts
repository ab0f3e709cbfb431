import type { OptionDefinition } from "../command.js";
import { TIMEOUT } from "./timeout-option.js";

/** Flags of the commands that only look. */

export const MEMBERS_FLAGS = [
  { flags: "--tab <tab>", description: "only this tab", choices: ["active", "invited", "archived"] },
  {
    flags: "--hr-status <status>",
    description: "only this HR status",
    choices: ["managed", "previously-managed", "manual"],
  },
  TIMEOUT,
] as const satisfies readonly OptionDefinition[];

/** Of the commands that show what the state remembers. */
const REPORT = {
  flags: "--report <file>",
  description: "also write a page (.html) with head-counts, joiners, leavers and failures as charts",
} as const;

export const STATUS_FLAGS = [
  { flags: "--all", description: "of many entities, also list those that need nobody" },
  REPORT,
] as const satisfies readonly OptionDefinition[];

export const EXPLAIN_FLAGS = [TIMEOUT] as const satisfies readonly OptionDefinition[];

export const HISTORY_FLAGS = [
  { flags: "--all", description: "of a run over many entities, also list the changes that were done" },
  { flags: "--limit <n>", description: "how many runs (default 20)" },
  REPORT,
] as const satisfies readonly OptionDefinition[];

export const DOCTOR_FLAGS = [
  { flags: "--all", description: "of many entities, also list each check that found nothing" },
  { flags: "--offline", description: "leave out what needs the network" },
  TIMEOUT,
] as const satisfies readonly OptionDefinition[];
