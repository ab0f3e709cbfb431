import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";
import { personio } from "./personio.js";

describeProvider("personio", {
  provider: personio,
  settings: {},
  pageSize: 100,
  tellsTotal: true,
  ...onSandbox({
    id: "personio",
    list: "GET /personio/v1/company/employees",
    secret: "clientSecret",
    // Personio's keys; custom attributes only have a label.
    names: {
      workEmail: ["email"],
      firstName: ["first_name"],
      lastName: ["last_name"],
      displayName: ["preferred_name"],
      status: ["status"],
      startDate: ["hire_date"],
      terminationDate: ["termination_date"],
      manager: ["supervisor"],
      workLocation: ["office"],
      department: ["department"],
      team: ["team"],
      jobTitle: ["position"],
      legalEntity: ["subcompany"],
      country: ["holiday_calendar"],
      employmentType: ["employment_type"],
      costCenter: ["cost_centers"],
      "bank.iban": ["IBAN"],
      "bank.bic": ["BIC"],
    },
  }),
});
