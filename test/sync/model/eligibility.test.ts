import { describe, expect, it } from "vitest";
import {
  hasEndedInGrace,
  planCalendar,
  type Standing,
  standingOf,
  standingReason,
} from "../../../src/sync/model/eligibility.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { SyncPolicy } from "../../../src/sync/model/policy.js";
import { employee, policy, TODAY } from "../../support/people.js";

function stand(values: Partial<Employee>, rules: Partial<SyncPolicy> = {}): Standing {
  return standingOf(employee("ada", values), planCalendar(TODAY, policy(rules)));
}

function reason(values: Partial<Employee>, rules: Partial<SyncPolicy> = {}): string {
  const calendar = planCalendar(TODAY, policy(rules));
  const person = employee("ada", values);
  return standingReason(person, standingOf(person, calendar), calendar);
}

describe("eligibility", () => {
  it.each<[string, Partial<Employee>, Partial<SyncPolicy>, Standing]>([
    ["active without dates", {}, {}, "eligible"],
    ["active, ends tomorrow", { terminationDate: "2026-11-24" }, {}, "eligible"],
    ["active, ends today", { terminationDate: "2026-11-23" }, {}, "leaver"],
    ["active, ended yesterday", { terminationDate: "2026-11-22" }, {}, "leaver"],
    ["active, starts later", { startDate: "2027-01-01" }, {}, "pending"],
    ["active, ended 4 days ago, 5 of grace", { terminationDate: "2026-11-19" }, { graceDays: 5 }, "eligible"],
    ["active, ended 5 days ago, 5 of grace", { terminationDate: "2026-11-18" }, { graceDays: 5 }, "leaver"],
    [
      "active again, old termination date",
      { startDate: "2026-09-01", terminationDate: "2025-12-31" },
      {},
      "eligible",
    ],
    ["starts and ends on one day", { startDate: "2026-11-20", terminationDate: "2026-11-20" }, {}, "leaver"],
    ["inactive without dates", { status: "inactive" }, {}, "leaver"],
    ["inactive without dates, grace", { status: "inactive" }, { graceDays: 30 }, "leaver"],
    ["inactive, ends later, no grace", { status: "inactive", terminationDate: "2026-12-31" }, {}, "leaver"],
    [
      "inactive, ended 4 days ago, 5 of grace",
      { status: "inactive", terminationDate: "2026-11-19" },
      { graceDays: 5 },
      "in_grace",
    ],
    [
      "inactive, ended 5 days ago, 5 of grace",
      { status: "inactive", terminationDate: "2026-11-18" },
      { graceDays: 5 },
      "leaver",
    ],
    [
      "no contract yet, start date in the past",
      { status: "no_contract", startDate: "2026-11-01" },
      {},
      "pending",
    ],
    [
      "no contract yet, invited 60 before",
      { status: "no_contract", startDate: "2026-12-01" },
      { inviteDaysBefore: 60 },
      "pending",
    ],
    [
      "no contract yet, a termination date in the past",
      { status: "no_contract", terminationDate: "2026-01-31" },
      {},
      "pending",
    ],
    ["pending without date", { status: "pending" }, {}, "pending"],
    ["pending, starts tomorrow", { status: "pending", startDate: "2026-11-24" }, {}, "pending"],
    ["pending, starts today", { status: "pending", startDate: "2026-11-23" }, {}, "eligible"],
    [
      "pending, starts in 7 days, invited 7 before",
      { status: "pending", startDate: "2026-11-30" },
      { inviteDaysBefore: 7 },
      "eligible",
    ],
    [
      "pending, starts in 8 days, invited 7 before",
      { status: "pending", startDate: "2026-12-01" },
      { inviteDaysBefore: 7 },
      "pending",
    ],
    ["pending, never came", { status: "pending", terminationDate: "2026-11-01" }, {}, "leaver"],
    ["unknown, ended", { status: "unknown", terminationDate: "2026-11-01" }, {}, "unknown"],
  ])("%s", (_case, values, rules, expected) => {
    expect(stand(values, rules)).toBe(expected);
  });

  it("counts days of grace over the change of a month and of summer time", () => {
    const rules = policy({ graceDays: 30 });
    const person = employee("ada", { terminationDate: "2026-10-02" });
    expect(standingOf(person, planCalendar("2026-10-31", rules))).toBe("eligible");
    expect(standingOf(person, planCalendar("2026-11-01", rules))).toBe("leaver");
  });

  it("knows who is only kept by the days of grace", () => {
    const calendar = planCalendar(TODAY, policy({ graceDays: 5 }));
    const ended = employee("ada", { terminationDate: "2026-11-20" });
    const staying = employee("ada", { terminationDate: "2026-11-25" });
    expect(hasEndedInGrace(ended, standingOf(ended, calendar), calendar)).toBe(true);
    expect(hasEndedInGrace(staying, standingOf(staying, calendar), calendar)).toBe(false);
  });

  it("says why with the value that decided", () => {
    expect(reason({})).toBe("Active in the HR tool.");
    expect(reason({ statusDetail: "parental leave" })).toBe('Active in the HR tool ("parental leave").');
    expect(reason({ terminationDate: null, expectedEnd: "2026-12-31" })).toBe(
      "Active in the HR tool; an end on 2026-12-31 is announced.",
    );
    expect(reason({ terminationDate: null, expectedEnd: "2026-10-31" })).toBe(
      "Active in the HR tool, although an end on 2026-10-31 was announced.",
    );
    expect(reason({ terminationDate: "2026-10-31" })).toBe("Left: the termination date is 2026-10-31.");
    expect(reason({ terminationDate: "2026-10-31" }, { graceDays: 14 })).toBe(
      "Left on 2026-10-31; the grace period of 14 days is over.",
    );
    expect(reason({ status: "inactive", terminationDate: "2026-11-22" }, { graceDays: 14 })).toBe(
      "Inactive in the HR tool with termination date 2026-11-22; the grace period of 14 days is not over.",
    );
    expect(reason({ status: "inactive", statusDetail: "Terminated" })).toBe(
      'Inactive in the HR tool ("Terminated").',
    );
    expect(reason({ status: "pending", startDate: "2026-12-01" })).toBe("Starts on 2026-12-01.");
    expect(reason({ status: "no_contract", startDate: "2026-11-01", statusDetail: "draft" })).toBe(
      'There is no contract yet ("draft").',
    );
    expect(reason({ status: "unknown", statusDetail: "Sabbatical 2" })).toBe(
      'The HR tool\'s status "Sabbatical 2" has no known meaning.',
    );
  });
});
