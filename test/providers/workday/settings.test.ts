import { describe, expect, it } from "vitest";
import { workdaySettings } from "../../../src/providers/workday/settings.js";

function messages(value: unknown): string[] {
  return workdaySettings.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];
}

describe("workday settings", () => {
  it("needs none", () => {
    expect(workdaySettings.parse({})).toEqual({
      apiVersion: "v44.0",
      asOfTimezone: "UTC",
      contingentWorkers: "include",
      departmentOrganization: "SUPERVISORY",
      peopleWithoutWorkEmail: "few",
      bankDetails: "none",
    });
  });

  it.each([
    [{ apiVersion: "44" }, /version such as v44\.0/],
    [{ apiVersion: 'v44.0"/><x' }, /version such as v44\.0/],
    [{ asOfTimezone: "Europe/Parris" }, /time zone such as Europe\/Paris/],
    [{ asOfTimezone: "" }, /time zone/],
    [{ contingentWorkers: "no" }, /include or exclude/],
    [{ bankDetails: true }, /none or payment-elections/],
    [{ peopleWithoutWorkEmail: "all" }, /few or many/],
    [{ teamOrganization: " " }, /organization type id/],
    [{ paymentElectionRule: 7 }, /payment election rule id/],
    [{ reportUrl: "https://x.test" }, /no setting reportUrl.*Known: apiVersion/],
  ])("refuses %o", (value, expected) => {
    expect(messages(value)).toEqual([expect.stringMatching(expected)]);
  });
});
