import { providerFrom } from "../../../src/connectors/provider-from.js";
import { factorial } from "../../../src/connectors/tools/factorial.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

describeProvider("factorial", {
  provider: providerFrom(factorial),
  settings: {},
  pageSize: 100,
  tellsTotal: false,
  lacks: ["leave", "department", "startDate"],
  ...onSandbox({
    id: "factorial",
    list: "GET /factorial/employees/employees",
    secret: "apiKey",
    names: {
      workEmail: ["login_email"],
      firstName: ["first_name"],
      lastName: ["last_name"],
      status: ["active"],
      terminationDate: ["terminated_on"],
      workLocation: ["location_id"],
      country: ["country"],
      manager: ["manager_id"],
      "bank.iban": ["bank_number"],
      "bank.bic": ["swift_bic"],
    },
  }),
});
