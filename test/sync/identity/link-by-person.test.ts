import { describe, expect, it } from "vitest";
import { linkByPerson, linksOf, replacedBy } from "../../../src/sync/identity/link-by-person.js";
import type { Seen } from "../../../src/sync/model/member.js";
import { ACCOUNT, link } from "../../support/people.js";

const ADA = { source: ACCOUNT.source, account: ACCOUNT.key, id: "ada" };
const NOTHING: Seen = { emails: [], firstName: null, lastName: null, startDate: null };

const other = { account: "personio.other.test" };
const unknown = { account: null };

describe("the links of an employee", () => {
  it("are those of their id in their account, and those of an unknown account", () => {
    const links = [
      link("ada"),
      link("ada", { ...unknown, memberId: "m-2" }),
      link("ada", { ...unknown, source: "", memberId: "m-3" }),
      link("ada", { ...other, memberId: "m-4" }),
      link("ada", { source: "bamboohr", memberId: "m-5" }),
      link("ada", { ...unknown, source: "bamboohr", memberId: "m-6" }),
      link("bea"),
    ];
    const found = (key: typeof ADA | { source: string; account: null; id: string }) =>
      linksOf(key, links).map(({ memberId }) => memberId);
    expect(found(ADA)).toEqual(["m-ada", "m-2", "m-3"]);
    expect(found({ ...ADA, account: null })).toEqual(["m-2", "m-3"]);
    expect(found({ ...ADA, id: "cleo" })).toEqual([]);
  });
});

describe("a link that a person says", () => {
  const linked = (links: Parameters<typeof linkByPerson>[2], memberId = "m-ada") =>
    linkByPerson(ADA, memberId, links, () => NOTHING);

  it("is managed from now on, and knows nothing that was written", () => {
    const { link: made, ...others } = linked([link("bea")]);
    expect(made).toEqual({
      ...{ source: ACCOUNT.source, account: ACCOUNT.key, employeeId: "ada", memberId: "m-ada" },
      ...{ hrStatus: "managed", released: null, bankFingerprint: null, managerMemberId: null },
      ...{ archived: false, hidden: false, absentReads: 0, alsoIn: [], seen: NOTHING, written: {} },
    });
    expect(others).toEqual({ heldBefore: null, leftBehind: [] });
    expect(replacedBy(others)).toEqual([]);
  });

  it("takes the member over from whoever had it, with what was written to it", () => {
    const value = { value: "B", before: null, times: 1, wasSeen: true, reportedEdit: null };
    const before = link("bea", {
      ...{ memberId: "m-ada", hrStatus: "previously_managed", released: "data", absentReads: 2 },
      ...{ bankFingerprint: "f", managerMemberId: "m-x", archived: true, hidden: true },
      written: { lastName: value },
    });
    const { link: made, heldBefore, leftBehind } = linked([before, link("cleo")]);
    expect(made).toMatchObject({
      ...{ hrStatus: "managed", released: null, absentReads: 0, bankFingerprint: "f" },
      ...{ managerMemberId: "m-x", archived: true, hidden: true, written: { lastName: value } },
    });
    expect({ heldBefore, leftBehind }).toEqual({ heldBefore: before, leftBehind: [] });
    expect(replacedBy({ heldBefore, leftBehind })).toEqual([before]);
  });

  it("leaves the members behind that the employee had", () => {
    const links = [link("ada", { memberId: "m-1" }), link("ada", { ...unknown, memberId: "m-2" })];
    const others = linked(links, "m-new");
    expect(others).toMatchObject({ heldBefore: null, leftBehind: links });
    expect(replacedBy(others)).toEqual(links);
    // Ids of another account are other people's.
    expect(linked([link("ada", other)], "m-new").leftBehind).toEqual([]);
  });

  it("ends the link of whoever had the member as well as the ones the employee had", () => {
    const theirs = link("ada", { memberId: "m-1" });
    const before = link("bea", { memberId: "m-ada" });
    const others = linked([theirs, before]);
    expect(others).toMatchObject({ heldBefore: before, leftBehind: [theirs] });
    expect(replacedBy(others)).toEqual([theirs, before]);
  });

  it("tells what was known of the pair, and only of the pair", () => {
    const asked: unknown[] = [];
    const ask = (links: Parameters<typeof linkByPerson>[2]) =>
      linkByPerson(ADA, "m-ada", links, (before) => {
        asked.push(before);
        return NOTHING;
      });
    const pair = link("ada");
    expect(ask([pair])).toMatchObject({ heldBefore: null, leftBehind: [] });
    ask([link("ada", other)]);
    ask([link("ada", { memberId: "m-1" })]);
    expect(asked).toEqual([pair, null, null]);
  });
});
