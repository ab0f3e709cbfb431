import { describe, expect, it } from "vitest";
import { linkAfterStep, stepsOf } from "../../../src/sync/apply/link-after.js";
import { BankDetails } from "../../../src/sync/model/bank.js";
import type { Link } from "../../../src/sync/model/member.js";
import type { Change } from "../../../src/sync/model/plan.js";
import { employee, link, member, planOf } from "../../support/people.js";
import { changeOf } from "../hand-off/papers.js";

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

describe("the calls of a change", () => {
  const bank = { details: new BankDetails("DE89370400440532013000", "COBADEFFXXX"), fingerprint: "f" };
  const manager = { employeeId: "bob", memberId: "m-bob" };

  it.each<[Change["action"], Change["desired"], string[]]>([
    ["create", { email: "ada@acme.test" }, ["create"]],
    ["create", { email: "ada@acme.test", manager }, ["create", "manager"]],
    ["update", { email: "ada@acme.test" }, ["update"]],
    ["update", { firstName: "Ada" }, ["update"]],
    ["update", { lastName: "King" }, ["update"]],
    ["update", { bank }, ["update"]],
    ["update", { manager }, ["manager"]],
    ["update", { bank, manager }, ["update", "manager"]],
    ["restore", {}, ["restore"]],
    ["restore", { lastName: "King", manager }, ["restore", "update", "manager"]],
    ["archive", {}, ["archive"]],
    ["archive", { lastName: "King", manager }, ["archive"]],
  ])("%s of %j", (action, desired, steps) => {
    expect(stepsOf(changeOf("ada", { action, desired }))).toEqual(steps);
  });
});

describe("what a link remembers of a call", () => {
  const NAME = { field: "lastName", from: "Test", to: "King" } as const;
  const update = (values: Partial<Change> = {}) =>
    changeOf("ada", { action: "update", fields: [NAME], desired: { lastName: "King" }, ...values });
  const fresh = { value: "King", before: "Test", times: 1, wasSeen: false, reportedEdit: null };

  it.each([
    ["the first time", {}, 1],
    ["once more", { lastName: { ...fresh, times: 1 } }, 2],
    ["a third time", { lastName: { ...fresh, times: 2 } }, 3],
    ["after another value", { lastName: { ...fresh, value: "Quinn", times: 2 } }, 1],
    ["after it was seen", { lastName: { ...fresh, times: 2, wasSeen: true } }, 1],
  ])("is how often a value was sent: %s", (_when, written, times) => {
    const after = linkAfterStep("update", update(), "m-ada", link("ada", { written }), null);
    expect(after.written).toEqual({ lastName: { ...fresh, times } });
  });

  it("is nothing of values that no read shows but the fingerprint, and of those that were not sent", () => {
    const bank = { details: new BankDetails("DE89370400440532013000", "COBADEFFXXX"), fingerprint: "f" };
    const fields = [
      { field: "bank", from: null, to: "•••• 3000" },
      { field: "manager", from: null, to: "Bob Test" },
      { field: "firstName", from: "Ada", to: "Eda" },
    ] as const;
    const change = update({ fields, desired: { bank, manager: { employeeId: "bob", memberId: "m-bob" } } });
    const after = linkAfterStep("update", change, "m-ada", link("ada"), null);
    expect(after).toEqual(link("ada", { bankFingerprint: "f" }));
    const other = { email: { ...fresh, value: "ada@acme.test" } };
    const kept = linkAfterStep(
      "update",
      update(),
      "m-ada",
      link("ada", { bankFingerprint: "old", written: other }),
      null,
    );
    expect(kept).toEqual(link("ada", { bankFingerprint: "old", written: { ...other, lastName: fresh } }));
  });

  it.each<[string, string | undefined, string[], string[]]>([
    ["a new e-mail first", "new@acme.test", ["ada@acme.test"], ["new@acme.test", "ada@acme.test"]],
    [
      "one it had before only once",
      "ADA@acme.test",
      ["x@acme.test", "ada@acme.test"],
      ["ADA@acme.test", "x@acme.test"],
    ],
    [
      "the same e-mail as it is",
      "ada@acme.test",
      ["ada@acme.test", "x@acme.test"],
      ["ada@acme.test", "x@acme.test"],
    ],
    ["no e-mail", undefined, ["ada@acme.test"], ["ada@acme.test"]],
    [
      "five e-mails at most",
      "f@x.test",
      ["a@x.test", "b@x.test", "c@x.test", "d@x.test", "e@x.test"],
      ["f@x.test", "a@x.test", "b@x.test", "c@x.test", "d@x.test"],
    ],
  ])("is %s", (_what, email, emails, expected) => {
    const known = link("ada", { seen: { ...link("ada").seen, emails } });
    const change = update({ desired: email === undefined ? {} : { email } });
    expect(linkAfterStep("update", change, "m-ada", known, null).seen.emails).toEqual(expected);
  });

  it("is after a restore that the member is managed again, and nothing else", () => {
    const known = link("ada", {
      archived: true,
      hidden: true,
      hrStatus: "previously_managed",
      released: "data",
      absentReads: 1,
      bankFingerprint: "f",
    });
    expect(linkAfterStep("restore", update(), "m-ada", known, "m-x")).toEqual(
      link("ada", { bankFingerprint: "f" }),
    );
  });
});
