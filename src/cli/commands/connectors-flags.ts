import type { OptionDefinition } from "../command.js";

/** Flags of the commands that ask a described tool live. */
export const LIVE_FLAGS = [
  {
    flags: "--set <key=value>",
    description: "a setting: settings.<name> of the HR tool, source.baseUrl, or timezone (whose day it is)",
    repeatable: true,
  },
  { flags: "--credentials-file <file>", description: "JSON file with the credentials, `-` for stdin" },
] as const satisfies readonly OptionDefinition[];

export const NEW_FLAGS = [
  { flags: "--title <name>", description: "name of the HR tool, for people" },
  { flags: "--id <name>", description: "name for the configuration (default: made from the title)" },
  { flags: "--base-url <address>", description: "address of its API" },
  { flags: "--sample <file>", description: "a reply to the call for people, to propose places from" },
  {
    flags: "--set <key=value>",
    description:
      "an answer, for example auth=header, people.path=/employees, records=data.items, field.workEmail=mail, dates.formats=dd/MM/yyyy, status.map.<word>=inactive or completeness=full; or source.baseUrl, where a reply is asked for",
    repeatable: true,
  },
  {
    flags: "--credentials-file <file>",
    description: "JSON file with the credentials to ask for a reply with, `-` for stdin; nothing is stored",
  },
  { flags: "--out <file>", description: "where to (default: the id with .yaml)" },
  { flags: "-y, --yes", description: "replace a file that is there without being asked" },
] as const satisfies readonly OptionDefinition[];

export const RECORD_FLAGS = [
  ...LIVE_FLAGS,
  {
    flags: "--out <folder>",
    description: "where to (default: a folder beside the file, `mytool.recording`)",
  },
  { flags: "--pages <number>", description: "pages of each list of people (default: 2)" },
  { flags: "-y, --yes", description: "replace a recording that is there without being asked" },
] as const satisfies readonly OptionDefinition[];

export const TEST_FLAGS = [
  {
    flags: "--fixtures <folder>",
    description: "folder of the recording (default: the one beside the file, `mytool.recording`)",
  },
  { flags: "--update", description: "take what comes as what is expected from now on" },
] as const satisfies readonly OptionDefinition[];
