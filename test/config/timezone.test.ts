import { describe, expect, it } from "vitest";
import { timezoneFault } from "../../src/config/timezone.js";
import { entityText, problemOf } from "./workspace.js";

describe("the time zone", () => {
  it.each([
    "Europe/London",
    "UTC",
    "Etc/UTC",
    "America/Argentina/Buenos_Aires",
    "Asia/Calcutta",
    "US/Eastern",
  ])("may be %s", (name) => expect(timezoneFault(name)).toBeNull());

  it.each([
    // Dhaka for Node, summer time in London for most who write it.
    ["BST", "BST is not clear: write Europe/London or Asia/Dhaka."],
    ["IST", "IST is not clear: write Asia/Kolkata, Europe/Dublin or Asia/Jerusalem."],
    // Known to Node, without summer time.
    ["EST", "EST is not clear: write America/New_York, America/Toronto or America/Panama."],
    ["cet", "cet is not clear: write Europe/Paris, Europe/Berlin or Europe/Madrid."],
    ["GMT", "GMT is not clear: write Europe/London, Africa/Accra or UTC."],
    ["GB", "Write Europe/London instead."],
    ["Japan", "Write Asia/Tokyo instead."],
    ["Zulu", "Write UTC instead."],
    ["utc", "Write UTC instead."],
    ["London", "Did you mean `Europe/London`?"],
    ["new york", "Did you mean `America/New_York`?"],
    ["Europe/Lodnon", "Did you mean `Europe/London`?"],
    ["Nowhere Land", ""],
  ])("can't be %s", (name, help) => expect(timezoneFault(name)).toBe(help));

  it.each(["+01:00", "-5", "UTC+1", "GMT-3", "Etc/GMT+5", "Etc/GMT", "01:00"])(
    "can't be the offset %s",
    (name) => {
      expect(timezoneFault(name)).toBe(
        "An offset knows no summer time: name the city instead, as in Europe/Paris.",
      );
    },
  );

  it("that is not clear is refused in the file, with its place", async () => {
    const problem = await problemOf(entityText("timezone: BST", "source: { provider: personio }"));
    expect(problem).toMatchObject({ kind: "configuration", code: "config_invalid" });
    expect(problem.message).toBe(
      "entities.acme-uk.timezone must be a time zone such as Europe/London, or UTC (spendesk-hr.config.yaml:4:15). BST is not clear: write Europe/London or Asia/Dhaka.",
    );
  });
});
