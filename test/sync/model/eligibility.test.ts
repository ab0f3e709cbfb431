import { describe, expect, it } from "vitest";
import {
  hasEndedInGrace,
  leaverCode,
  planCalendar,
  type Standing,
  standingOf,
  standingReason,
  startsSoon,
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
    [
      "invited two days ahead, starts in two",
      { startDate: "2026-11-25" },
      { inviteDaysBefore: 2 },
      "eligible",
    ],
    [
      "invited two days ahead, starts in three",
      { startDate: "2026-11-26" },
      { inviteDaysBefore: 2 },
      "pending",
    ],
    ["no contract, started long ago", { status: "no_contract", startDate: "2020-01-01" }, {}, "pending"],
    [
      "next contract 7 days after the last",
      { startDate: "2026-11-29", terminationDate: "2026-11-22" },
      { rehireGapDays: 7 },
      "pending",
    ],
    [
      "next contract 8 days after the last",
      { startDate: "2026-11-30", terminationDate: "2026-11-22" },
      { rehireGapDays: 7 },
      "leaver",
    ],
    [
      "last contract not over yet",
      { startDate: "2026-12-30", terminationDate: "2026-11-24" },
      { rehireGapDays: 7 },
      "pending",
    ],
    [
      "inactive, ends in a year, grace",
      { status: "inactive", terminationDate: "2027-11-24" },
      { graceDays: 3 },
      "in_grace",
    ],
    [
      "inactive, ends in 2099, grace",
      { status: "inactive", terminationDate: "2099-12-31" },
      { graceDays: 3 },
      "leaver",
    ],
    [
      "ends on its first day, in a week",
      { startDate: "2026-11-30", terminationDate: "2026-11-30" },
      {},
      "pending",
    ],
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
    const today = employee("ada", { terminationDate: TODAY });
    expect(hasEndedInGrace(today, standingOf(today, calendar), calendar)).toBe(true);
    const inactive = employee("ada", { status: "inactive", terminationDate: "2026-11-25" });
    expect(hasEndedInGrace(inactive, standingOf(inactive, calendar), calendar)).toBe(true);
    const left = employee("ada", { terminationDate: "2026-11-18" });
    expect(hasEndedInGrace(left, standingOf(left, calendar), calendar)).toBe(false);
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

describe("a standing", () => {
  const TOMORROW = "2026-11-24";

  it.each<[string, Partial<Employee>, Partial<SyncPolicy>, string]>([
    ["active", {}, {}, "Active in the HR tool."],
    ["active, ends later", { terminationDate: TOMORROW }, {}, `Active in the HR tool until ${TOMORROW}.`],
    [
      "active, ended today, grace",
      { terminationDate: TODAY },
      { graceDays: 1 },
      `Left on ${TODAY}; the grace period of 1 day is not over.`,
    ],
    [
      "an end that is announced",
      { expectedEnd: TOMORROW },
      {},
      `Active in the HR tool; an end on ${TOMORROW} is announced.`,
    ],
    [
      "an end that was announced and did not come",
      { expectedEnd: TODAY },
      {},
      `Active in the HR tool, although an end on ${TODAY} was announced.`,
    ],
    [
      "pending, starts today",
      { status: "pending", startDate: TODAY },
      {},
      `Starts on ${TODAY}, so is invited now.`,
    ],
    [
      "active, invited ahead",
      { startDate: TOMORROW },
      { inviteDaysBefore: 1 },
      `Starts on ${TOMORROW}, so is invited now.`,
    ],
    ["active, starts today", { startDate: TODAY }, {}, "Active in the HR tool."],
    ["left", { terminationDate: TODAY }, {}, `Left: the termination date is ${TODAY}.`],
    [
      "left, grace over",
      { terminationDate: "2026-11-18" },
      { graceDays: 5 },
      "Left on 2026-11-18; the grace period of 5 days is over.",
    ],
    ["inactive", { status: "inactive" }, {}, "Inactive in the HR tool."],
    [
      "inactive, ends later",
      { status: "inactive", terminationDate: TOMORROW },
      {},
      "Inactive in the HR tool.",
    ],
    [
      "inactive, ended",
      { status: "inactive", terminationDate: TODAY },
      {},
      `Left: the termination date is ${TODAY}.`,
    ],
    [
      "inactive, in grace",
      { status: "inactive", terminationDate: TODAY },
      { graceDays: 2 },
      `Inactive in the HR tool with termination date ${TODAY}; the grace period of 2 days is not over.`,
    ],
    [
      "between contracts",
      { startDate: "2026-12-30", terminationDate: TODAY },
      { rehireGapDays: 7 },
      `Left on ${TODAY}, and starts again on 2026-12-30, more than 7 days later.`,
    ],
    [
      "inactive with dates of two contracts",
      { status: "inactive", startDate: "2026-12-30", terminationDate: TODAY },
      { rehireGapDays: 7 },
      "Inactive in the HR tool.",
    ],
    ["starts later", { startDate: TOMORROW }, {}, `Starts on ${TOMORROW}.`],
    [
      "pending without a day",
      { status: "pending" },
      {},
      "Has not started yet, and the HR tool has no start date.",
    ],
    [
      "no contract",
      { status: "no_contract", statusDetail: "Draft" },
      {},
      'There is no contract yet ("Draft").',
    ],
    ["unknown", { status: "unknown" }, {}, "The HR tool's status (empty) has no known meaning."],
    [
      "a status that the configuration knows",
      { statusDetail: "On loan", statusRule: { raw: "on loan", means: "active" } },
      {},
      'Active in the HR tool ("On loan", by `source.statuses`).',
    ],
    [
      "a status that the configuration ignores",
      { status: "unknown", statusDetail: "Intern", statusRule: { raw: "Intern", means: "ignore" } },
      {},
      '`source.statuses` ignores the status "Intern".',
    ],
  ])("is said of somebody who is %s", (_what, values, rules, text) => {
    expect(reason(values, rules)).toBe(text);
  });

  it.each<[Partial<Employee>, Partial<SyncPolicy>, string]>([
    [{ terminationDate: TODAY }, {}, "terminated"],
    [{ startDate: "2026-12-30", terminationDate: TODAY }, { rehireGapDays: 7 }, "terminated"],
    [{ status: "inactive" }, {}, "inactive"],
    [{ status: "inactive", terminationDate: TODAY }, {}, "terminated"],
    [{ status: "inactive", terminationDate: TOMORROW }, {}, "inactive"],
    [{ status: "inactive", terminationDate: TODAY }, { graceDays: 1 }, "inactive"],
  ])("makes a leaver by date or by status: %o with %o", (values, rules, code) => {
    expect(leaverCode(employee("ada", values), planCalendar(TODAY, policy(rules)))).toBe(code);
  });

  it("tells apart who starts within the gap between two contracts, with a contract only", () => {
    const soon = (values: Partial<Employee>) =>
      startsSoon(employee("ada", values), planCalendar(TODAY, policy({ rehireGapDays: 7 })));
    expect(soon({ startDate: "2026-11-30" })).toBe(true);
    expect(soon({ startDate: "2026-12-01" })).toBe(false);
    expect(soon({ startDate: "2026-11-30", status: "no_contract" })).toBe(false);
    expect(soon({})).toBe(false);
  });
});
