import type { HttpClient, HttpResponse } from "./types.js";

/** Collects what a service announces about the end of its endpoints. */
export interface Announcements {
  /** @param endpoint its name for people, without data: `list members`. */
  note(endpoint: string, response: Pick<HttpResponse, "headers">): void;
  /** One sentence per end that is announced, with the endpoints it is about. */
  sentences(): readonly string[];
}

/**
 * Reads the `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) headers.
 * @param service for people: `Personio`
 */
export function createAnnouncements(service: string): Announcements {
  const byEndpoint = new Map<string, string>();
  return {
    note(endpoint, { headers }) {
      const { deprecation, sunset } = headers;
      if (deprecation === undefined && sunset === undefined) return;
      const since = dayOf(deprecation);
      const until = dayOf(sunset);
      const sinceText = since === null ? "" : ` (since ${since})`;
      const untilText = until === null ? "no end date is given" : `it ends on ${until}`;
      byEndpoint.set(endpoint, `${sinceText}: ${untilText}.`);
    },
    sentences() {
      const ends = new Map<string, string[]>();
      for (const [endpoint, end] of byEndpoint) ends.set(end, [...(ends.get(end) ?? []), `"${endpoint}"`]);
      return [...ends].map(
        ([end, endpoints]) =>
          `${service} announces the end of the endpoint${endpoints.length === 1 ? "" : "s"} ${endpoints.join(", ")}${end}`,
      );
    },
  };
}

/** The same client, with what its answers announce noted. */
export function announcing(client: HttpClient, announcements: Announcements): HttpClient {
  return {
    baseUrl: client.baseUrl,
    requestCount: () => client.requestCount(),
    async request(request) {
      const response = await client.request(request);
      announcements.note(request.purpose, response);
      return response;
    },
  };
}

/** The day in an HTTP date or in `@seconds`; null for `true` and anything else. */
function dayOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  const seconds = /^@(\d{1,11})$/.exec(value.trim())?.[1];
  const date = seconds === undefined ? new Date(value) : new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10);
}
