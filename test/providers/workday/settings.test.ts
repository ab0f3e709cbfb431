import { describe, expect, it } from "vitest";
import { workdaySettings } from "../../../src/providers/workday/settings.js";

const REPORT_URL = "https://wd3-services1.myworkday.com/ccx/service/customreport2/acme/hr.reports/People";

function messages(value: unknown): string[] {
  return workdaySettings.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];
}

describe("workday settings", () => {
  it("needs none", () => {
    expect(workdaySettings.parse({})).toEqual({
      apiVersion: "v44.0",
      contingentWorkers: "include",
      departmentOrganization: "SUPERVISORY",
      peopleWithoutWorkEmail: "few",
      bankDetails: "none",
      reportWorkerColumn: "workdayId",
      reportIbanColumn: "iban",
      reportBicColumn: "bic",
    });
  });

  it.each([
    [{ apiVersion: "44" }, /version such as v44\.0/],
    [{ apiVersion: 'v44.0"/><x' }, /version such as v44\.0/],
    [{ asOfTimezone: "Europe/Paris" }, /asOfTimezone is gone.*`timezone`/],
    [{ asOfTimezone: "Europe/Paris", apiVersoin: "v44.0" }, /gone.*Did you mean apiVersion\?/],
    [{ contingentWorkers: "no" }, /include or exclude/],
    [{ bankDetails: true }, /none, payment-elections or report/],
    [{ peopleWithoutWorkEmail: "all" }, /few or many/],
    [{ teamOrganization: " " }, /organization type id/],
    [{ paymentElectionRule: 7 }, /payment election rule id/],
    [{ reportAddress: REPORT_URL }, /no setting reportAddress.*Known: apiVersion/],
    [{ bankDetails: "report" }, /must be set when bankDetails is report/],
    [{ reportColumns: "grade" }, /must be set when .* reportColumns/],
    [{ reportUrl: REPORT_URL }, /of no use unless/],
    [{ bankDetails: "payment-elections", reportUrl: REPORT_URL }, /of no use unless/],
    [
      { bankDetails: "report", reportUrl: "https://x.test/a" },
      /can't be used: The host .*myworkdaygov\.com$/,
    ],
    [{ bankDetails: "report", reportUrl: `${REPORT_URL}/more` }, /must look like .*customreport2/],
    [{ bankDetails: "report", reportUrl: REPORT_URL.replace("https", "http") }, /must start with https:\/\//],
    [{ reportColumns: ["grade", "bonusPlan"], reportUrl: REPORT_URL }, /must not name bank details or pay/],
    [
      { reportColumns: "acct", reportIbanColumn: "acct", reportUrl: REPORT_URL },
      /must not name the columns of bank/,
    ],
    [{ reportColumns: "timeType", reportUrl: REPORT_URL }, /must not name workerKind or timeType/],
    [{ reportWorkerColumn: " " }, /XML alias/],
  ])("refuses %o", (value, expected) => {
    expect(messages(value)).toEqual([expect.stringMatching(expected)]);
  });

  it("takes columns of a report as a list or as one text", () => {
    for (const reportColumns of ["grade, cardPolicy,grade,", ["grade", "cardPolicy"]]) {
      const settings = workdaySettings.parse({ reportColumns, reportUrl: REPORT_URL });
      expect(settings.reportColumns).toEqual(["grade", "cardPolicy"]);
    }
  });
});
