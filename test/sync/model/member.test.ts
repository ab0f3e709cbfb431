import { describe, expect, it } from "vitest";
import { hrStatusOf, lastEmail } from "../../../src/sync/model/member.js";
import { link } from "../../support/people.js";

describe("a member's place in the links", () => {
  it.each([
    [[], "manual"],
    [["managed"], "managed"],
    [["previously_managed"], "previously_managed"],
    [["managed", "previously_managed"], "managed"],
    [["previously_managed", "managed"], "managed"],
  ] as const)("with the links %j is %s", (statuses, expected) => {
    const links = statuses.map((hrStatus, index) => link(`p${index}`, { memberId: "m-ada", hrStatus }));
    const statusOf = hrStatusOf(links);
    expect(statusOf("m-ada")).toBe(expected);
    expect(statusOf("m-bea")).toBe("manual");
  });

  it("has the e-mail that was seen last", () => {
    const seen = link("ada").seen;
    expect(lastEmail({ seen: { ...seen, emails: ["new@acme.test", "old@acme.test"] } })).toBe(
      "new@acme.test",
    );
    expect(lastEmail({ seen: { ...seen, emails: [] } })).toBeNull();
  });
});
