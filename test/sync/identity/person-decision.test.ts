import { describe, expect, it } from "vitest";
import {
  decisionsAbout,
  isInForce,
  isSameEmployee,
  takesPlaceOf,
} from "../../../src/sync/identity/link-by-person.js";
import type { PersonDecision } from "../../../src/sync/model/state-store.js";

const ADA = { source: "personio", account: "personio.acme.test", id: "ada" };

function decision(rest: Partial<PersonDecision>): PersonDecision {
  return {
    ...{
      id: "1",
      entity: "acme-uk",
      kind: "ignore",
      employee: null,
      memberId: null,
      name: "Ada",
      until: null,
    },
    ...{ why: "Because.", who: "finance", at: "2026-11-20T08:30:00.000Z", endedAt: null, ...rest },
  };
}

describe("a decision", () => {
  it.each([
    [null, null, true],
    ["2026-11-21", null, true],
    ["2026-11-20", null, true],
    ["2026-11-19", null, false],
    [null, "2026-11-19T00:00:00.000Z", false],
    ["2026-11-21", "2026-11-19T00:00:00.000Z", false],
  ])("until %s, ended %s, is in force on 2026-11-20: %s", (until, endedAt, holds) => {
    expect(isInForce({ until, endedAt }, "2026-11-20")).toBe(holds);
  });

  it("is about an employee, or a member", () => {
    const employee = decision({ employee: ADA });
    const member = decision({ memberId: "m-ada" });
    const both = decision({ employee: { ...ADA, id: "bea" }, memberId: "m-bea" });
    const about = (employeeId: string | null, memberId: string | null) =>
      decisionsAbout([employee, member, both], { employeeId, memberId });
    expect(about("ada", null)).toEqual([employee]);
    expect(about("ada", "m-ada")).toEqual([employee, member]);
    expect(about(null, "m-bea")).toEqual([both]);
    expect(about("bea", null)).toEqual([both]);
    expect(about(null, null)).toEqual([]);
  });
});

describe("the same employee", () => {
  it("has the same id in the same account of the same source", () => {
    expect(isSameEmployee(ADA, { ...ADA })).toBe(true);
    for (const other of [
      { ...ADA, id: "bea" },
      { ...ADA, account: null },
      { ...ADA, source: "bamboohr" },
      null,
    ]) {
      expect(isSameEmployee(ADA, other)).toBe(false);
      expect(isSameEmployee(other, ADA)).toBe(false);
    }
    expect(isSameEmployee(null, null)).toBe(false);
  });
});

describe("a new decision and one that is in force", () => {
  type Kind = PersonDecision["kind"];
  const EARLIER = { employee: ADA, memberId: "m-ada" };
  const ABOUT = {
    "the same pair": EARLIER,
    "the same employee": { ...EARLIER, memberId: "m-other" },
    "the same member": { ...EARLIER, employee: { ...ADA, id: "bea" } },
    "other people": { employee: { ...ADA, id: "bea" }, memberId: "m-other" },
  } as const;

  it.each<[Kind, Kind, keyof typeof ABOUT, boolean]>([
    ["ignore", "ignore", "the same employee", true],
    ["ignore", "ignore", "the same member", true],
    ["ignore", "ignore", "other people", false],
    ["ignore", "link", "the same pair", false],
    ["ignore", "unlink", "the same pair", false],
    ["link", "link", "the same employee", true],
    ["link", "link", "the same member", true],
    ["link", "link", "other people", false],
    ["link", "ignore", "the same employee", true],
    ["link", "ignore", "the same member", true],
    ["link", "ignore", "other people", false],
    ["link", "unlink", "the same pair", true],
    ["link", "unlink", "the same employee", false],
    ["link", "unlink", "the same member", false],
    ["unlink", "link", "the same pair", true],
    ["unlink", "link", "the same employee", false],
    ["unlink", "link", "the same member", false],
    ["unlink", "unlink", "the same pair", true],
    ["unlink", "unlink", "the same employee", false],
    ["unlink", "ignore", "the same pair", false],
  ])("%s after %s of %s takes its place: %j", (kind, earlier, about, expected) => {
    const next = decision({ kind, ...ABOUT[about] });
    expect(takesPlaceOf(next, decision({ kind: earlier, ...EARLIER }))).toBe(expected);
  });

  it("are about different people when neither names a member", () => {
    const next = decision({ employee: ADA });
    expect(takesPlaceOf(next, decision({ employee: { ...ADA, id: "bea" } }))).toBe(false);
    expect(takesPlaceOf(next, decision({ employee: ADA }))).toBe(true);
  });
});
