import type { HttpResponse } from "../http/types.js";

/** Collects what Spendesk announces about the end of its endpoints. */
export interface Announcements {
  /** @param endpoint its name for people, without data: `list members`. */
  note(endpoint: string, response: HttpResponse): void;
  /** One sentence per endpoint. */
  sentences(): readonly string[];
}

/** Reads the `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) headers (spendesk.md §3). */
export function createAnnouncements(): Announcements {
  const byEndpoint = new Map<string, string>();
  return {
    note(endpoint, { headers }) {
      const { deprecation, sunset } = headers;
      if (deprecation === undefined && sunset === undefined) return;
      const since = dayOf(deprecation);
      const until = dayOf(sunset);
      const sinceText = since === null ? "" : ` (since ${since})`;
      const untilText = until === null ? "no end date is given" : `it ends on ${until}`;
      byEndpoint.set(
        endpoint,
        `Spendesk announces the end of the endpoint "${endpoint}"${sinceText}: ${untilText}.`,
      );
    },
    sentences: () => [...byEndpoint.values()],
  };
}

/** The day in an HTTP date or in `@seconds`; null for `true` and anything else. */
function dayOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  const seconds = /^@(\d{1,11})$/.exec(value.trim())?.[1];
  const date = seconds === undefined ? new Date(value) : new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10);
}
