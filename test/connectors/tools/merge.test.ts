import { providerFrom } from "../../../src/connectors/provider-from.js";
import { merge } from "../../../src/connectors/tools/merge.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("merge", {
  provider: providerFrom(merge),
  settings: {},
  pageSize: 100,
  tellsTotal: false,
  employeeId: (id) => `b7845189-f12b-4378-918a-${id.padStart(12, "0")}`,
  lacks: ["leave", "bank"],
  ...onSandbox({
    id: "merge",
    list: "GET /merge/employees",
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
      country: ["work_location"],
      department: ["groups"],
      team: ["groups"],
      costCenter: ["groups"],
      legalEntity: ["company"],
      manager: ["manager"],
    },
  }),
});
