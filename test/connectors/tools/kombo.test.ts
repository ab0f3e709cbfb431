import { providerFrom } from "../../../src/connectors/provider-from.js";
import { kombo } from "../../../src/connectors/tools/kombo.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("kombo", {
  provider: providerFrom(kombo),
  settings: {},
  pageSize: 250,
  tellsTotal: false,
  ...onSandbox({
    id: "kombo",
    list: "GET /kombo/hris/employees",
    secret: "apiKey",
    names: {
      workEmail: ["work_email"],
      firstName: ["first_name"],
      lastName: ["last_name"],
      displayName: ["display_full_name"],
      status: ["employment_status"],
      startDate: ["start_date"],
      terminationDate: ["termination_date"],
      workLocation: ["work_location"],
      department: ["groups"],
      team: ["groups"],
      jobTitle: ["job_title"],
      legalEntity: ["legal_entity"],
      employmentType: ["employment_type"],
      manager: ["manager"],
      "bank.iban": ["bank_accounts.iban"],
      "bank.bic": ["bank_accounts.bic"],
    },
  }),
});
