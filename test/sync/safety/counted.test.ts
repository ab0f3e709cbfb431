import { describe, expect, it } from "vitest";
import type { Approval, LimitKind } from "../../../src/sync/model/state-store.js";
import {
  approvalsOf,
  type Consent,
  confirmedApprovals,
  countedCheck,
  kindsOf,
  mergeApprovals,
  peopleByKind,
  type SafetyOverrides,
} from "../../../src/sync/safety/index.js";
import { employee, link, member, planOf } from "../../support/people.js";

interface Given {
  readonly consent?: Consent;
  readonly approvals?: readonly Approval[];
  readonly overrides?: SafetyOverrides;
  readonly isAccepting?: boolean;
}

function counts(kinds: readonly LimitKind[], given: Given = {}): boolean {
  const rest = { consent: "unattended", approvals: [], overrides: {}, isAccepting: false } as const;
  return countedCheck({ ...rest, ...given })("ada", kinds);
}

const approval = (kinds: readonly LimitKind[], isCounted: boolean): Approval => ({
  ...{ employeeId: "ada", kinds, isCounted },
});

describe("what counts towards the limits of the days to come", () => {
  it.each<[string, readonly LimitKind[], Given, boolean]>([
    ["an unattended change", ["archive"], {}, true],
    ["what a person said yes to", ["archive"], { consent: "person" }, false],
    ["what a person confirmed before", ["archive"], { approvals: [approval(["archive"], false)] }, false],
    ["what another run began", ["archive"], { approvals: [approval(["archive"], true)] }, true],
    ["what was confirmed of another kind", ["archive"], { approvals: [approval(["update"], false)] }, true],
    [
      "an e-mail, when only a name was confirmed",
      ["update", "email_change"],
      { approvals: [approval(["update"], false)] },
      true,
    ],
    [
      "a name, when an e-mail was confirmed besides",
      ["update"],
      { approvals: [approval(["update", "email_change"], false)] },
      false,
    ],
    [
      "what a confirmed creation brings along",
      ["update", "bank_change"],
      { approvals: [approval(["creation"], false)] },
      false,
    ],
    [
      "an archive after a confirmed creation",
      ["archive"],
      { approvals: [approval(["creation"], false)] },
      true,
    ],
    ["archives allowed by their number", ["archive"], { overrides: { allowArchives: 7 } }, false],
    ["archives when updates are allowed", ["archive"], { overrides: { allowUpdates: 7 } }, true],
    [
      "an e-mail when all updates are allowed",
      ["update", "email_change"],
      { overrides: { allowUpdates: 7 } },
      false,
    ],
    [
      "the update when only its e-mail is allowed",
      ["update", "email_change"],
      { overrides: { allowEmailChanges: 7 } },
      true,
    ],
    ["creations of a configuration that is accepted", ["creation"], { isAccepting: true }, false],
    ["releases of a configuration that is accepted", ["release"], { isAccepting: true }, false],
    [
      "bank details of a configuration that is accepted",
      ["update", "bank_change"],
      { isAccepting: true },
      false,
    ],
    ["archives of a configuration that is accepted", ["archive"], { isAccepting: true }, true],
    ["restores of a configuration that is accepted", ["restore"], { isAccepting: true }, true],
  ])("%s", (_case, kinds, given, expected) => {
    expect(counts(kinds, given)).toBe(expected);
  });

  it("is asked for each person", () => {
    const check = countedCheck({
      ...{ consent: "unattended", overrides: {}, isAccepting: false },
      approvals: [approval(["archive"], false)],
    });
    expect([check("ada", ["archive"]), check("bea", ["archive"])]).toEqual([false, true]);
  });
});

describe("the kinds of a change", () => {
  const fields = (...names: ("email" | "bank" | "firstName")[]) => names.map((field) => ({ field }));

  it.each<[Parameters<typeof kindsOf>[0], LimitKind[]]>([
    [{ action: "create", fields: fields("email", "bank") }, ["creation"]],
    [{ action: "archive", fields: [] }, ["archive"]],
    [{ action: "archive", fields: fields("email") }, ["archive"]],
    [{ action: "restore", fields: [] }, ["restore"]],
    [{ action: "restore", fields: fields("email") }, ["restore", "email_change"]],
    [{ action: "update", fields: fields("firstName") }, ["update"]],
    [{ action: "update", fields: fields("email", "bank") }, ["update", "email_change", "bank_change"]],
  ])("of %j are %j", (change, kinds) => {
    expect(kindsOf(change)).toEqual(kinds);
  });
});

describe("the people of changes", () => {
  it("are members, and employees as long as there is no member", () => {
    const people = peopleByKind([
      { action: "create", employeeId: "e1", memberId: null, fields: [] },
      { action: "create", employeeId: "e1", memberId: "m-1", fields: [] },
      { action: "archive", employeeId: "e2", memberId: "m-2", fields: [] },
      { action: "archive", employeeId: "e9", memberId: "m-2", fields: [] },
      { action: "archive", employeeId: "e2", memberId: "m-3", fields: [] },
    ]);
    expect([...people.creation]).toEqual(["employee e1"]);
    expect([...people.archive]).toEqual(["member m-2", "member m-3"]);
    expect(people.update.size).toBe(0);
  });
});

describe("approvals", () => {
  const plan = planOf({
    employees: [
      employee("joiner"),
      employee("ada", { firstName: "Eda", workEmail: "eda@acme.test" }),
      employee("out", { workLocation: "Elsewhere" }),
      employee("left", { status: "inactive" }),
    ],
    members: ["ada", "out", "left"].map((id) => member(id)),
    links: ["ada", "out", "left"].map((id) => link(id)),
  });

  it("of a plan name each person with what happens to them", () => {
    const named = confirmedApprovals(plan).map(
      ({ employeeId, kinds }) => `${employeeId}: ${kinds.join(" ")}`,
    );
    expect(named.sort()).toEqual([
      "ada: update email_change",
      "joiner: creation",
      "left: archive",
      "out: release",
    ]);
    expect(confirmedApprovals(plan).filter(({ isCounted }) => isCounted)).toEqual([]);
  });

  it("remember whether they take up room", () => {
    const begun = approvalsOf(plan, (_id, kinds) => kinds.includes("archive"));
    expect(begun.flatMap(({ employeeId, isCounted }) => (isCounted ? [employeeId] : []))).toEqual(["left"]);
  });

  it("are one for each employee, also where an id is of a change and of a release", () => {
    // HR id 7 was Ada's, who is missing now, and is Zoe's, who has a member of her own.
    const recycled = planOf({
      employees: [employee("7", { firstName: "Zoe", lastName: "Quinn", workEmail: "zoe@acme.test" })],
      members: [member("zoe", { lastName: "Quinn Old" }), member("ada")],
      links: [link("7", { memberId: "m-ada", seen: link("ada").seen })],
    });
    expect(recycled.changes).toMatchObject([{ action: "update", employeeId: "7", memberId: "m-zoe" }]);
    expect(recycled.releases).toEqual([{ employeeId: "7", memberId: "m-ada", name: "Ada Test" }]);
    expect(confirmedApprovals(recycled)).toEqual([
      { employeeId: "7", kinds: ["update", "release"], isCounted: false },
    ]);
  });

  it("are merged by employee; one that takes up room makes the whole do so", () => {
    expect(
      mergeApprovals([
        approval(["update"], false),
        { employeeId: "bea", kinds: ["archive"], isCounted: false },
        approval(["update", "email_change"], true),
      ]),
    ).toEqual([
      approval(["update", "email_change"], true),
      { employeeId: "bea", kinds: ["archive"], isCounted: false },
    ]);
  });
});
