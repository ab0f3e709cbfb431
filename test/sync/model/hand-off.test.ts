import { describe, expect, it } from "vitest";
import { BankDetails } from "../../../src/sync/model/bank.js";
import { type HandOff, partsOf, sinceWords, wantedValues } from "../../../src/sync/model/hand-off.js";
import type { Change } from "../../../src/sync/model/plan.js";

const HAND_OFF: HandOff = {
  ...{ runId: "run-1", sequence: 1, action: "update", employeeId: "ada", memberId: "m-ada" },
  ...{ email: "ada@acme.test", name: "Ada Test", fields: [], wanted: {}, wasListed: true, status: "open" },
  handedOffAt: "2026-11-20T23:30:00.000Z",
};

describe("how long a hand-off is open", () => {
  it.each([
    ["2026-11-19", "since today"],
    ["2026-11-20", "since today"],
    ["2026-11-21", "for 1 day"],
    ["2026-11-22", "for 2 days"],
    ["2026-12-20", "for 30 days"],
  ])("is said in days, on %s: %s", (today, words) => {
    const since = sinceWords({ today, timezone: "UTC" });
    expect(since(HAND_OFF)).toBe(`Handed off on 2026-11-20, still open ${words}`);
  });

  it("counts from the day it was where the entity is, also over the change of summer time", () => {
    const since = sinceWords({ today: "2026-11-22", timezone: "Europe/Paris" });
    expect(since(HAND_OFF)).toBe("Handed off on 2026-11-21, still open for 1 day");
    const spring = sinceWords({ today: "2026-03-30", timezone: "Europe/Paris" });
    expect(spring({ ...HAND_OFF, handedOffAt: "2026-03-28T12:00:00.000Z" })).toBe(
      "Handed off on 2026-03-28, still open for 2 days",
    );
  });
});

describe("what a handed-off change waits for", () => {
  const wanted = (desired: Change["desired"]) => wantedValues({ desired } as Change);
  const manager = { employeeId: "bob", memberId: null };
  const bank = { details: new BankDetails("GB33BUKB20201555555555", "BUKBGB22"), fingerprint: "f" };

  it.each<[string, Change["desired"], object]>([
    ["nothing", {}, {}],
    ["an e-mail", { email: "ada@acme.test" }, { email: "ada@acme.test" }],
    ["a first name", { firstName: "Ada" }, { firstName: "Ada" }],
    ["a last name", { lastName: "Test" }, { lastName: "Test" }],
    ["bank details, by their fingerprint", { bank }, { bankFingerprint: "f" }],
    ["a line manager", { manager }, { manager }],
  ])("is %s", (_what, desired, expected) => {
    expect(wanted(desired)).toEqual(expected);
    expect(Object.keys(wanted(desired))).toEqual(Object.keys(expected));
    expect(partsOf(wanted(desired))).toEqual(Object.keys(expected));
  });

  it("is named in the order in which people read it", () => {
    const all = { manager, bankFingerprint: "f", lastName: "Test", firstName: "Ada", email: "ada@acme.test" };
    expect(partsOf(all)).toEqual(["email", "firstName", "lastName", "bankFingerprint", "manager"]);
  });
});
