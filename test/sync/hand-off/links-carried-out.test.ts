import { describe, expect, it } from "vitest";
import { linksAfterHandOffs, linksForAgain } from "../../../src/sync/hand-off/links.js";
import { contextOf, lookAt } from "../../../src/sync/hand-off/observation.js";
import { accountsOf, newLink } from "../../../src/sync/identity/index.js";
import type { HandOff } from "../../../src/sync/model/hand-off.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import { ACCOUNT, link, member } from "../../support/people.js";
import { handOffOf } from "./papers.js";

function linksAfter(handOffs: readonly HandOff[], members: readonly Member[], links: readonly Link[] = []) {
  const context = contextOf(members, links, handOffs, false);
  return linksAfterHandOffs(links, lookAt(handOffs, context), context, accountsOf([ACCOUNT]));
}

const created = handOffOf("ada", { wanted: { firstName: "Ada", lastName: "Test", bankFingerprint: "f" } });
const seen = { emails: ["ada@acme.test"], firstName: "Ada", lastName: "Test", startDate: null };
const NEW: Link = { ...newLink(ACCOUNT, "ada", "m-ada"), bankFingerprint: "f", seen };
const ARCHIVED = { status: "archived" } as const;
const toBob = { employeeId: "bob", memberId: "m-bob" };

describe("the link of somebody whom a colleague created", () => {
  it("knows the bank details and what was seen", () => {
    expect(linksAfter([created], [member("ada")])).toEqual([NEW]);
  });

  it("is made although a value is another one", () => {
    expect(linksAfter([created], [member("ada", { lastName: "Tset" })])).toEqual([NEW]);
  });

  it.each<[string, HandOff, Member[], Link[]]>([
    ["there is no such member yet", created, [], []],
    ["it was withdrawn", { ...created, status: "withdrawn" }, [member("ada")], []],
    [
      "somebody else has the member",
      { ...created, memberId: "m-ada" },
      [member("ada")],
      [link("bob", { memberId: "m-ada" })],
    ],
    [
      "the person has another member by now",
      { ...created, memberId: "m-new" },
      [member("new"), member("ada")],
      [link("ada")],
    ],
  ])("is not made when %s", (_why, handOff, members, links) => {
    expect(linksAfter([handOff], members, links)).toEqual([]);
  });

  it("takes the place of the link to a member that is gone", () => {
    const gone = link("ada", { memberId: "m-gone", bankFingerprint: "old", managerMemberId: "m-x" });
    expect(linksAfter([created], [member("ada")], [gone])).toEqual([NEW]);
  });

  it("keeps what is known of that very member", () => {
    const known = link("ada", { managerMemberId: "m-x", bankFingerprint: "old" });
    expect(linksAfter([created], [member("ada")], [known])).toEqual([{ ...known, bankFingerprint: "f" }]);
  });

  describe("whose line manager is still to be set", () => {
    const handOff = { ...created, wanted: { ...created.wanted, manager: toBob } };
    const members = [member("ada", { managerId: null }), member("bob")];

    it("has everything but the manager", () => {
      expect(linksAfter([handOff], members)).toEqual([NEW]);
    });

    it("is news once only", () => {
      expect(linksAfter([handOff], members, [NEW])).toEqual([]);
    });

    it("has the manager as well once that is seen", () => {
      const done = [member("ada", { managerId: "m-bob" }), member("bob")];
      expect(linksAfter([handOff], done)).toEqual([{ ...NEW, managerMemberId: "m-bob" }]);
    });
  });

  it("goes to the first of two who were to get one member", () => {
    const second = handOffOf("bob", { email: "ada@acme.test" });
    expect(linksAfter([created, second], [member("ada")]).map(({ employeeId }) => employeeId)).toEqual([
      "ada",
    ]);
  });

  it("is what the newest of several hand-offs says", () => {
    const later = handOffOf("ada", {
      action: "update",
      sequence: 1,
      wanted: { bankFingerprint: "later" },
      status: "taken_as_done",
    });
    expect(linksAfter([created, later], [member("ada")])).toEqual([{ ...NEW, bankFingerprint: "later" }]);
  });
});

