import { providerFrom } from "../../../src/connectors/provider-from.js";
import { sagehr } from "../../../src/connectors/tools/sagehr.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("sagehr", {
  provider: providerFrom(sagehr),
  settings: {},
  pageSize: 50,
  tellsTotal: false,
  lacks: ["leave", "workLocation", "department", "bank", "announcedEnd"],
  neverHidden: ["status"],
  ...onSandbox({
    id: "sagehr",
    list: "GET /sagehr/employees",
    secret: "apiKey",
    names: {
      workEmail: ["email"],
      firstName: ["first_name"],
      lastName: ["last_name"],
      startDate: ["employment_start_date"],
      terminationDate: ["termination_date"],
      team: ["team"],
      jobTitle: ["position"],
      employmentType: ["employment_status"],
      manager: ["reports_to_employee_id"],
    },
  }),
});
