import { providerFrom } from "../../../src/connectors/provider-from.js";
import { breathe } from "../../../src/connectors/tools/breathe.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("breathe", {
  provider: providerFrom(breathe),
  settings: {},
  pageSize: 100,
  tellsTotal: false,
  lacks: ["leave", "bank"],
  ...onSandbox({
    id: "breathe",
    list: "GET /breathe/employees",
    secret: "apiKey",
    names: {
      workEmail: ["email"],
      firstName: ["first_name"],
      lastName: ["last_name"],
      status: ["status"],
      startDate: ["join_date"],
      terminationDate: ["leaving_date"],
      workLocation: ["location"],
      department: ["department"],
      team: ["division"],
      jobTitle: ["job_title"],
      employmentType: ["full_or_part_time"],
      manager: ["line_manager"],
    },
  }),
});