describe("the link of somebody whom a colleague archived or restored", () => {
  it.each<[string, HandOff, Partial<Member>, Partial<Link>, Partial<Link> | null]>([
    ["archived", handOffOf("ada", { action: "archive" }), ARCHIVED, {}, { archived: true }],
    ["yet to be archived", handOffOf("ada", { action: "archive" }), {}, {}, null],
    ["restored", handOffOf("ada", { action: "restore" }), {}, { archived: true }, { archived: false }],
    ["yet to be restored", handOffOf("ada", { action: "restore" }), ARCHIVED, { archived: true }, null],
    [
      "restored, but the manager is yet to be set",
      handOffOf("ada", { action: "restore", wanted: { manager: toBob, bankFingerprint: "f" } }),
      { managerId: null },
      { archived: true },
      { archived: false },
    ],
    [
      "restored before, and the manager is yet to be set",
      handOffOf("ada", { action: "restore", wanted: { manager: toBob } }),
      { managerId: null },
      { archived: false },
      null,
    ],
    [
      "restored with all values",
      handOffOf("ada", { action: "restore", wanted: { manager: toBob, bankFingerprint: "f" } }),
      { managerId: "m-bob" },
      { archived: true },
      { archived: false, managerMemberId: "m-bob", bankFingerprint: "f" },
    ],
    [
      "updated while archived",
      handOffOf("ada", { action: "update", wanted: { lastName: "Test" } }),
      ARCHIVED,
      { archived: true },
      { archived: true },
    ],
    [
      "yet to be updated",
      handOffOf("ada", {
        action: "update",
        wanted: { lastName: "King" },
        fields: [{ field: "lastName", from: "Test", to: "King" }],
      }),
      {},
      {},
      null,
    ],
    [
      "known to be updated",
      handOffOf("ada", { action: "update", wanted: { bankFingerprint: "f" }, status: "done" }),
      {},
      {},
      { bankFingerprint: "f" },
    ],
  ])("%s", (_what, handOff, shown, known, expected) => {
    const members = [member("ada", shown), member("bob")];
    expect(linksAfter([handOff], members, [link("ada", known)])).toEqual(
      expected ? [link("ada", expected)] : [],
    );
  });
});

describe("what a link has seen after a hand-off", () => {
  const update = (email: string | null) =>
    handOffOf("ada", {
      action: "update",
      email,
      wanted: { firstName: "Wanted", bankFingerprint: "f" },
      status: "done",
    });
  const emailsAfter = (email: string | null, emails: readonly string[]) => {
    const known = link("ada", { seen: { ...seen, emails } });
    return linksAfter([update(email)], [member("ada")], [known])[0]?.seen.emails;
  };

  it.each<[string, string | null, string[], string[]]>([
    ["a new e-mail first", "new@acme.test", ["ada@acme.test"], ["new@acme.test", "ada@acme.test"]],
    ["the same e-mail once", "ada@acme.test", ["ada@acme.test"], ["ada@acme.test"]],
    ["no e-mail", null, ["ada@acme.test"], ["ada@acme.test"]],
    ["the first e-mail", "ada@acme.test", [], ["ada@acme.test"]],
    [
      "five e-mails at most",
      "f@acme.test",
      ["a@x.test", "b@x.test", "c@x.test", "d@x.test", "e@x.test"],
      ["f@acme.test", "a@x.test", "b@x.test", "c@x.test", "d@x.test"],
    ],
  ])("is %s", (_what, email, emails, expected) => {
    expect(emailsAfter(email, emails)).toEqual(expected);
  });

  it.each([
    [{ firstName: "Ada", lastName: "Test" }, "Ada Test"],
    [{ firstName: null, lastName: null }, "Wanted null"],
  ])("keeps a name that was read, else takes the one handed off: %j", (names, text) => {
    const known = link("ada", { seen: { ...seen, ...names, startDate: "2024-01-01" } });
    const [after] = linksAfter([update(null)], [member("ada")], [known]);
    expect(`${after?.seen.firstName} ${after?.seen.lastName}`).toBe(text);
    expect(after?.seen.startDate).toBe("2024-01-01");
  });
});

describe("what is handed off once more", () => {
  const known = link("ada", { bankFingerprint: "f", managerMemberId: "m-bob" });

  it.each<[string, HandOff["wanted"], Partial<Link>]>([
    ["bank details", { bankFingerprint: "f" }, { bankFingerprint: null }],
    ["a manager", { manager: toBob }, { managerMemberId: null }],
    ["both", { bankFingerprint: "f", manager: toBob }, { bankFingerprint: null, managerMemberId: null }],
    ["bank details that others have replaced", { bankFingerprint: "old" }, {}],
    ["a name", { lastName: "King" }, {}],
  ])("is forgotten: %s", (_what, wanted, expected) => {
    const handOffs = [handOffOf("ada", { wanted })];
    expect(linksForAgain([known, link("bob")], handOffs)).toEqual([{ ...known, ...expected }]);
  });
});
