import type { OptionDefinition } from "../command.js";
import { TIMEOUT } from "./timeout-option.js";

/** Flags of what people decide about people. */

const WHY = { flags: "--why <text>", description: "the reason, kept with the decision; needed" } as const;
const YES = { flags: "-y, --yes", description: "do not ask" } as const;

export const LINK_FLAGS = [WHY, YES, TIMEOUT] as const satisfies readonly OptionDefinition[];

export const IGNORE_FLAGS = [
  { flags: "--until <day>", description: "last day on which it holds, YYYY-MM-DD (default: for good)" },
  WHY,
  { flags: "--undo", description: "take an earlier `ignore` back" },
  YES,
  TIMEOUT,
] as const satisfies readonly OptionDefinition[];

export const PEOPLE_IMPORT_FLAGS = [YES] as const satisfies readonly OptionDefinition[];
export const UNLINK_FLAGS = [
  WHY,
  { flags: "--undo", description: "take an earlier `unlink` back: the rules decide again" },
  YES,
  TIMEOUT,
] as const satisfies readonly OptionDefinition[];
