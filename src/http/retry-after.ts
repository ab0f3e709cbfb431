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
