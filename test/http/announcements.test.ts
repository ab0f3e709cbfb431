import { describe, expect, it } from "vitest";
import { announcing, createAnnouncements } from "../../src/http/announcements.js";

function said(headers: Record<string, string>): readonly string[] {
  const announcements = createAnnouncements("Spendesk");
  announcements.note("list members", { headers });
  return announcements.sentences();
}

const START = 'Spendesk announces the end of the endpoint "list members"';

describe("createAnnouncements", () => {
  it.each([
    [{ deprecation: "true" }, `${START}: no end date is given.`],
    [{ deprecation: "Thu, 01 Jan 2026 00:00:00 GMT" }, `${START} (since 2026-01-01): no end date is given.`],
    [{ sunset: "Fri, 01 Jan 2027 00:00:00 GMT" }, `${START}: it ends on 2027-01-01.`],
    [{ sunset: "one day" }, `${START}: no end date is given.`],
  ])("reads %j", (headers, sentence) => {
    expect(said(headers as Record<string, string>)).toEqual([sentence]);
  });

  it("says an end once for all endpoints that it is about", () => {
    const announcements = createAnnouncements("Personio");
    const sunset = { headers: { sunset: "Fri, 01 Jan 2027 00:00:00 GMT" } };
    announcements.note("sign in", sunset);
    announcements.note("list employees", sunset);
    announcements.note("list employees", sunset);
    announcements.note("list offices", { headers: { deprecation: "true" } });
    expect(announcements.sentences()).toEqual([
      'Personio announces the end of the endpoints "sign in", "list employees": it ends on 2027-01-01.',
      'Personio announces the end of the endpoint "list offices": no end date is given.',
    ]);
  });

  it("listens to a client without changing its answers", async () => {
    const announcements = createAnnouncements("Personio");
    const response = {
      ...{ status: 200, headers: { deprecation: "true" }, text: "" },
      ...{ json: () => null, quotable: () => null },
    };
    const client = { baseUrl: "https://api.acme.test", requestCount: () => 7, request: async () => response };
    const listened = announcing(client, announcements);
    const request = { method: "GET", path: "/", retry: "safe", purpose: "list employees" } as const;
    expect(await listened.request(request)).toBe(response);
    expect([listened.baseUrl, listened.requestCount()]).toEqual(["https://api.acme.test", 7]);
    expect(announcements.sentences()).toHaveLength(1);
  });

  it("is silent without the headers", () => {
    expect(said({})).toEqual([]);
  });
});
