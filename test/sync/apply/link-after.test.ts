import { describe, expect, it } from "vitest";
import { linkAfterStep } from "../../../src/sync/apply/link-after.js";
import type { Link } from "../../../src/sync/model/member.js";
import { employee, link, member, planOf } from "../../support/people.js";

/** The update of Ada's last name, built on a link. */
function updateOf(known: Link) {
  const plan = planOf({
    employees: [employee("ada", { lastName: "King" })],
    members: [member("ada")],
    links: [known],
  });
  const [change] = plan.changes;
  if (change?.action !== "update") throw new Error("no update was planned");
  return change;
}

describe("the link after a step", () => {
  it.each(["update", "manager"] as const)(
    "says after an %s that the member is active, whatever was remembered",
    (step) => {
      const change = updateOf(link("ada", { archived: true, absentReads: 1 }));
      const after = linkAfterStep(step, change, "m-ada", change.link, null);
      expect(after).toMatchObject({ hrStatus: "managed", archived: false, hidden: false, absentReads: 0 });
    },
  );

  it("remembers what an update wrote, and nothing of it after the manager only", () => {
    const change = updateOf(link("ada"));
    const { written } = linkAfterStep("update", change, "m-ada", change.link, null);
    expect(written.lastName).toMatchObject({ value: "King", before: "Test", times: 1, wasSeen: false });
    expect(linkAfterStep("manager", change, "m-ada", change.link, "m-bob")).toMatchObject({
      managerMemberId: "m-bob",
      written: {},
    });
  });

  it("puts the address under which somebody was archived first: it stays taken", () => {
    const known = link("ada", {
      seen: { ...link("ada").seen, emails: ["ada.new@acme.test", "ada@acme.test"] },
    });
    const plan = planOf({
      employees: [employee("ada", { status: "inactive" })],
      members: [member("ada")],
      links: [known],
    });
    const [change] = plan.changes;
    if (change?.action !== "archive") throw new Error("no archive was planned");
    const after = linkAfterStep("archive", change, "m-ada", change.link, null);
    expect(after).toMatchObject({ archived: true, seen: { emails: ["ada@acme.test", "ada.new@acme.test"] } });
  });
});
