/** Every kind of log line, by the stable name in its field `event`. */
export const LOG_EVENTS = {
  "command.finished": "A command ended: `command`, `version`, `exitCode`, `milliseconds`.",
  "run.started": "A preview or an apply got its id, which is the field `run` of all lines from here on.",
  "entity.phase": "What is done for an entity now.",
  "entity.read":
    "Both sides of an entity were read: `employees`, `members`, `providerRequests`, `spendeskRequests`, `milliseconds`.",
  "entity.planned":
    "An entity was planned: a number for each kind of change and note, `providerRequests`, `spendeskRequests`, `milliseconds`.",
  "entity.applied":
    "An entity's plan was carried out: `applied`, `failed`, `notReached`, `handedOff`, `providerRequests`, `spendeskRequests`, `milliseconds`.",
  "entity.failed": "An entity could not be planned or applied: `kind`, `code`.",
  "call.answered": "An API answered one attempt (level debug): `host`, `purpose`, `status`, `milliseconds`.",
  "call.waiting": "A call waits for a limit or before another attempt: `milliseconds`.",
  problem: "What a person would see as an error: `kind`, `code`, `why`, `next`; with --debug also `stack`.",
  message: "Anything else said to people.",
} as const;

export type LogEvent = keyof typeof LOG_EVENTS;
