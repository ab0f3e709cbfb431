import { describe, expect, it } from "vitest";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { officient } from "../../../src/connectors/tools/officient.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { onSandbox } from "../../conformance/on-sandbox.js";
import { describeProvider } from "../../conformance/provider.suite.js";

const provider = providerFrom(officient);

describeProvider("officient", {
  provider,
  settings: {},
  pageSize: 30,
  tellsTotal: true,
  lacks: ["leave", "workLocation", "department"],
  ...onSandbox({
    id: "officient",
    list: "GET /officient/1.0/people/list",
    secret: "refreshToken",
    names: {
      workEmail: ["data.email"],
      firstName: ["data.first_name"],
      lastName: ["data.last_name"],
      status: ["archived"],
      startDate: ["data.employment.first_employment_date"],
      terminationDate: ["data.employment.last_employment_date"],
      team: ["data.team"],
      jobTitle: ["data.current_role"],
      manager: ["data.current_reports_to"],
      "bank.iban": ["data.bank_account_iban"],
      "bank.bic": ["data.bank_account_bic"],
    },
  }),
});

describe("people of Officient", () => {
  it("are read with a call each, the archived as well, and the next refresh token is kept", async () => {
    const kept: object[] = [];
    const server = await startLoopback(({ url }) => {
      if (url.pathname === "/1.0/token")
        return { status: 200, json: { access_token: "a-token", refresh_token: "second" } };
      if (url.pathname === "/1.0/people/list") {
        const data = [
          { id: 1, archived: 0, email: "list@acme.test" },
          { id: 2, archived: 1 },
        ];
        return { status: 200, json: { data, total_record_count: 2 } };
      }
      const data = {
        email: "mira@acme.test",
        personal_email: "mira@home.example",
        first_name: "Mira",
        last_name: "Obi",
        employment: { first_employment_date: "2020-01-01", last_employment_date: null },
      };
      return { status: 200, json: { data } };
    });
    try {
      const credentials = { clientId: "client-1", clientSecret: "a-secret", refreshToken: "first" };
      const keeper = {
        obstacle: null,
        alone: <T>(work: (kept: Record<string, string>) => Promise<T>) => work(credentials),
        keep: async (changed: object) => void kept.push(changed),
      };
      const connection = connectTo(provider, { url: server.url, credentials, keeper });
      const { employees } = await readAll(provider, connection);
      expect(employees).toMatchObject([
        { id: "1", status: "active", workEmail: "mira@acme.test" },
        { id: "2", status: "inactive" },
      ]);
    } finally {
      await server.close();
    }
    expect(JSON.parse(server.log[0]?.body ?? "")).toEqual({
      grant_type: "refresh_token",
      refresh_token: "first",
      client_id: "client-1",
      client_secret: "a-secret",
    });
    expect(server.log[1]?.url.search).toBe("?include_archived=1&page=0");
    expect(kept).toEqual([{ refreshToken: "second" }]);
  });
});
