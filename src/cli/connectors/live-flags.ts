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
