import { providerFrom } from "../../../src/connectors/provider-from.js";
import { humaans } from "../../../src/connectors/tools/humaans.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("humaans", {
  provider: providerFrom(humaans),
  settings: {},
  pageSize: 250,
  tellsTotal: true,
  lacks: ["leave", "department", "manager", "bank"],
  ...onSandbox({
    id: "humaans",
    list: "GET /humaans/people",
    secret: "accessToken",
    names: {
      workEmail: ["email"],
      firstName: ["firstName"],
      lastName: ["lastName"],
      status: ["status"],
      startDate: ["employmentStartDate"],
      terminationDate: ["employmentEndDate", "lastWorkingDay"],
      workLocation: ["locationId"],
      team: ["teams"],
      employmentType: ["contractType"],
    },
  }),
});
