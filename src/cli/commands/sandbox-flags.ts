import type { OptionDefinition } from "../command.js";

/** Flags of the sandbox and its story. */

export const SANDBOX_FLAGS = [
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
] as const satisfies readonly OptionDefinition[];

export const DEMO_FLAGS = [
  {
    flags: "--provider <id>",
    description: "HR tool to play with (default personio)",
    completes: "providers",
  },
] as const satisfies readonly OptionDefinition[];
