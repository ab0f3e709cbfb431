import type { HttpResponse } from "../../http/types.js";
import type { Clock } from "../../sync/ports.js";
import { clockAhead, skewText } from "../clock-watch.js";
import { type Finding, ok, problem, type Subject, warning } from "./finding.js";

/** The `Date` header has whole seconds, and the answer was on its way for a while. */
const SKEW_WARNING_MS = 60_000;
const SKEW_PROBLEM_MS = 300_000;

/** What the headers of an API's answers tell besides their content. */
export interface AnswerNotes {
  note(headers: HttpResponse["headers"]): void;
  /** How far this computer's clock is ahead of the API's, in milliseconds; null when it does not tell. */
  clockAhead(): number | null;
  /** Calls left in the present window, and how many it has; null when the API does not tell. */
  callsLeft(): { readonly left: number; readonly limit: number | null } | null;
}

/** Remembers the newest answer. */
export function createAnswerNotes(clock: Clock): AnswerNotes {
  let ahead: number | null = null;
  let calls: ReturnType<AnswerNotes["callsLeft"]> = null;
  return {
    note(headers) {
      ahead = clockAhead(headers, clock.now()) ?? ahead;
      const left = count(headers["x-ratelimit-remaining"]);
      if (left !== null) calls = { left, limit: count(headers["x-ratelimit-limit"]) };
    },
    clockAhead: () => ahead,
    callsLeft: () => calls,
  };
}

function count(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

/** The clock of this computer, by the API's. */
export function clockFindings(subject: Subject, ahead: number | null): readonly Finding[] {
  if (ahead === null) return [];
  const amount = Math.abs(ahead);
  if (amount <= SKEW_WARNING_MS) return [ok(subject, "The clock agrees with the API's.")];
  const text = skewText("the API", ahead);
  const next = "Set the clock, best by switching time synchronisation on (`timedatectl set-ntp true`).";
  if (amount <= SKEW_PROBLEM_MS) return [warning(subject, { code: "clock_skew", text, next })];
  return [
    problem(subject, {
      kind: "configuration",
      code: "clock_skew",
      message: text,
      why: "Tokens and certificates are judged by it, and so is the day on which somebody leaves.",
      next,
    }),
  ];
}

/** What is left of the API's limit. */
export function limitFindings(
  subject: Subject,
  calls: ReturnType<AnswerNotes["callsLeft"]>,
): readonly Finding[] {
  if (calls === null) return [];
  const { left, limit } = calls;
  const text = `${left}${limit === null ? "" : ` of ${limit}`} calls are left for now.`;
  if (left > 0) return [ok(subject, text)];
  const next = "Wait a minute; runs wait by themselves. Does another program use the same account?";
  return [warning(subject, { code: "limit_used_up", text, next })];
}
