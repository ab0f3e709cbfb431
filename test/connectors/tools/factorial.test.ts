import { expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { factorial } from "../../../src/connectors/tools/factorial.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
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

it("asks Factorial for everybody, in the words that are required", async () => {
  const server = await startLoopback(() => ({
    status: 200,
    json: { data: [], meta: { has_next_page: false } },
  }));
  try {
    const provider = providerFrom(factorial);
    await readAll(provider, connectTo(provider, { url: server.url, credentials: { apiKey: "a-key" } }));
  } finally {
    await server.close();
  }
  const asked = server.log.find(({ url }) => url.pathname === "/employees/employees")?.url.searchParams;
  expect(asked?.get("only_active")).toBe("false");
  expect(asked?.get("only_managers")).toBe("false");
});
