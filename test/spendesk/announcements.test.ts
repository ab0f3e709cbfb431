import { describe, expect, it } from "vitest";
import { createAnnouncements } from "../../src/spendesk/announcements.js";

function said(headers: Record<string, string>): readonly string[] {
  const announcements = createAnnouncements();
  announcements.note("list members", { status: 200, headers, text: "", json: () => null });
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

  it("is silent without the headers", () => {
    expect(said({})).toEqual([]);
  });
});
