import { setTimeout as delay } from "node:timers/promises";
import type { HttpFailure, HttpRequest, HttpResponse } from "./types.js";

/** How often and how patiently a call is sent again. Durations in milliseconds. */
export interface RetryPolicy {
  /** Calls in all, the first included. */
  readonly attempts: number;
  readonly baseDelayMs: number;
  /** Longest wait of our own choosing. */
  readonly maxDelayMs: number;
  /** Longest wait a server may ask for; beyond it the call is given up. */
  readonly maxServerWaitMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 4,
  baseDelayMs: 500,
  maxDelayMs: 30_000,
  maxServerWaitMs: 120_000,
};

/** What one attempt gave. */
export type Attempt = { readonly response: HttpResponse } | { readonly failure: HttpFailure };

/** A call that may take longer than this is patient enough already. */
const LONGEST_REPEATED_MS = 60_000;
/** Attempts after answers that did not come in time: a peer that hangs will hang again. */
const TIMED_OUT_ATTEMPTS = 2;

/** The attempt that was made. */
export interface AttemptMade {
  /** How many there were so far, from 1. */
  readonly number: number;
  /** How long it was given, in milliseconds. */
  readonly timeoutMs: number;
}

const RETRIED_STATUSES = [429, 500, 502, 503, 504];
const RETRIED_FAILURES = ["dns", "connection", "timeout", "reset", "truncated", "proxy"];

/**
 * Milliseconds to wait before the next attempt; null when there must be none.
 *
 * @param random a number in [0, 1): the wait is drawn evenly from zero to the exponential bound, so
 *   that clients which failed together don't come back together.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  request: Pick<HttpRequest, "retry" | "isTransient">,
  outcome: Attempt,
  made: AttemptMade,
  nowMs: number,
  random: number,
): number | null {
  if (made.number >= policy.attempts || !mayRepeat(request, outcome)) return null;
  if ("failure" in outcome && hangs(outcome.failure, made)) return null;
  const backoff = random * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (made.number - 1));
  if ("failure" in outcome) return backoff;
  const asked = serverWaitMs(outcome.response.status, outcome.response.headers, nowMs);
  if (asked === null || asked === 0) return backoff;
  return asked > policy.maxServerWaitMs ? null : asked;
}

function mayRepeat(
  { retry: mode, isTransient }: Pick<HttpRequest, "retry" | "isTransient">,
  outcome: Attempt,
): boolean {
  if (mode === "never") return false;
  if ("response" in outcome) {
    const { status } = outcome.response;
    if (isTransient?.(outcome.response)) return true;
    return mode === "safe" ? RETRIED_STATUSES.includes(status) : status === 429;
  }
  const { kind, sent, code, isVendorHost } = outcome.failure;
  // A name that somebody typed and that does not exist is a slip: waiting doesn't mend it.
  const isMisspelt = code === "ENOTFOUND" && kind === "dns" && !isVendorHost;
  if (isMisspelt || !RETRIED_FAILURES.includes(kind)) return false;
  return mode === "safe" || !sent;
}

/** Whether the server took the call and gave no answer, and there is no use in waiting for it again. */
function hangs({ kind, sent }: HttpFailure, { number, timeoutMs }: AttemptMade): boolean {
  return kind === "timeout" && sent && (number >= TIMED_OUT_ATTEMPTS || timeoutMs > LONGEST_REPEATED_MS);
}

type Headers = Readonly<Record<string, string>>;

/** From here on a number of seconds is an instant (seconds since 1970), not a span. */
const EPOCH_SECONDS_FROM = 1e9;

/**
 * How long the server asks to wait, in milliseconds; null when it doesn't say.
 *
 * `Retry-After` (seconds or an HTTP date, RFC 9110 §10.2.3) comes first; on a 429 without it,
 * `x-ratelimit-reset` tells when the limit is renewed.
 */
export function serverWaitMs(status: number, headers: Headers, nowMs: number): number | null {
  const asked = retryAfterMs(headers["retry-after"], nowMs);
  if (asked !== null || status !== 429) return asked;
  return rateLimitResetMs(headers["x-ratelimit-reset"], nowMs);
}

function retryAfterMs(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  const seconds = nonNegativeNumber(value);
  if (seconds !== null) return seconds * 1000;
  const instant = /[a-z]{3}.*\bGMT$/i.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(instant) ? null : Math.max(0, instant - nowMs);
}

/**
 * `x-ratelimit-reset` as milliseconds from now; null when absent or no number. It holds seconds from
 * now (docs/vendors/spendesk.md §7); a value too large for that is read as seconds since 1970, as some APIs send.
 */
export function rateLimitResetMs(value: string | undefined, nowMs: number): number | null {
  const seconds = nonNegativeNumber(value);
  if (seconds === null) return null;
  return seconds < EPOCH_SECONDS_FROM ? seconds * 1000 : Math.max(0, seconds * 1000 - nowMs);
}

/** The number a header holds; null when absent, negative or no number. */
export function nonNegativeNumber(value: string | undefined): number | null {
  return value !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : null;
}

/** Waits; rejects at once when the signal is aborted. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Waits in real time. */
export const sleep: Sleep = async (ms, signal) => {
  await delay(ms, undefined, signal ? { signal } : {});
};
