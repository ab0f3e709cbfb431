import { deel } from "../../../src/providers/deel/index.js";
import { deelId } from "../../../src/sandbox/vendors/deel/standing.js";
import { describeHabits } from "../../conformance/habits.suite.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("deel", {
  provider: deel,
  settings: {},
  pageSize: 200,
  tellsTotal: true,
  employeeId: deelId,
  lacks: ["leave"],
  ...onSandbox({
    id: "deel",
    list: "GET /deel/rest/v2/people",
    secret: "apiToken",
    // Deel calls everybody whose first day is ahead NOT_STARTED, with a contract or without one. Where the
    // token may not see the status of the person, that of the hiring tells who has one.
    alwaysHidden: ["person_status"],
    // Deel's keys.
    names: {
      workEmail: ["emails.work", "employments.work_email"],
      firstName: ["first_name"],
      lastName: ["last_name"],
      displayName: ["full_name"],
      status: ["person_status", "hiring_status", "new_hiring_status"],
      startDate: ["start_date", "employments.start_date"],
      terminationDate: ["completion_date", "employments.completion_date", "employments.termination_last_day"],
      manager: ["direct_manager"],
      workLocation: ["work_location"],
      department: ["department"],
      team: ["employments.team"],
      jobTitle: ["job_title"],
      legalEntity: ["client_legal_entity"],
      country: ["country"],
      employmentType: ["hiring_type", "employments.hiring_type"],
      "bank.iban": ["banks.iban"],
      "bank.bic": ["banks.swift_bic"],
    },
  }),
});

describeHabits("deel", {
  provider: deel,
  id: "deel",
  settings: { hiringTypes: "all", bankDetails: "no" },
  secret: "apiToken",
  habits: [
    "silent-lists",
    "small-pages",
    "refused-page-size",
    "fewer-parameters",
    "contradictions",
    "missing-ids",
  ],
});
