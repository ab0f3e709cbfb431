import { providerFrom } from "../../../src/connectors/provider-from.js";
import { okta } from "../../../src/connectors/tools/okta.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("okta", {
  provider: providerFrom(okta),
  settings: {},
  pageSize: 200,
  tellsTotal: false,
  employeeId: (id) => `00u${id}`,
  lacks: ["leave", "bank", "startDate", "terminationDate", "announcedEnd"],
  ...onSandbox({
    id: "okta",
    list: "GET /okta/users",
    secret: "apiToken",
    names: {
      workEmail: ["profile.email"],
      firstName: ["profile.firstName"],
      lastName: ["profile.lastName"],
      displayName: ["profile.displayName"],
      status: ["status"],
      workLocation: ["profile.city"],
      department: ["profile.department"],
      team: ["profile.division"],
      jobTitle: ["profile.title"],
      legalEntity: ["profile.organization"],
      country: ["profile.countryCode"],
      employmentType: ["profile.userType"],
      costCenter: ["profile.costCenter"],
      manager: ["profile.managerId"],
    },
  }),
});
